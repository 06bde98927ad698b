// Reads texts as CSV and prints one line of JSON for each: its records, or where the error is. A text is preceded by its size and a line end.
#include <cstdio>
#include <iostream>
#include <string>

#include <nlohmann/json.hpp>

#include "csv/csv_reader.hpp"

int main() {
    std::size_t size = 0;
    while (std::cin >> size) {
        std::cin.get();
        std::string text(size, '\0');
        if (!std::cin.read(text.data(), static_cast<std::streamsize>(size))) {
            std::fputs("a text is shorter than its size says\n", stderr);
            return 1;
        }
        ecflink::detail::csv_reader csv(text);
        nlohmann::json answer = {{"records", nlohmann::json::array()}, {"error", nullptr}};
        while (csv.next()) {
            answer["records"].push_back(nlohmann::json(std::vector<std::string>(csv.fields().begin(), csv.fields().end())));
        }
        if (csv.error()) {
            answer["error"] = csv.error()->offset;
        }
        std::cout << answer.dump() << '\n';
    }
    return 0;
}
