// ecflink generate: a ledger of made-up people, of any size.
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <limits>
#include <system_error>

#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/csv_text.hpp"
#include "cli/json.hpp"
#include "cli/process.hpp"
#include "cli/progress_line.hpp"
#include "cli/result_options.hpp"
#include "cli/row_file.hpp"
#include "cli/screen.hpp"
#include "cli/text_list.hpp"
#include "generate/csv_rows.hpp"
#include "generate/generator.hpp"

namespace ecflink::cli {
namespace {

struct generate_options {
    std::string folder;
    std::uint64_t links = 10'000;
    std::optional<std::uint64_t> court_accounts;
    std::optional<std::uint64_t> central_accounts;
    std::uint64_t seed = 1;
    std::optional<double> fault_rate;
    std::vector<std::string> faults;
    bool is_plain = false;
    unsigned threads = 1;
    result_options result;
};

std::string names_of_faults() {
    std::vector<std::string_view> names;
    for (const auto& [of, share] : generate::usual_faults()) {
        names.push_back(to_token(of));
    }
    return join(names, ", ");
}

void add_options(command& command, generate_options& options) {
    command.add_option("FOLDER", "FOLDER", options.folder, "a new or empty folder").required();
    constexpr number_range rows = {1, generate::most_rows};
    command.add_number("--links", "N", options.links, rows, "the number of links (default: 10000)");
    command.add_number("--court-accounts", "N", options.court_accounts, rows,
                       "the number of court accounts, at least as many as links (default: as many)");
    command.add_number("--central-accounts", "N", options.central_accounts, rows,
                       "the number of central accounts (default: 3 for 10 court accounts)");
    command.add_number("--seed", "N", options.seed, {0, std::numeric_limits<std::uint64_t>::max()},
                       "a different number makes a different ledger (default: 1)");
    const option rate =
        command.add_share("--fault-rate", "SHARE", options.fault_rate,
                          "the share of the links that are not clean, 0 to 1 (default: about 0.04)");
    command
        .add_option("--faults", "FINDING=SHARE", options.faults,
                    "only these of the faults above, each with its share of the links; may be given again")
        .separated_by(',')
        .excludes(rate);
    command.add_flag("--plain", options.is_plain,
                     "make tables that other engines can check: ASCII names, equal but for case or "
                     "different, short ids, the fewest columns, and policies that need no proofs");
    command.add_number("--threads", "N", options.threads, {1, 256},
                       "the number of threads, 1 to 256; the ledger does not depend on it (default: 1)");
    add_result_options(command, options.result, {"table", "json", "csv"});
}

std::optional<double> parse_share(const std::string& text) {
    double share = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), share);
    return problem == std::errc{} && end == text.data() + text.size() ? std::optional(share) : std::nullopt;
}

std::vector<generate::fault_rate> read_faults(const generate_options& options) {
    const auto usual = generate::usual_faults();
    std::vector<generate::fault_rate> faults(usual.begin(), usual.end());
    if (options.fault_rate) {
        double all = 0;
        for (const auto& [of, share] : usual) {
            all += share;
        }
        for (auto& fault : faults) {
            fault.share *= *options.fault_rate / all;
        }
    }
    if (options.faults.empty()) {
        return faults;
    }
    faults.clear();
    for (const std::string& given : options.faults) {
        const std::size_t equals = given.find('=');
        const auto of = from_token<finding>(given.substr(0, equals));
        const auto share = equals == std::string::npos ? std::nullopt : parse_share(given.substr(equals + 1));
        if (!of || !share) {
            throw usage_failure("--faults " + given +
                                ": expected a fault, = and a share, such as name-differs=0.01");
        }
        faults.push_back({*of, *share});
    }
    return faults;
}

generate::generator make_generator(const generate_options& options) {
    generate::ledger_plan plan;
    plan.links = options.links;
    plan.court_accounts = options.court_accounts.value_or(options.links);
    plan.central_accounts = options.central_accounts.value_or((plan.court_accounts * 3 + 9) / 10);
    plan.seed = options.seed;
    plan.is_plain = options.is_plain;
    plan.faults = read_faults(options);
    auto made = generate::generator::make(plan);
    if (!made) {
        throw usage_failure(made.error());
    }
    return std::move(made).value();
}

