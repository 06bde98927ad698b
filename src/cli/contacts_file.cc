#include "cli/contacts_file.hpp"

#include <map>
#include <utility>

#include <fmt/format.h>

#include <ecflink/tables/column_text.hpp>
#include <ecflink/tables/csv_file.hpp>
#include <ecflink/tables/ledger_folder.hpp>

#include "cli/file_troubles.hpp"
#include "cli/process.hpp"
#include "cli/row_places.hpp"

namespace ecflink::cli {
namespace {

enum : std::size_t { court_column, login_column, contact_column, proven_column };

template <class Id>
csv_column id_column(std::string_view name) {
    return {name, true, [](std::string_view text) { return Id::make(text).has_value(); },
            [] { return "1 to " + std::to_string(Id::capacity) + " bytes of UTF-8"; }};
}

const csv_column columns[] = {
    id_column<court_id>("court"),
    id_column<login>("login"),
    {"contact", true, [](std::string_view text) { return text.size() <= 256; },
     [] { return std::string("1 to 256 bytes of UTF-8"); }},
    {"proven", true, [](std::string_view text) { return text == "true" || text == "false"; },
     [] { return std::string("true or false"); }},
};

}  // namespace

std::vector<contact_row> read_contacts(const std::filesystem::path& folder) {
    const std::filesystem::path place = file_of_table(folder, "contacts");
    std::error_code problem;
    if (std::filesystem::status(place, problem).type() == std::filesystem::file_type::not_found) {
        return {};
    }
    const auto read = csv_file::read(place, columns);
    if (!read) {
        throw failure(read.error());
    }
    write_messages(troubles_in_words({}, read.value().warnings()));
    refuse_malformed(read.value().summary());
    std::vector<contact_row> rows;
    for (const csv_file::batch& batch : read.value().batches()) {
        const auto text = [&](std::size_t column, std::size_t row) {
            return text_of_row(batch.columns[column], row);
        };
        for (std::size_t row = 0; row < batch.rows; ++row) {
            rows.push_back({.court = court_id::make(text(court_column, row)).value(),
                            .login = login::make(text(login_column, row)).value(),
                            .contact = std::string(text(contact_column, row)),
                            .is_proven = text(proven_column, row) == "true"});
        }
    }
    return rows;
}

std::vector<std::size_t> contacts_beyond(const ledger_tables& tables, std::span<const contact_row> contacts) {
    std::map<std::pair<court_id, login>, int> brought;  // a load leaves out rows that share a key
    for (const court_account_row& row : tables.court_accounts) {
        brought[{row.court, row.account.login}] += row.malformed ? 2 : 1;
    }
    std::vector<std::size_t> beyond;
    for (std::size_t i = 0; i < contacts.size(); ++i) {
        const auto found = brought.find({contacts[i].court, contacts[i].login});
        if (found == brought.end() || found->second != 1) {
            beyond.push_back(i);
        }
    }
    return beyond;
}

void refuse_contacts(const std::string& folder, std::span<const contact_row> contacts,
                     std::span<const std::size_t> unknown) {
    refuse_rows(folder, "contacts", unknown, [&](std::size_t row) {
        return fmt::format(
            "there is no account {} of court {}, neither in the ledger nor among the rows of "
            "court_accounts.csv that can be loaded; add its record, or take this row out",
            contacts[row].login.view(), contacts[row].court.view());
    });
}

}  // namespace ecflink::cli
