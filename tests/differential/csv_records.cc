// Reads texts as CSV and prints one line of JSON for each: its records, the place of an error, and
// the records of reading it in parts of 1, 3 and 16 bytes if they differ. Each text is preceded by
// its size and a line end.
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "csv/csv_reader.hpp"
#include "support/csv_parts.hpp"

int main() {
    std::size_t size = 0;
    while (std::cin >> size) {
        std::cin.get();
        std::string text(size, '\0');
        if (!std::cin.read(text.data(), static_cast<std::streamsize>(size))) {
            std::fputs("a text is shorter than its size says\n", stderr);
            return 1;
        }
        ecflink::detail::csv::csv_reader csv(text);
        std::vector<std::vector<std::string>> records;
        while (csv.next()) {
            records.emplace_back(csv.fields().begin(), csv.fields().end());
        }
        nlohmann::json answer = {
            {"records", records}, {"error", nullptr}, {"in-parts", nlohmann::json::object()}};
        if (csv.error()) {
            answer["error"] = csv.error()->offset;
        }
        for (const std::size_t part : {1U, 3U, 16U}) {
            const auto in_parts = read_in_parts(text, part);
            if (csv.error() ? in_parts.has_value() : in_parts != records) {
                answer["in-parts"][std::to_string(part)] = in_parts ? nlohmann::json(*in_parts) : nullptr;
            }
        }
        std::cout << answer.dump() << '\n';
    }
    return 0;
}
