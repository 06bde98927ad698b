#include "cli/contacts_file.hpp"

#include <algorithm>
#include <array>

#include "cli/process.hpp"
#include "csv/csv_reader.hpp"

namespace ecflink::cli {
namespace {

constexpr std::array<std::string_view, 4> columns = {"court", "login", "contact", "proven"};

class contacts_reader {
public:
    contacts_reader(std::string file, const std::string& text)
        : file_(std::move(file)), text_(text), csv_(text_) {}

    [[nodiscard]] std::vector<contact_row> read() {
        if (!csv_.next() || !find_columns()) {
            note_broken();
            throw failure(troubles_);
        }
        const std::size_t fields = csv_.fields().size();
        std::vector<contact_row> rows;
        while (csv_.next()) {
            if (csv_.fields().size() != fields) {
                note(0, "this row has another number of fields than the first",
                     "as many fields as the first row has");
            } else {
                rows.push_back(read_row());
            }
        }
        note_broken();
        if (!troubles_.empty()) {
            throw failure(troubles_);
        }
        return rows;
    }

private:
    [[nodiscard]] bool find_columns() {
        const auto names = csv_.fields();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const auto found = std::ranges::find(names, columns[i]);
            places_[i] = static_cast<std::size_t>(found - names.begin());
            if (found == names.end()) {
                note(0, "the column " + std::string(columns[i]) + " is missing",
                     "the columns court, login, contact, proven");
            }
        }
        return troubles_.empty();
    }

    [[nodiscard]] contact_row read_row() {
        contact_row row;
        row.court = read_id<court_id>(0);
        row.login = read_id<login>(1);
        row.contact = std::string(field(2));
        if (row.contact.empty() || row.contact.size() > 256 || !detail::is_utf8(row.contact)) {
            note(places_[2], "no contact", "1 to 256 bytes of UTF-8");
        }
        row.is_proven = field(3) == "true";
        if (!row.is_proven && field(3) != "false") {
            note(places_[3], "neither true nor false", "true or false");
        }
        return row;
    }

    template <class Id>
    [[nodiscard]] Id read_id(std::size_t column) {
        const auto id = Id::make(field(column));
        if (!id) {
            note(places_[column], std::string(columns[column]) + ": the id " + to_message(id.error()),
                 "1 to " + std::to_string(Id::capacity) + " bytes of UTF-8");
            return {};
        }
        return id.value();
    }

    [[nodiscard]] std::string_view field(std::size_t column) const { return csv_.fields()[places_[column]]; }

    void note(std::size_t place, std::string message, std::string expected) {
        const std::size_t offset =
            csv_.fields().empty() ? 0 : csv_.offset_of(std::min(place, csv_.fields().size() - 1));
        const auto [line, column] = detail::csv::position_of(text_, offset);
        troubles_.push_back(
            {severity::error, file_, line, column, {}, std::move(message), {}, std::move(expected)});
    }
    void note_broken() {
        if (const auto& broken = csv_.error()) {
            const auto [line, column] = detail::csv::position_of(text_, broken->offset);
            troubles_.push_back({severity::error,
                                 file_,
                                 line,
                                 column,
                                 {},
                                 std::string(broken->message),
                                 {},
                                 std::string(broken->remedy)});
        } else if (text_.empty()) {
            troubles_.push_back({severity::error,
                                 file_,
                                 0,
                                 0,
                                 {},
                                 "the file is empty",
                                 {},
                                 "a first row with the names of the columns"});
        }
    }

    std::string file_;
    const std::string& text_;
    detail::csv::csv_reader csv_;
    std::array<std::size_t, columns.size()> places_{};
    std::vector<diagnostic> troubles_;
};

}  // namespace

std::vector<contact_row> read_contacts(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "contacts.csv";
    std::error_code problem;
    if (std::filesystem::status(file, problem).type() == std::filesystem::file_type::not_found) {
        return {};
    }
    const std::string read =
        read_input(file.string(), "the file", "it must be readable, and begin with a row of column names");
    return contacts_reader(file.string(), read).read();
}

}  // namespace ecflink::cli
