// ledger_runner: plays every scenario of a folder of ledgers through every interface of the
// library, and compares each answer with the expected one. The answers of all interfaces must be
// equal in all members.
//
//     ledger_runner FOLDER                 in SQLite files of the working folder
//     ledger_runner FOLDER --postgresql    in the server that ECFLINK_TEST_POSTGRESQL names
//     ledger_runner FOLDER --tell          shows every answer in full
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#ifdef ECFLINK_TEST_WITH_POSTGRESQL
#include <libpq-fe.h>
#endif

#include "ledger_player.hpp"

namespace scenarios {
namespace {

struct path {
    const char* name;
    make_player make;
};
constexpr path paths[] = {{"c++", play_in_cpp}, {"c", play_in_c}, {"c++ over c", play_in_cpp_over_c}};

/// Where `told` is not as `expected`; empty: it is.
std::string difference(const json& expected, const json& told, const std::string& place = "") {
    if (expected.is_object() && told.is_object()) {
        for (const auto& [name, value] : expected.items()) {
            if (!told.contains(name)) {
                return place + "/" + name + " is not in the answer";
            }
            if (const std::string found = difference(value, told.at(name), place + "/" + name);
                !found.empty()) {
                return found;
            }
        }
        return "";
    }
    if (expected.is_array() && told.is_array() && expected.size() == told.size()) {
        for (std::size_t i = 0; i < expected.size(); ++i) {
            if (const std::string found = difference(expected[i], told[i], place + "/" + std::to_string(i));
                !found.empty()) {
                return found;
            }
        }
        return "";
    }
    return expected == told ? "" : place + ": expected " + expected.dump() + ", got " + told.dump();
}

/// A new place for a ledger.
std::string new_address(const std::string& url) {
    static int count = 0;
    ++count;
    if (url.empty()) {
        const std::string file = "scenario_" + std::to_string(count) + ".db";
        for (const char* end : {"", "-wal", "-shm"}) {
            std::filesystem::remove(file + end);
        }
        return "sqlite:" + file;
    }
#ifdef ECFLINK_TEST_WITH_POSTGRESQL
    const std::string schema = "scenario_" + std::to_string(count);
    PGconn* connection = PQconnectdb(url.c_str());
    PGresult* result = PQexec(connection, ("CREATE SCHEMA " + schema).c_str());
    const bool is_made = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    PQfinish(connection);
    if (is_made) {
        return url + "&options=-csearch_path%3D" + schema;
    }
#endif
    throw std::runtime_error("there is no PostgreSQL server at this address");
}

struct tally {
    int scenarios = 0;
    int steps = 0;  ///< of one path
    int failures = 0;
};

json answer_of(player& on, const step& given) {
    try {
        return on.play(given);
    } catch (const trouble& why) {
        return {{"error", why.what()}};
    }
}

void run(const std::string& name, const json& scenario, const std::string& url, bool is_told, tally& counts) {
    require_members(scenario, {"about", "source", "policy", "made_at", "records", "steps"});
    ++counts.scenarios;
    counts.steps += static_cast<int>(scenario.at("steps").size());
    std::vector<json> of_first;
    for (const path& one : paths) {
        std::size_t number = 0;
        try {
            const auto on = one.make(scenario, new_address(url));
            for (const json& line : scenario.at("steps")) {
                require_members(line, {"do", "at", "with", "answer"});
                const std::string what = line.at("do");
                const json answer = answer_of(*on, {what, part(line, "with"), text(line, "at")});
                if (is_told && of_first.size() == number) {
                    std::cout << name << ' ' << number + 1 << ' ' << what << ' ' << answer.dump(2) << '\n';
                }
                std::string found = difference(line.at("answer"), answer);
                if (number < of_first.size() && of_first[number] != answer) {
                    found += "\n  not as " + std::string(paths[0].name) + ": " +
                             json::diff(of_first[number], answer).dump();
                } else if (number == of_first.size()) {
                    of_first.push_back(answer);
                }
                ++number;
                if (!found.empty()) {
                    ++counts.failures;
                    std::cout << name << ": path " << one.name << ": step " << number << ", " << what << ": "
                              << found << '\n';
                }
            }
        } catch (const std::exception& why) {
            ++counts.failures;
            std::cout << name << ": path " << one.name << ": step " << number + 1 << ": " << why.what()
                      << '\n';
        }
    }
}

int run_all(const std::vector<std::string>& arguments) {
    bool is_told = false;
    std::string url;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const char* given = std::getenv("ECFLINK_TEST_POSTGRESQL");
        if (arguments[i] == "--tell") {
            is_told = true;
        } else if (arguments[i] == "--postgresql" && given != nullptr) {
            url = given;
        } else {
            std::cerr << "usage: ledger_runner FOLDER [--postgresql] [--tell]\n";
            return 2;
        }
    }
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(arguments.at(0))) {
        if (entry.path().extension() == ".json") {
            files.insert(entry.path());
        }
    }
    tally counts;
    for (const auto& file : files) {
        std::ifstream in(file);
        run(file.stem().string(), json::parse(in), url, is_told, counts);
    }
    std::cout << counts.scenarios << " scenarios, " << counts.steps << " steps, " << std::size(paths)
              << " paths, " << (url.empty() ? "SQLite" : "PostgreSQL") << ", " << counts.failures
              << " failures\n";
    return counts.scenarios == 0 || counts.failures != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

}  // namespace
}  // namespace scenarios

int main(int argument_count, char** arguments) {
    try {
        return scenarios::run_all({arguments + 1, arguments + argument_count});
    } catch (const std::exception& why) {
        std::cerr << why.what() << '\n';
        return EXIT_FAILURE;
    }
}
