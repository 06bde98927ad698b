// Arrow in and out: what the views say of slices of every layout, what is refused and how, and that
// every release callback is called exactly once.
#include <ecflink/interop/arrow.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <set>

#include <gtest/gtest.h>

#include "columns/arrow_producer.hpp"
#include "columns/column_values.hpp"

namespace {

using namespace ecflink;
using namespace column_values;
using producer::node;
using producer::releases;
using producer::texts;

void expect_released(const releases& counted, int schemas, int arrays, int streams = 0) {
    EXPECT_EQ(counted.schemas, schemas);
    EXPECT_EQ(counted.arrays, arrays);
    EXPECT_EQ(counted.streams, streams);
    EXPECT_EQ(counted.parts, 0) << "only the callback of the whole may be called";
}

/// Takes a batch as it is described; `change` makes it worse first.
template <class Table>
result<arrow_batches<Table>, arrow_error> take(
    const node& batch, releases& counted, arrow_check check = arrow_check::full,
    const std::function<void(ArrowSchema&, ArrowArray&)>& change = {}) {
    ArrowSchema schema;
    ArrowArray array;
    make(batch, schema, counted);
    make(batch, array, counted);
    if (change) {
        change(schema, array);
    }
    auto taken = arrow_batches<Table>::take(&schema, &array, check);
    EXPECT_EQ(schema.release, nullptr) << "the caller's struct is marked";
    EXPECT_EQ(array.release, nullptr);
    return taken;
}

/// The error of a batch that must be refused, with everything released.
template <class Table>
arrow_error refusal(const node& batch, arrow_check check = arrow_check::full,
                    const std::function<void(ArrowSchema&, ArrowArray&)>& change = {}) {
    releases counted;
    const auto taken = take<Table>(batch, counted, check, change);
    expect_released(counted, 1, 1);
    if (taken.has_value()) {
        ADD_FAILURE() << "was taken";
        return {};
    }
    return taken.error();
}

node named(std::string name, node column) {
    column.name = std::move(name);
    return column;
}

node roster(const texts& court, const std::string& format = "u") {
    return producer::table({named("court", producer::plain_texts(format, court))},
                           static_cast<std::int64_t>(court.size()));
}

constexpr std::array<const char*, 3> text_formats = {"u", "U", "vu"};
constexpr std::array<const char*, 8> integer_formats = {"c", "C", "s", "S", "i", "I", "l", "L"};

// ---- What the views say

/// The values of one column, with or without missing ones; they depend on column and row alone.
texts some_texts(std::size_t column, std::size_t rows, bool with_nulls) {
    const std::array<std::string, 9> pool = {"",
                                             "a",
                                             "wiwb",
                                             "exactly12byt",
                                             "thirteen byte",
                                             "Mu\xC3\xB1oz, \xE2\x98\x83",
                                             "a text that is longer than a view holds",
                                             "leading 0",
                                             "00123456"};
    texts values;
    for (std::size_t row = 0; row < rows; ++row) {
        const std::size_t mixed = row * 7 + column * 5 + row / 3;
        values.push_back(with_nulls && mixed % 4 == 1 ? std::nullopt
                                                      : std::optional(pool[mixed % pool.size()]));
    }
    return values;
}

std::vector<std::optional<std::int64_t>> some_numbers(std::size_t rows, bool with_nulls) {
    std::vector<std::optional<std::int64_t>> values;
    for (std::size_t row = 0; row < rows; ++row) {
        values.push_back(with_nulls && row % 5 == 2 ? std::nullopt
                                                    : std::optional(static_cast<std::int64_t>(row % 120)));
    }
    return values;
}

std::vector<std::optional<bool>> some_booleans(std::size_t rows, bool with_nulls) {
    std::vector<std::optional<bool>> values;
    for (std::size_t row = 0; row < rows; ++row) {
        values.push_back(with_nulls && row % 6 == 4 ? std::nullopt : std::optional(row % 3 == 0));
    }
    return values;
}

struct matrix_case {
    std::size_t parent_offset;
    std::size_t child_offset;
    bool child_nulls;
    bool parent_nulls;
};

void check_slices(const matrix_case& now, const std::string& format, const std::string& index_format,
                  std::size_t turn) {
    constexpr std::size_t rows = 67;
    constexpr std::size_t behind = 3;  // children may go on where their parent ends
    const std::size_t first = now.parent_offset + now.child_offset;
    const std::size_t all = first + rows + behind;

    std::vector<node> columns;
    std::vector<texts> expected_texts;
    for (const char* const name : {"court", "login", "role", "status", "name"}) {
        const texts& values =
            expected_texts.emplace_back(some_texts(expected_texts.size(), all, now.child_nulls));
        columns.push_back(named(name, index_format.empty()
                                          ? producer::plain_texts(format, values)
                                          : producer::dictionary_texts(index_format, format, values)));
    }
    const auto expected_numbers = some_numbers(all, now.child_nulls);
    const auto expected_booleans = some_booleans(all, now.child_nulls);
    const std::string number_format = integer_formats[turn % integer_formats.size()];
    const std::array<std::pair<std::string, time_unit>, 5> units = {
        {{"tdD", time_unit::day},
         {"tss:", time_unit::second},
         {"tsm:UTC", time_unit::millisecond},
         {"tsu:America/Chicago", time_unit::microsecond},
         {"tsn:+00:00", time_unit::nanosecond}}};
    const auto& [time_format, unit] = units[turn % units.size()];
    columns.push_back(named("principals", producer::numbers(number_format, expected_numbers)));
    columns.push_back(named("opened", producer::numbers(time_format, expected_numbers)));
    columns.push_back(named("link_locked", producer::booleans(expected_booleans)));
    for (node& column : columns) {
        column.offset = static_cast<std::int64_t>(now.child_offset);
        column.length -= column.offset;
    }

    node batch = producer::table(std::move(columns), rows);
    batch.offset = static_cast<std::int64_t>(now.parent_offset);
    std::vector<bool> parent_bits;
    for (std::size_t i = 0; i < now.parent_offset + rows; ++i) {
        parent_bits.push_back(i % 5 != 3);
    }
    if (now.parent_nulls) {
        batch.buffers = {producer::pack_bits(parent_bits)};
        batch.null_count = -1;
    }

    for (const arrow_check check : {arrow_check::layout, arrow_check::full}) {
        releases counted;
        {
            const auto taken = take<court_account_columns>(batch, counted, check);
            ASSERT_TRUE(taken.has_value()) << to_text(taken.error());
            ASSERT_EQ(taken.value().batches().size(), 1U);
            EXPECT_EQ(taken.value().rows(), rows);
            const court_account_columns& table = taken.value().batches()[0];
            ASSERT_EQ(table.rows, rows);
            EXPECT_EQ(table.malformed, nullptr);
            EXPECT_EQ(table.opened.unit, unit);
            EXPECT_TRUE(table.pending_change.is_absent());
            const std::array views = {&table.court, &table.login, &table.role, &table.status, &table.name};
            for (std::size_t row = 0; row < rows; ++row) {
                const bool has_row = !now.parent_nulls || parent_bits[now.parent_offset + row];
                const std::size_t at = first + row;
                for (std::size_t column = 0; column < views.size(); ++column) {
                    const auto said = text_at(*views[column], row);
                    const auto& meant = expected_texts[column][at];
                    ASSERT_EQ(said.has_value(), has_row && meant.has_value())
                        << "column " << column << ", row " << row;
                    ASSERT_TRUE(!said || *said == *meant)
                        << *said << " is not " << *meant << "; column " << column << ", row " << row;
                }
                ASSERT_EQ(integer_at(table.principals, row), has_row ? expected_numbers[at] : std::nullopt)
                    << number_format << " row " << row;
                ASSERT_EQ(time_at(table.opened, row), has_row ? expected_numbers[at] : std::nullopt)
                    << time_format << " row " << row;
                ASSERT_EQ(bool_at(table.link_locked, row), has_row ? expected_booleans[at] : std::nullopt)
                    << "row " << row;
            }
            for (const text_column* column : views) {
                EXPECT_EQ(column->is_dictionary(), !index_format.empty());
                EXPECT_TRUE(column->is_dictionary() || column->texts == rows);
            }
            expect_released(counted, 1, 0);
        }
        expect_released(counted, 1, 1);
    }
}

TEST(ArrowSlices, OfParentsAndChildrenSayWhatTheyHold) {
    std::size_t turn = 0;
    for (const std::size_t parent_offset : {0U, 1U, 7U, 8U, 63U, 64U, 65U}) {
        for (const std::size_t child_offset : {0U, 1U, 7U, 8U, 63U, 64U, 65U}) {
            for (const bool child_nulls : {false, true}) {
                for (const bool parent_nulls : {false, true}) {
                    for (const std::string format : text_formats) {
                        SCOPED_TRACE(testing::Message()
                                     << "parent " << parent_offset << (parent_nulls ? " with nulls" : "")
                                     << ", child " << child_offset << (child_nulls ? " with nulls" : "")
                                     << ", format " << format);
                        const matrix_case now{parent_offset, child_offset, child_nulls, parent_nulls};
                        check_slices(now, format, "", turn++);
                        // Every index type meets every layout; each of them every offset in its
                        // turn.
                        check_slices(now, format, integer_formats[turn % integer_formats.size()], turn);
                        check_slices(now, format, integer_formats[(turn + 3) % integer_formats.size()],
                                     turn + 1);
                        if (HasFatalFailure()) {
                            return;
                        }
                    }
                }
            }
        }
    }
}

TEST(ArrowSlices, EveryIndexTypeReadsEveryLayout) {
    for (const std::string format : text_formats) {
        for (const std::string index_format : integer_formats) {
            SCOPED_TRACE(index_format + " into " + format);
            check_slices({3, 5, true, true}, format, index_format, 0);
            check_slices({0, 0, false, false}, format, index_format, 1);
        }
    }
}

TEST(ArrowSlices, NullCountsAreBelievedOrNotNeeded) {
    node batch = roster({"wiwb", std::nullopt, "wiwd"});
    const auto courts = [](const node& from) {
        releases counted;
        const auto taken = take<roster_columns>(from, counted);
        std::string all;
        for (std::size_t row = 0; row < 3; ++row) {
            all += std::string(text_at(taken.value().batches()[0].court, row).value_or("-")) + " ";
        }
        return all;
    };
    EXPECT_EQ(courts(batch), "wiwb - wiwd ");
    batch.children[0].null_count = 1;
    EXPECT_EQ(courts(batch), "wiwb - wiwd ");

    batch = roster({"wiwb", "x", "wiwd"});
    batch.children[0].buffers[0] = producer::bytes{0};
    batch.children[0].null_count = 0;  // no nulls, whatever the bits are
    EXPECT_EQ(courts(batch), "wiwb x wiwd ");
    batch.children[0].buffers[0] = std::nullopt;
    batch.children[0].null_count = -1;
    EXPECT_EQ(courts(batch), "wiwb x wiwd ");
}

TEST(ArrowSlices, NothingMayLieNowhere) {
    std::vector<std::pair<std::string, std::size_t>> formats = {{"u", 3}, {"U", 3}, {"vu", 3}};
    for (const auto& [format, buffers] : formats) {
        for (const std::int64_t offset : {0, 5}) {
            node column;
            column.name = "court";
            column.format = format;
            column.offset = offset;
            column.buffers.resize(buffers);
            releases counted;
            const auto taken = take<roster_columns>(producer::table({column}, 0), counted);
            ASSERT_TRUE(taken.has_value()) << format << ": " << to_text(taken.error());
            EXPECT_EQ(taken.value().rows(), 0U);
            EXPECT_EQ(taken.value().batches().size(), 1U);

            node indices = column;
            indices.format = "i";
            indices.buffers.resize(2);
            indices.dictionary.push_back(column);
            releases counted_again;
            EXPECT_TRUE(take<roster_columns>(producer::table({indices}, 0), counted_again).has_value())
                << format;
        }
    }
    // Empty texts need no bytes.
    for (const std::string format : {"u", "U"}) {
        node batch = roster({"", "", ""}, format);
        batch.children[0].buffers[2] = std::nullopt;
        releases counted;
        const auto taken = take<roster_columns>(batch, counted);
        ASSERT_TRUE(taken.has_value());
        EXPECT_EQ(text_at(taken.value().batches()[0].court, 2), "");
    }
    node short_views = roster({"a", "b"}, "vu");
    short_views.children[0].buffers = {std::nullopt, short_views.children[0].buffers[1], std::nullopt};
    releases counted;
    EXPECT_TRUE(take<roster_columns>(short_views, counted).has_value());
}

// ---- Columns and their types

TEST(ArrowColumns, AreFoundByNameInAnyOrder) {
    const auto column = [](const char* name, const char* value) {
        return named(name, producer::plain_texts("u", {value}));
    };
    releases counted;
    const auto taken =
        take<roster_columns>(producer::table({column("x", "1"), column("login", "jdoe"), column("y", "\xFF"),
                                              column("court", "wiwb"), column("x", "2"), column("", "3")},
                                             1),
                             counted);
    ASSERT_TRUE(taken.has_value()) << to_text(taken.error());
    EXPECT_EQ(taken.value().unknown_columns(), (std::vector<std::string>{"x", "y", ""}));
    const roster_columns& table = taken.value().batches()[0];
    EXPECT_EQ(text_at(table.court, 0), "wiwb");
    EXPECT_EQ(text_at(table.login, 0), "jdoe");
    EXPECT_TRUE(table.central_id.is_absent());
}

TEST(ArrowColumns, ThatAreMissingOrStandTwiceAreNamed) {
    const auto column = [](const char* name) { return named(name, producer::plain_texts("u", {"v"})); };
    const arrow_error missing =
        refusal<link_columns>(producer::table({column("court"), column("login"), column("linked")}, 1));
    EXPECT_EQ(to_text(missing), "links.central_id: is missing; found \"court\", \"login\", \"linked\"");
    const arrow_error none = refusal<roster_columns>(producer::table({}, 1));
    EXPECT_EQ(to_text(none), "roster.court: is missing; found no column");
    const arrow_error twice =
        refusal<roster_columns>(producer::table({column("court"), column("login"), column("login")}, 1));
    EXPECT_EQ(to_text(twice), "roster.login: stands twice; expected once");
}

/// The formats that a column may have by the reference; dictionaries apart.
std::set<std::string> accepted(std::size_t kind, bool date, bool only_date) {
    const std::set<std::string> numbers(integer_formats.begin(), integer_formats.end());
    const std::set<std::string> instants = {
        "tss:", "tsm:", "tsu:", "tsn:", "tss:UTC", "tsm:Europe/Paris", "tsu:+02:00", "tsn:America/Menominee"};
    std::set<std::string> times = only_date ? std::set<std::string>{} : instants;
    if (date || only_date) {
        times.insert("tdD");
    }
    return kind == 0   ? std::set<std::string>{"u", "U", "vu"}
           : kind == 1 ? times
           : kind == 2 ? numbers
                       : std::set<std::string>{"b"};
}

template <class Table>
void check_types() {
    const std::vector<std::string> formats = {"u",
                                              "U",
                                              "vu",
                                              "tss:",
                                              "tsm:",
                                              "tsu:",
                                              "tsn:",
                                              "tss:UTC",
                                              "tsm:Europe/Paris",
                                              "tsu:+02:00",
                                              "tsn:America/Menominee",
                                              "tdD",
                                              "c",
                                              "C",
                                              "s",
                                              "S",
                                              "i",
                                              "I",
                                              "l",
                                              "L",
                                              "b",
                                              "n",
                                              "e",
                                              "f",
                                              "g",
                                              "z",
                                              "Z",
                                              "vz",
                                              "d:19",
                                              "d:19,10,256",
                                              "w:42",
                                              "tdm",
                                              "tts",
                                              "ttu",
                                              "tDs",
                                              "tiM",
                                              "+l",
                                              "+L",
                                              "+vl",
                                              "+w:3",
                                              "+s",
                                              "+m",
                                              "+ud:0",
                                              "+r",
                                              "tss",
                                              "ts",
                                              "",
                                              "uu",
                                              "u ",
                                              " u",
                                              "TDD",
                                              "\xFFu",
                                              "tsx:UTC"};
    for (const auto& wanted : columns_of<Table>) {
        for (const std::string& format : formats) {
            std::vector<node> columns;
            for (const auto& column : columns_of<Table>) {
                node made;
                made.name = std::string(column.name);
                const bool is_text = column.member.index() == 0;
                made.format = column.name == wanted.name
                                  ? format
                                  : std::array{"u", column.takes_only_date ? "tdD" : "tsu:UTC", "l", "b"}.at(
                                        column.member.index());
                made.buffers.resize(column.name == wanted.name ? (wanted.member.index() == 0 ? 3 : 2)
                                                               : (is_text ? 3 : 2));
                columns.push_back(std::move(made));
            }
            const node batch = producer::table(columns, 0);
            if (accepted(wanted.member.index(), wanted.takes_date, wanted.takes_only_date).contains(format)) {
                releases counted;
                const auto taken = take<Table>(batch, counted);
                EXPECT_TRUE(taken.has_value()) << format << ": " << to_text(taken.error());
            } else {
                const arrow_error trouble = refusal<Table>(batch);
                EXPECT_EQ(trouble.column, std::string(table_name<Table>) + '.' + std::string(wanted.name))
                    << format;
                EXPECT_TRUE(trouble.message.starts_with(
                    "has the format \"" + (format == "\xFFu" ? "?u" : format) + "\"; expected "))
                    << trouble.message;
            }
        }
    }
}

TEST(ArrowColumns, TakeTheirTypesAndRefuseOthersByName) {
    check_types<central_account_columns>();
    check_types<court_account_columns>();
    check_types<link_columns>();
    check_types<tombstone_columns>();
    check_types<roster_columns>();
}

TEST(ArrowColumns, SayWhatTheyTake) {
    const auto message = [](const char* name, const std::string& format) {
        std::vector<node> columns;
        for (const auto& column : columns_of<court_account_columns>) {
            node made;
            made.name = std::string(column.name);
            made.format =
                column.name == name ? format : std::array{"u", "tsu:UTC", "l", "b"}.at(column.member.index());
            made.buffers.resize(column.member.index() == 0 ? 3 : 2);
            columns.push_back(std::move(made));
        }
        return to_text(refusal<court_account_columns>(producer::table(columns, 0)));
    };
    EXPECT_EQ(message("login", "z"),
              "court_accounts.login: has the format \"z\"; expected utf8 (u), large utf8 (U), utf8 view "
              "(vu), or a dictionary of one of these with an "
              "integer index");
    EXPECT_EQ(message("opened", "tdm"),
              "court_accounts.opened: has the format \"tdm\"; expected date32 (tdD), timestamp in seconds "
              "(tss:), timestamp in milliseconds (tsm:), "
              "timestamp in microseconds (tsu:), timestamp in nanoseconds (tsn:)");
    EXPECT_EQ(message("link_locked", "C"),
              "court_accounts.link_locked: has the format \"C\"; expected boolean (b)");
}

TEST(ArrowColumns, RefuseDictionariesOfAnythingButTexts) {
    const node good = roster({"wiwb", "wiwd"});
    const auto message = [](node column) {
        column.name = "court";
        const arrow_error trouble = refusal<roster_columns>(producer::table({std::move(column)}, 2));
        return trouble.column + ": " + trouble.message.substr(0, trouble.message.find(';'));
    };
    const auto dictionary = [](const std::string& index_format, const std::string& format) {
        node column = producer::dictionary_texts("i", "u", {"a", "b"});
        column.format = index_format;
        column.dictionary[0].format = format;
        return column;
    };
    for (const std::string format : {"z", "i", "b", "+s", "+r", "tsu:UTC", "tdD", ""}) {
        EXPECT_EQ(message(dictionary("i", format)),
                  "roster.court: is a dictionary of the format \"" + format + '"');
    }
    for (const std::string format : {"f", "b", "u", "tdD", "tsu:", "+s", ""}) {
        EXPECT_EQ(message(dictionary(format, "u")),
                  "roster.court: has dictionary indices of the format \"" + format + '"');
    }
    node nested = dictionary("i", "u");
    nested.dictionary[0].dictionary.push_back(dictionary("i", "u").dictionary[0]);
    EXPECT_EQ(message(nested), "roster.court: is a dictionary of a dictionary");

    // Nor may anything but a text be one.
    for (const std::string name : {"linked_at", "state"}) {
        std::vector<node> columns;
        for (const auto& column : columns_of<link_columns>) {
            node made = column.name == name          ? producer::dictionary_texts("i", "u", {"a", "b"})
                        : column.member.index() == 0 ? producer::plain_texts("u", {"a", "b"})
                                                     : producer::numbers("tsu:", {1, 2});
            made.name = std::string(column.name);
            columns.push_back(std::move(made));
        }
        releases counted;
        const auto taken = take<link_columns>(producer::table(columns, 2), counted);
        EXPECT_EQ(taken.has_value(), name == "state");
        if (!taken.has_value()) {
            EXPECT_EQ(taken.error().column, "links.linked_at");
            EXPECT_TRUE(
                taken.error().message.starts_with("is a dictionary of the format \"u\"; expected timestamp"))
                << taken.error().message;
        }
    }
}

// ---- Hostile arrays

/// Writes over what a buffer holds.
template <class T>
void poke(const ArrowArray& array, std::size_t buffer, std::size_t index, T value) {
    auto* const bytes = static_cast<std::uint8_t*>(const_cast<void*>(array.buffers[buffer]));
    std::memcpy(bytes + index * sizeof(T), &value, sizeof value);
}

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::optional<std::uint64_t> no_row = std::nullopt;

/// One way to break the column "court", of four rows behind one of another slice: "x", then the
/// ones of hostile_texts.
struct mutation {
    const char* name;
    const char* format;  ///< of the texts; with a dictionary, "i:" before it
    std::function<void(ArrowSchema&, ArrowArray&)> change;
    bool layout_sees_it;
    const char* column;
    std::optional<std::uint64_t> row;
    const char* message;  ///< a part of it
};

const texts hostile_texts = {"x", "first", "second text is longer", std::nullopt, "the fourth text, too"};

node hostile_batch(const std::string& format) {
    node column = format.starts_with("i:") ? producer::dictionary_texts("i", format.substr(2), hostile_texts)
                                           : producer::plain_texts(format, hostile_texts);
    column.name = "court";
    column.offset = 1;
    column.length = 4;
    return producer::table({column}, 4);
}

ArrowArray& court(ArrowArray& batch) { return *batch.children[0]; }
ArrowArray& dictionary(ArrowArray& batch) { return *batch.children[0]->dictionary; }

const std::vector<mutation> mutations = {
    // The batch.
    {"released schema", "u", [](ArrowSchema& s, ArrowArray&) { s.release(&s); }, true, "roster", no_row, "has a schema that has been released"},
    {"released array", "u", [](ArrowSchema&, ArrowArray& a) { a.release(&a); }, true, "roster", no_row, "has an array that has been released"},
    {"no struct", "u", [](ArrowSchema& s, ArrowArray&) { s.format = "u"; }, true, "roster", no_row, "has the format \"u\"; expected a struct (+s)"},
    {"null format of the struct", "u", [](ArrowSchema& s, ArrowArray&) { s.format = nullptr; }, true, "roster", no_row, "has the format null; expected a struct"},
    {"unknown flag of the struct", "u", [](ArrowSchema& s, ArrowArray&) { s.flags = 8; }, true, "roster", no_row, "flags that this version does not know: 8"},
    {"negative children of the schema", "u", [](ArrowSchema& s, ArrowArray&) { s.n_children = -1; }, true, "roster", no_row, "number of columns: -1; expected 0 to"},
    {"most children of the schema", "u", [](ArrowSchema& s, ArrowArray&) { s.n_children = most; }, true, "roster", no_row, "number of columns: 9223372036854775807"},
    {"null list of schemas", "u", [](ArrowSchema& s, ArrowArray&) { s.children = nullptr; }, true, "roster", no_row, "has a schema with a null list of columns"},
    {"null schema of a column", "u", [](ArrowSchema& s, ArrowArray&) { s.children[0] = nullptr; }, true, "roster", no_row, "has no schema for column 0"},
    {"released schema of a column", "u", [](ArrowSchema& s, ArrowArray&) { s.children[0]->release = nullptr; }, true, "roster", no_row,
     "has no schema for column 0"},
    {"null name", "u", [](ArrowSchema& s, ArrowArray&) { s.children[0]->name = nullptr; }, true, "roster.court", no_row, "is missing; found null"},
    {"negative length of the batch", "u", [](ArrowSchema&, ArrowArray& a) { a.length = -1; }, true, "roster", no_row, "has the length -1; expected 0 to "},
    {"longest length of the batch", "u", [](ArrowSchema&, ArrowArray& a) { a.length = most; }, true, "roster", no_row, "has the length 9223372036854775807"},
    {"negative offset of the batch", "u", [](ArrowSchema&, ArrowArray& a) { a.offset = -8; }, true, "roster", no_row, "has the offset -8; expected 0 to "},
    {"offset of the batch that overflows", "u", [](ArrowSchema&, ArrowArray& a) { a.offset = most - 1; }, true, "roster", no_row,
     "has the offset 9223372036854775806"},
    {"batch longer than its column", "u", [](ArrowSchema&, ArrowArray& a) { a.length = 5; }, true, "roster.court", no_row, "has the length 4; expected at least 5"},
    {"batch that begins in its column", "u", [](ArrowSchema&, ArrowArray& a) { a.offset = 1; }, true, "roster.court", no_row,
     "has the length 4; expected at least 5"},
    {"nulls of the batch without bits", "u", [](ArrowSchema&, ArrowArray& a) { a.null_count = 1; }, true, "roster", no_row, "validity (buffer 0) is null"},
    {"no buffers of the batch", "u", [](ArrowSchema&, ArrowArray& a) { a.n_buffers = 0; }, true, "roster", no_row, "number of buffers: 0; expected 1"},
    {"null buffers of the batch", "u", [](ArrowSchema&, ArrowArray& a) { a.buffers = nullptr; }, true, "roster", no_row, "has a null list of buffers"},
    {"too few children", "u", [](ArrowSchema&, ArrowArray& a) { a.n_children = 0; }, true, "roster", no_row, "number of children: 0; expected 1"},
    {"too many children", "u", [](ArrowSchema&, ArrowArray& a) { a.n_children = 2; }, true, "roster", no_row, "number of children: 2; expected 1"},
    {"negative children", "u", [](ArrowSchema&, ArrowArray& a) { a.n_children = -1; }, true, "roster", no_row, "number of children: -1; expected 1"},
    {"null list of children", "u", [](ArrowSchema&, ArrowArray& a) { a.children = nullptr; }, true, "roster", no_row, "has a null list of children"},
    {"null child", "u", [](ArrowSchema&, ArrowArray& a) { a.children[0] = nullptr; }, true, "roster.court", no_row, "has no array"},
    {"released child", "u", [](ArrowSchema&, ArrowArray& a) { a.children[0]->release = nullptr; }, true, "roster.court", no_row, "has no array"},
    {"dictionary of the batch", "u", [](ArrowSchema&, ArrowArray& a) { a.dictionary = a.children[0]; }, true, "roster", no_row, "has a dictionary"},

    // The column as such.
    {"null format", "u", [](ArrowSchema& s, ArrowArray&) { s.children[0]->format = nullptr; }, true, "roster.court", no_row, "has the format null; expected utf8"},
    {"unknown flag", "u", [](ArrowSchema& s, ArrowArray&) { s.children[0]->flags = 8 | 2; }, true, "roster.court", no_row, "flags that this version does not know: 10"},
    {"negative flags", "u", [](ArrowSchema& s, ArrowArray&) { s.children[0]->flags = least; }, true, "roster.court", no_row, "flags that this version does not know"},
    {"schema with children", "u", [](ArrowSchema& s, ArrowArray&) { s.children[0]->n_children = 1; }, true, "roster.court", no_row, "number of children: 1; expected 0"},
    {"array with children", "u", [](ArrowSchema&, ArrowArray& a) { court(a).n_children = 1; }, true, "roster.court", no_row, "number of children: 1; expected 0"},
    {"negative length", "u", [](ArrowSchema&, ArrowArray& a) { court(a).length = -4; }, true, "roster.court", no_row, "has the length -4"},
    {"least length", "u", [](ArrowSchema&, ArrowArray& a) { court(a).length = least; }, true, "roster.court", no_row, "has the length -9223372036854775808"},
    {"longest length", "u", [](ArrowSchema&, ArrowArray& a) { court(a).length = most; }, true, "roster.court", no_row, "has the length 9223372036854775807"},
    {"length whose bytes overflow", "vu", [](ArrowSchema&, ArrowArray& a) { court(a).length = most / 32 + 2; }, true, "roster.court", no_row, "has the length "},
    {"negative offset", "u", [](ArrowSchema&, ArrowArray& a) { court(a).offset = -1; }, true, "roster.court", no_row, "has the offset -1"},
    {"longest offset", "u", [](ArrowSchema&, ArrowArray& a) { court(a).offset = most; }, true, "roster.court", no_row, "has the offset 9223372036854775807"},
    {"too short", "u", [](ArrowSchema&, ArrowArray& a) { court(a).length = 3; }, true, "roster.court", no_row, "has the length 3; expected at least 4"},
    {"null count below -1", "u", [](ArrowSchema&, ArrowArray& a) { court(a).null_count = -2; }, true, "roster.court", no_row, "has the null count -2; expected -1 to 4"},
    {"more nulls than rows", "u", [](ArrowSchema&, ArrowArray& a) { court(a).null_count = 5; }, true, "roster.court", no_row, "has the null count 5; expected -1 to 4"},
    {"nulls without bits", "u",
     [](ArrowSchema&, ArrowArray& a) {
         court(a).null_count = 1;
         court(a).buffers[0] = nullptr;
     },
     true, "roster.court", no_row, "validity (buffer 0) is null"},
    {"two buffers", "u", [](ArrowSchema&, ArrowArray& a) { court(a).n_buffers = 2; }, true, "roster.court", no_row, "number of buffers: 2; expected 3"},
    {"four buffers", "U", [](ArrowSchema&, ArrowArray& a) { court(a).n_buffers = 4; }, true, "roster.court", no_row, "number of buffers: 4; expected 3"},
    {"negative buffers", "u", [](ArrowSchema&, ArrowArray& a) { court(a).n_buffers = -3; }, true, "roster.court", no_row, "number of buffers: -3; expected 3"},
    {"two buffers of views", "vu", [](ArrowSchema&, ArrowArray& a) { court(a).n_buffers = 2; }, true, "roster.court", no_row, "number of buffers: 2; expected at least 3"},
    {"most buffers of views", "vu", [](ArrowSchema&, ArrowArray& a) { court(a).n_buffers = most; }, true, "roster.court", no_row, "expected at least 3"},
    {"null list of buffers", "u", [](ArrowSchema&, ArrowArray& a) { court(a).buffers = nullptr; }, true, "roster.court", no_row, "has a null list of buffers"},
    {"null offsets", "u", [](ArrowSchema&, ArrowArray& a) { court(a).buffers[1] = nullptr; }, true, "roster.court", no_row, "has rows, but buffer 1 is null"},
    {"null bytes", "U", [](ArrowSchema&, ArrowArray& a) { court(a).buffers[2] = nullptr; }, true, "roster.court", no_row, "has texts, but buffer 2 is null"},
    {"null views", "vu", [](ArrowSchema&, ArrowArray& a) { court(a).buffers[1] = nullptr; }, true, "roster.court", no_row, "has rows, but buffer 1 is null"},
    {"null sizes of buffers", "vu", [](ArrowSchema&, ArrowArray& a) { court(a).buffers[4] = nullptr; }, true, "roster.court", no_row, "the last buffer"},
    {"null buffer of views", "vu", [](ArrowSchema&, ArrowArray& a) { court(a).buffers[2] = nullptr; }, true, "roster.court", no_row,
     "has the buffer 0 for views of 21 bytes, but it is null"},
    {"negative size", "vu", [](ArrowSchema&, ArrowArray& a) { poke<std::int64_t>(court(a), 4, 1, -20); }, true, "roster.court", no_row,
     "has the buffer 1 for views of -20 bytes; expected 0 or more"},
    {"dictionary that the schema does not have", "u", [](ArrowSchema&, ArrowArray& a) { court(a).dictionary = &a; }, true, "roster.court", no_row,
     "has a dictionary; its schema has none"},

    // Texts between offsets. Row 0 of the batch lies between the offsets 1 and 2.
    {"offsets out of order", "u", [](ArrowSchema&, ArrowArray& a) { poke<std::int32_t>(court(a), 1, 2, 0); }, false, "roster.court", 0, "has the offsets 1 and 0"},
    {"large offsets out of order", "U", [](ArrowSchema&, ArrowArray& a) { poke<std::int64_t>(court(a), 1, 3, 2); }, false, "roster.court", 1,
     "has the offsets 6 and 2; expected rising ones from 0 to the last one, 49"},
    {"offsets out of order at a null", "u", [](ArrowSchema&, ArrowArray& a) { poke<std::int32_t>(court(a), 1, 4, 26); }, false, "roster.court", 2,
     "has the offsets 27 and 26"},
    {"negative offsets", "u", [](ArrowSchema&, ArrowArray& a) { poke<std::int32_t>(court(a), 1, 1, -1); }, false, "roster.court", 0, "has the offsets -1 and 6"},
    {"offset beyond the last", "u", [](ArrowSchema&, ArrowArray& a) { poke<std::int32_t>(court(a), 1, 3, 50); }, false, "roster.court", 1, "has the offsets 6 and 50"},
    {"large offset beyond the last", "U", [](ArrowSchema&, ArrowArray& a) { poke<std::int64_t>(court(a), 1, 2, most); }, false, "roster.court", 0,
     "has the offsets 1 and 9223372036854775807"},
    {"negative last offset", "U", [](ArrowSchema&, ArrowArray& a) { poke<std::int64_t>(court(a), 1, 5, least); }, false, "roster.court", 0, "to the last one, -9223"},
    {"no UTF-8", "u", [](ArrowSchema&, ArrowArray& a) { poke<std::uint8_t>(court(a), 2, 8, 0x80); }, false, "roster.court", 1, "is not well-formed UTF-8: \"se?ond text"},
    {"half a character at an end", "U", [](ArrowSchema&, ArrowArray& a) { poke<std::uint8_t>(court(a), 2, 5, 0xC3); }, false, "roster.court", 0, "is not well-formed UTF-8"},
    {"a character across two texts", "u",
     [](ArrowSchema&, ArrowArray& a) {
         poke<std::uint8_t>(court(a), 2, 5, 0xC3);
         poke<std::uint8_t>(court(a), 2, 6, 0xBC);
     },
     false, "roster.court", 0, "is not well-formed UTF-8"},

    // Views. Row 1 points into buffer 0, row 3 into buffer 1; each view is four int32.
    {"negative length of a view", "vu", [](ArrowSchema&, ArrowArray& a) { poke<std::int32_t>(court(a), 1, 4, -5); }, false, "roster.court", 0, "has a view of the length -5"},
    {"longest view", "vu", [](ArrowSchema&, ArrowArray& a) { poke<std::int32_t>(court(a), 1, 8, INT32_MAX); }, false, "roster.court", 1,
     "has a view of 2147483647 bytes from byte 0 on of buffer 0; expected to end within its 21 bytes"},
    {"view one byte too long", "vu", [](ArrowSchema&, ArrowArray& a) { poke<std::int32_t>(court(a), 1, 8, 22); }, false, "roster.court", 1, "expected to end within its 21"},
    {"negative buffer of a view", "vu", [](ArrowSchema&, ArrowArray& a) { poke<std::int32_t>(court(a), 1, 10, -1); }, false, "roster.court", 1, "has a view into the buffer -1"},
    {"view beyond the buffers", "vu", [](ArrowSchema&, ArrowArray& a) { poke<std::int32_t>(court(a), 1, 18, 2); }, false, "roster.court", 3,
     "has a view into the buffer 2; expected one of 2, from 0"},
    {"negative offset of a view", "vu", [](ArrowSchema&, ArrowArray& a) { poke<std::int32_t>(court(a), 1, 11, -1); }, false, "roster.court", 1, "from byte -1 on"},
    {"view from beyond its buffer", "vu", [](ArrowSchema&, ArrowArray& a) { poke<std::int32_t>(court(a), 1, 19, INT32_MAX); }, false, "roster.court", 3, "from byte 2147483647"},
    {"prefix of another text", "vu", [](ArrowSchema&, ArrowArray& a) { poke<std::uint8_t>(court(a), 1, 36, 'S'); }, false, "roster.court", 1, "first four bytes"},
    {"no UTF-8 in a view", "vu", [](ArrowSchema&, ArrowArray& a) { poke<std::uint8_t>(court(a), 1, 21, 0xFF); }, false, "roster.court", 0, "is not well-formed UTF-8"},
    {"no UTF-8 behind a view", "vu", [](ArrowSchema&, ArrowArray& a) { poke<std::uint8_t>(court(a), 3, 19, 0xE2); }, false, "roster.court", 3, "is not well-formed UTF-8"},

    // Dictionaries: two texts of another slice, one of nobody, a null, "x", "first", "second text
    // is longer" and "the fourth text, too".
    {"missing dictionary", "i:u", [](ArrowSchema&, ArrowArray& a) { court(a).dictionary = nullptr; }, true, "roster.court", no_row, "has no dictionary; its schema has one"},
    {"released dictionary", "i:u", [](ArrowSchema&, ArrowArray& a) { dictionary(a).release = nullptr; }, true, "roster.court dictionary", no_row, "has no array"},
    {"index beyond the dictionary", "i:u", [](ArrowSchema&, ArrowArray& a) { poke<std::int32_t>(court(a), 1, 2, 6); }, false, "roster.court", 1,
     "has the dictionary index 6; expected one of 6, from 0"},
    {"negative index", "i:vu", [](ArrowSchema&, ArrowArray& a) { poke<std::int32_t>(court(a), 1, 4, -1); }, false, "roster.court", 3, "has the dictionary index -1"},
    {"dictionary of nothing", "i:U", [](ArrowSchema&, ArrowArray& a) { dictionary(a).length = 0; }, false, "roster.court", 0, "expected one of 0, from 0"},
    {"null indices", "i:u", [](ArrowSchema&, ArrowArray& a) { court(a).buffers[1] = nullptr; }, true, "roster.court", no_row, "has rows, but buffer 1 is null"},
    {"three buffers of indices", "i:u", [](ArrowSchema&, ArrowArray& a) { court(a).n_buffers = 3; }, true, "roster.court", no_row, "number of buffers: 3; expected 2"},
    {"negative length of a dictionary", "i:u", [](ArrowSchema&, ArrowArray& a) { dictionary(a).length = -1; }, true, "roster.court dictionary", no_row, "has the length -1"},
    {"longest dictionary", "i:u", [](ArrowSchema&, ArrowArray& a) { dictionary(a).length = most; }, true, "roster.court dictionary", no_row, "has the length 92233"},
    {"offset of a dictionary", "i:u", [](ArrowSchema&, ArrowArray& a) { dictionary(a).offset = most; }, true, "roster.court dictionary", no_row, "has the offset 92233"},
    {"nulls of a dictionary without bits", "i:u",
     [](ArrowSchema&, ArrowArray& a) {
         dictionary(a).null_count = 1;
         dictionary(a).buffers[0] = nullptr;
     },
     true, "roster.court dictionary", no_row, "validity (buffer 0) is null"},
    {"null texts of a dictionary", "i:u", [](ArrowSchema&, ArrowArray& a) { dictionary(a).buffers[2] = nullptr; }, true, "roster.court dictionary", no_row, "buffer 2 is null"},
    {"offsets of a dictionary out of order", "i:U", [](ArrowSchema&, ArrowArray& a) { poke<std::int64_t>(dictionary(a), 1, 6, 3); }, false, "roster.court dictionary", 3,
     "has the offsets "},
    {"no UTF-8 in a dictionary", "i:u", [](ArrowSchema&, ArrowArray& a) { poke<std::uint8_t>(dictionary(a), 2, 54, 0xC0); }, false, "roster.court dictionary", 3,
     "is not well-formed UTF-8"},
    {"views of a dictionary beyond their buffer", "i:vu", [](ArrowSchema&, ArrowArray& a) { poke<std::int32_t>(dictionary(a), 1, 11, 1000); }, false,
     "roster.court dictionary", 0, "from byte 1000 on"},
    {"unknown flag of a dictionary", "i:u", [](ArrowSchema& s, ArrowArray&) { s.children[0]->dictionary->flags = 16; }, true, "roster.court dictionary", no_row, "flags"},
    {"dictionary with children", "i:u", [](ArrowSchema&, ArrowArray& a) { dictionary(a).n_children = 3; }, true, "roster.court dictionary", no_row, "number of children: 3"},
    {"dictionary of a dictionary", "i:u", [](ArrowSchema&, ArrowArray& a) { dictionary(a).dictionary = &dictionary(a); }, true, "roster.court dictionary", no_row,
     "has a dictionary; its schema has none"},
};

TEST(HostileArrow, IsRefusedWithColumnAndRow) {
    for (const std::string format : {"u", "U", "vu", "i:u", "i:U", "i:vu"}) {
        releases counted;
        ASSERT_TRUE(take<roster_columns>(hostile_batch(format), counted).has_value())
            << "what is broken below is sound as it stands";
    }
    std::set<std::string> names;
    for (const mutation& broken : mutations) {
        SCOPED_TRACE(broken.name);
        EXPECT_TRUE(names.insert(broken.name).second);
        const arrow_error trouble =
            refusal<roster_columns>(hostile_batch(broken.format), arrow_check::full, broken.change);
        EXPECT_EQ(trouble.column, broken.column) << to_text(trouble);
        EXPECT_EQ(trouble.row, broken.row) << to_text(trouble);
        EXPECT_NE(trouble.message.find(broken.message), std::string::npos) << to_text(trouble);

        releases counted;
        const bool is_taken =
            take<roster_columns>(hostile_batch(broken.format), counted, arrow_check::layout, broken.change)
                .has_value();
        EXPECT_NE(is_taken, broken.layout_sees_it) << "looking at types, lengths and buffers alone";
        expect_released(counted, 1, 1);
    }
}

TEST(HostileArrow, IsFoundInEveryRow) {
    // Around the ends of the stretches in which offsets and bytes are looked at together.
    for (const std::string format : text_formats) {
        for (const std::size_t row : {0U, 1U, 1022U, 1023U, 1024U, 1025U, 2047U, 2048U, 2499U}) {
            texts values(2500,
                         "\xC3\xBC"
                         "ber allen Wipfeln");
            values[row] = "un\xFF";
            EXPECT_EQ(refusal<roster_columns>(roster(values, format)).row, row) << format;
            std::fill(values.begin(), values.end(), "ordinary");
            values[row] = "\xC3";
            EXPECT_EQ(refusal<roster_columns>(roster(values, format)).row, row) << format;
        }
    }
    for (const std::string index_format : integer_formats) {
        const std::size_t rows = 100;
        node batch = producer::table(
            {named("court", producer::dictionary_texts(index_format, "u", texts(rows, "wiwb")))},
            static_cast<std::int64_t>(rows));
        // the last byte of the last index: beyond the dictionary in every type
        batch.children[0].buffers[1]->back() = 0x70;
        const arrow_error trouble = refusal<roster_columns>(batch);
        EXPECT_EQ(trouble.row, rows - 1) << index_format;
        EXPECT_EQ(trouble.column, "roster.court");
        if (std::islower(index_format[0]) != 0) {
            batch.children[0].buffers[1]->back() = 0x80;
            EXPECT_NE(refusal<roster_columns>(batch).message.find("index -"), std::string::npos)
                << index_format;
        }
    }
}

TEST(HostileArrow, IsFoundWhereAllIsAsciiAndInOrder) {
    const auto message = [](const node& batch, std::size_t offset, std::int32_t value) {
        return to_text(refusal<roster_columns>(batch, arrow_check::full, [&](ArrowSchema&, ArrowArray& a) {
            poke(court(a), 1, offset, value);
        }));
    };
    node batch = roster({"aa", "bb", "cc", "dd"});
    EXPECT_EQ(
        message(batch, 0, -1),
        "roster.court: row 0: has the offsets -1 and 2; expected rising ones from 0 to the last one, 8");
    batch.length = 3;  // the last offset is not one of the rows
    EXPECT_EQ(message(batch, 4, 5),
              "roster.court: row 2: has the offsets 4 and 6; expected rising ones from 0 to the last one, 5");
}

TEST(HostileArrow, IsNotSeenUnderNulls) {
    node batch = roster({"wiwb", "\xFF", "wiwd"});
    EXPECT_EQ(refusal<roster_columns>(batch).row, 1U);
    batch.buffers[0] = producer::pack_bits({true, false, true});  // the row as a whole is null
    batch.null_count = 1;
    releases counted;
    EXPECT_TRUE(take<roster_columns>(batch, counted).has_value());
}

TEST(HostileArrow, ShowsLittleOfWhatItIs) {
    const arrow_error long_one = refusal<roster_columns>(roster({std::string(1000, 'a') + "\xFF"}));
    EXPECT_EQ(long_one.message, "is not well-formed UTF-8: \"" + std::string(40, 'a') + "...\"");
    const arrow_error controls = refusal<roster_columns>(roster({"a\n\x1B[31m\x7F\xC3"}));
    EXPECT_EQ(controls.message, "is not well-formed UTF-8: \"a??[31m??\"");
    const arrow_error cut = refusal<roster_columns>(roster({std::string(39, 'a') + "\xC3\xBC and \xFF"}));
    EXPECT_EQ(cut.message, "is not well-formed UTF-8: \"" + std::string(39, 'a') + "...\"")
        << "no half character";

    node column = producer::plain_texts("u", {"wiwb"});
    column.name = "\xFF\n";
    releases counted;
    const auto taken = take<roster_columns>(producer::table({named("court", column), column}, 1), counted);
    ASSERT_TRUE(taken.has_value());
    EXPECT_EQ(taken.value().unknown_columns(), std::vector<std::string>{"??"});
}

// ---- Ownership and streams

TEST(ArrowBatches, StayWhereTheyAreWhenMoved) {
    releases counted;
    {
        texts values = {"wiwb", std::nullopt, "a court with a long name"};
        node batch = roster(values, "vu");
        batch.buffers[0] = producer::pack_bits({false, true, true});
        batch.null_count = 1;
        auto taken = take<roster_columns>(batch, counted);
        ASSERT_TRUE(taken.has_value());
        arrow_batches<roster_columns> moved = std::move(taken).value();
        releases counted_other;
        auto other = take<roster_columns>(roster({"other"}), counted_other);
        ASSERT_TRUE(other.has_value());
        std::swap(moved, other.value());
        moved = std::move(other).value();
        expect_released(counted, 1, 0);
        EXPECT_EQ(moved.rows(), 3U);
        EXPECT_EQ(text_at(moved.batches()[0].court, 0), std::nullopt);
        EXPECT_EQ(text_at(moved.batches()[0].court, 1), std::nullopt);
        EXPECT_EQ(text_at(moved.batches()[0].court, 2), values[2]);
    }
    expect_released(counted, 1, 1);
}

result<arrow_batches<roster_columns>, arrow_error> take_stream(
    producer::stream_description described, releases& counted,
    const std::function<void(ArrowArrayStream&)>& change = {}) {
    described.schema = roster({});
    ArrowArrayStream stream;
    make(std::move(described), stream, counted);
    if (change) {
        change(stream);
    }
    auto taken = arrow_batches<roster_columns>::take(&stream);
    EXPECT_EQ(stream.release, nullptr);
    return taken;
}

TEST(ArrowStreams, AreReadToTheirEnd) {
    releases counted;
    {
        const auto taken = take_stream({.batches = {roster({"a", "b"}), roster({}), roster({"c"})}}, counted);
        ASSERT_TRUE(taken.has_value()) << to_text(taken.error());
        EXPECT_EQ(taken.value().rows(), 3U);
        ASSERT_EQ(taken.value().batches().size(), 3U);
        EXPECT_EQ(text_at(taken.value().batches()[0].court, 1), "b");
        EXPECT_EQ(taken.value().batches()[1].rows, 0U);
        EXPECT_EQ(text_at(taken.value().batches()[2].court, 0), "c");
        expect_released(counted, 1, 0, 1);
    }
    expect_released(counted, 1, 3, 1);

    releases counted_empty;
    const auto empty = take_stream({}, counted_empty);
    ASSERT_TRUE(empty.has_value());
    EXPECT_EQ(empty.value().rows(), 0U);
    EXPECT_TRUE(empty.value().batches().empty());
    expect_released(counted_empty, 1, 0, 1);
}

TEST(ArrowStreams, TellWhereAndWhyTheyFail) {
    const std::vector<node> batches = {roster({"a"}), roster({"b"}), roster({"c"})};
    releases counted;
    const auto schema =
        take_stream({.batches = batches, .fails_at = 0, .reason = "the server\nhung up"}, counted);
    ASSERT_FALSE(schema.has_value());
    EXPECT_EQ(
        to_text(schema.error()),
        "roster: comes from a stream whose get_schema failed: Input/output error (5): the server?hung up");
    expect_released(counted, 0, 0, 1);

    for (std::size_t at = 1; at <= 4; ++at) {
        releases counted_batches;
        const auto next =
            take_stream({.batches = batches, .fails_at = at, .reason = nullptr}, counted_batches);
        ASSERT_FALSE(next.has_value());
        EXPECT_EQ(next.error().batch, at - 1);
        EXPECT_EQ(next.error().message, "comes from a stream whose get_next failed: Invalid argument (22)");
        expect_released(counted_batches, 1, static_cast<int>(at) - 1, 1);
    }

    releases counted_bad;
    const auto bad = take_stream(
        {.batches = {roster({"a"}), roster({"b", "c"}), roster({"d", "e", "\xFF"}), roster({"f"})}},
        counted_bad);
    ASSERT_FALSE(bad.has_value());
    EXPECT_EQ(to_text(bad.error()), "roster.court: batch 2: row 2: is not well-formed UTF-8: \"?\"");
    expect_released(counted_bad, 1, 3, 1);
}

TEST(ArrowStreams, MayBeBroken) {
    releases counted;
    EXPECT_FALSE(
        take_stream({}, counted, [](ArrowArrayStream& stream) { stream.get_schema = nullptr; }).has_value());
    EXPECT_FALSE(
        take_stream({}, counted, [](ArrowArrayStream& stream) { stream.get_next = nullptr; }).has_value());
    EXPECT_FALSE(
        take_stream({}, counted, [](ArrowArrayStream& stream) { stream.release(&stream); }).has_value());
    expect_released(counted, 0, 0, 3);

    releases counted_error;
    const auto no_reason = take_stream({.fails_at = 1, .reason = "unheard"}, counted_error,
                                       [](ArrowArrayStream& stream) { stream.get_last_error = nullptr; });
    ASSERT_FALSE(no_reason.has_value());
    EXPECT_EQ(no_reason.error().message, "comes from a stream whose get_next failed: Invalid argument (22)");

    // A schema that was never given, and what a failure leaves behind.
    releases counted_none;
    const auto none = take_stream({}, counted_none, [](ArrowArrayStream& stream) {
        stream.get_schema = [](ArrowArrayStream*, ArrowSchema* out) {
            out->release = nullptr;
            return 0;
        };
    });
    ASSERT_FALSE(none.has_value());
    EXPECT_EQ(none.error().message, "has a schema that has been released");
    const auto left_schema = take_stream({}, counted_none, [](ArrowArrayStream& stream) {
        stream.get_schema = [](ArrowArrayStream*, ArrowSchema* out) {
            out->release = [](ArrowSchema*) {
                ADD_FAILURE() << "what a function that failed left behind is nobody's";
            };
            return ENOMEM;
        };
    });
    ASSERT_FALSE(left_schema.has_value());
    const auto left = take_stream({}, counted_none, [](ArrowArrayStream& stream) {
        stream.get_next = [](ArrowArrayStream*, ArrowArray* out) {
            out->release = [](ArrowArray*) {
                ADD_FAILURE() << "what a function that failed left behind is nobody's";
            };
            return ENOMEM;
        };
    });
    ASSERT_FALSE(left.has_value());
    expect_released(counted_none, 1, 0, 3);
}

// ---- Out

TEST(ArrowExport, IsAStructOfItsOwn) {
    std::vector<std::uint64_t> findings = {0, 1, std::uint64_t{1} << 63, 0xFFFFFFFFFFFFFFFFU};
    std::vector<std::uint8_t> verdicts = {1, 2, 3, 0};
    ArrowSchema schema;
    ArrowArray array;
    export_results(findings, verdicts, &schema, &array);
    const auto meant_findings = std::exchange(findings, {});
    const auto meant_verdicts = std::exchange(verdicts, {});

    EXPECT_STREQ(schema.format, "+s");
    EXPECT_EQ(schema.flags, 0);
    ASSERT_EQ(schema.n_children, 2);
    EXPECT_STREQ(schema.children[0]->name, "findings");
    EXPECT_STREQ(schema.children[0]->format, "L");
    EXPECT_STREQ(schema.children[1]->name, "verdict");
    EXPECT_STREQ(schema.children[1]->format, "C");
    EXPECT_EQ(array.length, 4);
    EXPECT_EQ(array.offset, 0);
    EXPECT_EQ(array.null_count, 0);
    EXPECT_EQ(array.n_buffers, 1);
    EXPECT_EQ(array.buffers[0], nullptr);
    ASSERT_EQ(array.n_children, 2);
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(schema.children[i]->flags, 0) << "not nullable";
        EXPECT_EQ(schema.children[i]->n_children, 0);
        EXPECT_EQ(schema.children[i]->metadata, nullptr);
        EXPECT_EQ(array.children[i]->length, 4);
        EXPECT_EQ(array.children[i]->null_count, 0);
        EXPECT_EQ(array.children[i]->offset, 0);
        EXPECT_EQ(array.children[i]->n_buffers, 2);
        EXPECT_EQ(array.children[i]->buffers[0], nullptr);
    }
    EXPECT_EQ(std::memcmp(array.children[0]->buffers[1], meant_findings.data(), 32), 0);
    EXPECT_EQ(std::memcmp(array.children[1]->buffers[1], meant_verdicts.data(), 4), 0);

    // The structs may be moved, and children out of them.
    ArrowSchema moved_schema = schema;
    ArrowArray moved_array = array;
    ArrowArray child = *moved_array.children[0];
    moved_array.children[0]->release = nullptr;
    ArrowSchema child_schema = *moved_schema.children[1];
    moved_schema.children[1]->release = nullptr;
    moved_array.release(&moved_array);
    EXPECT_EQ(moved_array.release, nullptr);
    moved_schema.release(&moved_schema);
    EXPECT_EQ(moved_schema.release, nullptr);
    EXPECT_EQ(std::memcmp(child.buffers[1], meant_findings.data(), 32), 0);
    child.release(&child);
    EXPECT_EQ(child.release, nullptr);
    EXPECT_STREQ(child_schema.name, "verdict");
    child_schema.release(&child_schema);
    EXPECT_EQ(child_schema.release, nullptr);
}

TEST(ArrowExport, OfNothingIsEmpty) {
    ArrowSchema schema;
    ArrowArray array;
    export_results({}, {}, &schema, &array);
    EXPECT_EQ(array.length, 0);
    EXPECT_EQ(array.children[1]->length, 0);
    array.release(&array);
    schema.release(&schema);
}

}  // namespace
