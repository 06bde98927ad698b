// The catalogue of fields and what comes of it: a row is the same after it has been columns in
// memory, and after it has been a file of CSV, field by field.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/ledger_folder.hpp>
#include <ecflink/text/time_text.hpp>

#include <unistd.h>

#include "tables/fields.hpp"
#include "tables/finding_list.hpp"
#include "tables/rows.hpp"
#include "tables/table_columns.hpp"

namespace {

using namespace ecflink;
using detail::tables::for_each_field;

const policy_set& policies() {
    static const policy_set loaded = policy_set::load().value();
    return loaded;
}

// ---- values as a file of CSV says them; an empty text is a missing one --------------------------

template <class Tag, std::size_t Capacity>
std::string text_of(const basic_id<Tag, Capacity>& id) {
    return std::string(id.view());
}
template <class E>
    requires std::is_enum_v<E>
std::string text_of(E token) {
    return std::string(to_token(token));
}
std::string text_of(const std::string& name) { return name; }
std::string text_of(findings list) { return detail::tables::to_list(list); }
std::string text_of(bool value) { return value ? "true" : "false"; }
std::string text_of(std::uint32_t count) { return count == 0 ? "" : std::to_string(count); }
std::string text_of(instant at) { return at == earliest_instant ? "" : to_text(at); }
template <class T>
std::string text_of(const std::optional<T>& value) {
    return value ? to_text(*value) : "";
}

// ---- values that no field has where nothing is given --------------------------------------------

template <class Tag, std::size_t Capacity>
void set(basic_id<Tag, Capacity>& id) {
    id = "wiwd";
}
template <class E>
    requires std::is_enum_v<E>
void set(E& token) {
    token = static_cast<E>(tokens<E>().back().number);
}
void set(std::string& name) { name = "Ann Lee"; }
void set(bool& value) { value = true; }
void set(findings& list) { list = {finding::name_similar, finding::name_missing}; }
void set(std::uint32_t& count) { count = 7; }
void set(instant& at) { at = make_instant(make_civil_day(2022, 4, 25), 8); }
void set(std::optional<instant>& at) { set(at.emplace()); }
void set(std::optional<civil_day>& day) { day = make_civil_day(2014, 8, 11); }

/// A row with its required fields alone, and one more for each other field, which it has too.
template <class Table, class Row>
std::vector<Row> rows_with_each_field() {
    Row least;
    for_each_field<Table>([&](auto field) {
        if (field.is_required()) {
            set(field.of(least));
        }
    });
    std::vector rows{least};
    for_each_field<Table>([&](auto field) {
        if (!field.is_required()) {
            rows.push_back(least);
            set(field.of(rows.back()));
        }
    });
    return rows;
}

template <class Table, class Row>
void expect_same(const std::vector<Row>& rows, const std::vector<Row>& others) {
    ASSERT_EQ(rows.size(), others.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for_each_field<Table>([&](auto field) {
            EXPECT_EQ(text_of(field.of(rows[row])), text_of(field.of(others[row])))
                << table_name<Table> << " row " << row << ", field " << field.name;
        });
    }
}

template <class Table, class Row>
std::string csv_of(const std::vector<Row>& rows) {
    std::string text;
    for_each_field<Table>([&](auto field) { text.append(text.empty() ? "" : ",").append(field.name); });
    for (const Row& row : rows) {
        std::string record;
        for_each_field<Table>(
            [&](auto field) { record.append(record.empty() ? "" : ",").append(text_of(field.of(row))); });
        text += '\n' + record;
    }
    return text + '\n';
}

ledger_tables tables_with_each_field() {
    ledger_tables tables;
    tables.central_accounts = rows_with_each_field<central_account_columns, central_account_row>();
    tables.court_accounts = rows_with_each_field<court_account_columns, court_account_row>();
    tables.links = rows_with_each_field<link_columns, link_row>();
    tables.tombstones = rows_with_each_field<tombstone_columns, tombstone_row>();
    tables.roster = rows_with_each_field<roster_columns, roster_row>();
    tables.registrations = rows_with_each_field<registration_columns, registration_row>();
    return tables;
}

void expect_same_tables(const ledger_tables& a, const ledger_tables& b) {
    expect_same<central_account_columns>(a.central_accounts, b.central_accounts);
    expect_same<court_account_columns>(a.court_accounts, b.court_accounts);
    expect_same<link_columns>(a.links, b.links);
    expect_same<tombstone_columns>(a.tombstones, b.tombstones);
    expect_same<roster_columns>(a.roster, b.roster);
    expect_same<registration_columns>(a.registrations, b.registrations);
}

template <class Table, class Row>
void expect_missing_values() {
    const Row row;
    for_each_field<Table>([&](auto field) {
        const bool is_missing = field.if_missing == "required" || field.if_missing == "missing";
        const bool is_empty = is_missing || (field.if_missing == "none" && text_of(field.of(row)).empty());
        EXPECT_EQ(text_of(field.of(row)), is_empty ? "" : field.if_missing)
            << table_name<Table> << ", field " << field.name;
    });
}

TEST(Fields, AreWithoutAValueWhatTheCatalogueSays) {
    expect_missing_values<central_account_columns, central_account_row>();
    expect_missing_values<court_account_columns, court_account_row>();
    expect_missing_values<link_columns, link_row>();
    expect_missing_values<tombstone_columns, tombstone_row>();
    expect_missing_values<roster_columns, roster_row>();
}

template <class Table, class Row>
std::vector<Row> read_all(std::span<const Table> batches) {
    std::vector<Row> rows;
    for (const Table& batch : batches) {
        for (std::size_t row = 0; row < batch.rows; ++row) {
            Row& read = rows.emplace_back();
            EXPECT_FALSE(detail::tables::read_fields(batch, row, read, &policies()))
                << table_name<Table> << " row " << row;
        }
    }
    return rows;
}

TEST(Fields, AreTheSameAfterColumnsInMemory) {
    const ledger_tables given = tables_with_each_field();
    const detail::tables::table_columns columns(given);
    const ledger_columns view = columns.view();
    ledger_tables read;
    read.central_accounts = read_all<central_account_columns, central_account_row>(view.central_accounts);
    read.court_accounts = read_all<court_account_columns, court_account_row>(view.court_accounts);
    read.links = read_all<link_columns, link_row>(view.links);
    read.tombstones = read_all<tombstone_columns, tombstone_row>(view.tombstones);
    read.roster = read_all<roster_columns, roster_row>(view.roster);
    read.registrations = read_all<registration_columns, registration_row>(view.registrations);
    expect_same_tables(given, read);
}

TEST(Fields, AreTheSameAfterAFileOfCsv) {
    const ledger_tables given = tables_with_each_field();
    std::string pattern = (std::filesystem::temp_directory_path() / "fields-XXXXXX").string();
    const std::filesystem::path folder = ::mkdtemp(pattern.data());
    const auto write = [&](std::string_view table, const std::string& text) {
        std::ofstream(folder / (std::string(table) + ".csv")) << text;
    };
    write("central_accounts", csv_of<central_account_columns>(given.central_accounts));
    write("court_accounts", csv_of<court_account_columns>(given.court_accounts));
    write("links", csv_of<link_columns>(given.links));
    write("tombstones", csv_of<tombstone_columns>(given.tombstones));
    write("roster", csv_of<roster_columns>(given.roster));
    write("registrations", csv_of<registration_columns>(given.registrations));
    const auto read = read_ledger(folder, policies(), {});
    std::filesystem::remove_all(folder);
    ASSERT_TRUE(read);
    expect_same_tables(given, read.value());
}

}  // namespace