/// A folder, new or empty, that is filled at the side: unless `appear` is reached, nothing is left
/// of what was made. Nothing is forced to the disk: whoever loses it can make it again.
class unfinished_folder {
public:
    explicit unfinished_folder(std::filesystem::path place)
        : place_(place.has_filename() ? std::move(place) : place.parent_path()),
          inner_(place_ / ".unfinished") {
        std::error_code problem;
        if (std::filesystem::is_symlink(place_, problem)) {
            throw usage_failure(place_.string() + " is a symbolic link; name a new or empty folder");
        }
        is_new_ = std::filesystem::create_directory(place_, problem);
        if (problem == std::errc::file_exists) {
            throw usage_failure(place_.string() + " is not a folder; name a new or empty folder");
        }
        const bool is_empty = !problem && std::filesystem::is_empty(place_, problem);
        if (!problem && !is_empty) {
            throw usage_failure(place_.string() + " is not empty" +
                                (std::filesystem::exists(inner_, problem)
                                     ? ": a run that was killed left " + inner_.string() + ", remove it"
                                     : "") +
                                "; name a new or empty folder");
        }
        if (!problem) {
            std::filesystem::create_directories(inner_ / "policies", problem);
        }
        if (problem) {
            fail(place_, problem.value());
        }
    }
    unfinished_folder(const unfinished_folder&) = delete;
    unfinished_folder& operator=(const unfinished_folder&) = delete;
    ~unfinished_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(inner_, ignored);
        if (is_new_ && std::filesystem::is_empty(place_, ignored)) {
            std::filesystem::remove(place_, ignored);
        }
    }

    /// Calls `write_to` with a stream that throws where it cannot go on.
    template <class Write>
    void add(const std::string& file, Write write_to) const {
        errno = 0;
        try {
            std::ofstream out;
            out.exceptions(std::ios::failbit | std::ios::badbit);
            out.open(inner_ / file, std::ios::binary);
            write_to(out);
            out.close();
        } catch (const std::ios::failure&) {
            fail(place_ / file, errno);  // a stream itself does not tell why
        }
    }

    void appear() const {
        for (const char* made : {"policies", "central_accounts.csv", "court_accounts.csv", "links.csv"}) {
            std::error_code problem;
            std::filesystem::rename(inner_ / made, place_ / made, problem);
            if (problem) {
                fail(place_ / made, problem.value());
            }
        }
    }

private:
    [[noreturn]] static void fail(const std::filesystem::path& at, int problem) {
        throw failure(exit_status::environment,
                      "ecflink generate: " + at.string() + " cannot be written: " + reason(problem));
    }

    std::filesystem::path place_;
    std::filesystem::path inner_;
    bool is_new_ = false;
};

class ledger_writer {
public:
    ledger_writer(const generate::generator& rows, const unfinished_folder& folder, unsigned threads)
        : rows_(rows), folder_(folder), work_(line_.options()) {
        work_.threads = threads;
    }

    void write_policies() {
        for (const policy_layer& layer : rows_.layers()) {
            folder_.add("policies/" + layer.name, [&](std::ofstream& out) { out << layer.text; });
        }
    }

    template <class Row>
    void write_table(const std::string& name, std::uint64_t rows,
                     Row (generate::generator::*make)(std::uint64_t) const) {
        const generate::csv_rows<Row> csv(rows_.plan());
        const auto make_text = [this, make, &csv](std::uint64_t first, std::uint64_t end) {
            std::string text;
            for (std::uint64_t row = first; row < end; ++row) {
                csv.append(text, (rows_.*make)(row));
            }
            return text;
        };
        folder_.add(name + ".csv", [&](std::ofstream& out) {
            out << csv.header();
            write_rows(rows, work_, name, make_text, [&](std::string_view text) { out << text; });
        });
    }

private:
    const generate::generator& rows_;
    const unfinished_folder& folder_;
    progress_line line_;
    work_options work_;
};

std::string in_words(const generate_options& options, const generate::generator& made) {
    const generate::ledger_plan& plan = made.plan();
    if (options.result.format == "json") {
        return to_text(json{{"folder", options.folder},
                            {"seed", plan.seed},
                            {"central-accounts", plan.central_accounts},
                            {"court-accounts", plan.court_accounts},
                            {"links", plan.links},
                            {"policies", made.layers().size()}});
    }
    const std::pair<std::string, std::uint64_t> files[] = {{"central_accounts.csv", plan.central_accounts},
                                                           {"court_accounts.csv", plan.court_accounts},
                                                           {"links.csv", plan.links},
                                                           {"policies/*.json", made.layers().size()}};
    std::string csv = "file,rows\n";
    text_table table({{"FILE"}, {"ROWS", column_kind::number}});
    for (const auto& [file, rows] : files) {
        csv += csv_record({file, std::to_string(rows)});
        table.add({file, std::to_string(rows)});
    }
    return options.result.format == "csv" ? csv : table.render(options.result.make_screen());
}

exit_status run(const generate_options& options) {
    const generate::generator rows = make_generator(options);
    const generate::ledger_plan& plan = rows.plan();
    const unfinished_folder folder(options.folder);
    {
        ledger_writer writer(rows, folder, options.threads);
        writer.write_policies();
        writer.write_table("central_accounts", plan.central_accounts,
                           &generate::generator::make_central_account);
        writer.write_table("court_accounts", plan.court_accounts, &generate::generator::make_court_account);
        writer.write_table("links", plan.links, &generate::generator::make_link);
    }
    folder.appear();
    note_change("the tables in " + options.folder + " are written");
    write_output(in_words(options, rows));
    return exit_status::done;
}

}  // namespace

void add_generate(const command& program) {
    program.add<generate_options>(
        "generate",
        "Makes up a ledger of any size\n\n"
        "Writes a folder of tables, as verify reads it, that holds nobody's data: the courts of the "
        "directory, made-up people, and faults at chosen rates. The same options make the same ledger on "
        "every machine. Policies in its folder policies/ give every court a go-live, and most courts an "
        "outage that ends after it. What the directory does not know is made up.\nThe faults are: " +
            names_of_faults() +
            ". A fault can cause further findings, as link-before-account causes "
            "account-opened-after-cutover. verify reports them all.",
        "Examples:\n"
        "  ecflink generate made\n"
        "  ecflink generate national --links 200000 --seed 7 --threads 2\n"
        "  ecflink generate doubtful --faults name-differs=0.2,central-slot-taken=0.01 --format json",
        add_options, run);
}

}  // namespace ecflink::cli
