// ecflink convert: spreadsheets and exports as the tables of a ledger folder.
#include <algorithm>
#include <deque>
#include <filesystem>
#include <map>
#include <set>

#include <fmt/format.h>

#include <ecflink/policies/suggestion.hpp>

#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/json.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/result_options.hpp"
#include "cli/screen.hpp"
#include "cli/text_list.hpp"
#include "convert/conversion.hpp"

namespace ecflink::cli {
namespace {

struct convert_options {
    std::vector<std::string> files;
    std::vector<std::string> as;
    std::string sheet;
    std::vector<std::string> map;
    std::vector<std::string> fill;
    std::vector<std::string> replace;
    std::vector<std::string> empty;
    std::string dates = "iso";
    std::string zone;
    std::string delimiter;
    std::string encoding;
    std::uint64_t header_row = 0;
    std::string out;
    std::string rest;
    bool is_template = false;
    policy_options policies;
    result_options result;
};

std::vector<std::string> table_names() {
    std::vector<std::string> names;
    for (const convert::target_table& table : convert::target_tables()) {
        names.emplace_back(table.name);
    }
    return names;
}

void add_options(command& command, convert_options& options) {
    command.add_option(
        "FILE", "FILE", options.files,
        "spreadsheets (.xlsx, .ods) and texts with a delimiter (.csv, .txt), which may be compressed "
        "(.gz, .zst)");
    command.add_option("--as", "TABLE", options.as,
                       "which table it is: " + or_list(table_names()) +
                           "; of several files or sheets NAME=TABLE, with the name of the file or sheet; may "
                           "be given again (default: the one of its name)");
    command.add_option("--out", "FILE|FOLDER", options.out,
                       "where the table goes, or the folder of several (default: standard output)");
    command.add_option("--map", "NAME=COLUMN", options.map,
                       "what the file calls a column, such as \"PACER ID=central_id\"; names are compared "
                       "without case, blanks, hyphens and underscores; may be given again");
    command.add_option("--fill", "COLUMN=TEXT", options.fill,
                       "a column that the file lacks, and what stands in every row, such as court=wiwb; may "
                       "be given again");
    command.add_option("--replace", "COLUMN:TEXT=WORD", options.replace,
                       "what the file says for a word of a column, such as \"status:T=terminated\"; may be "
                       "given again");
    command.add_option("--empty", "TEXT", options.empty,
                       "a text that says that nothing is there, such as N/A; may be given again");
    command.add_choice(
        "--dates", options.dates, {"us", "day-first", "iso"},
        "how dates such as 03/04/2020 are written: us (the month first) or day-first; iso: "
        "there are none (default: iso). Dates in the cells of a spreadsheet need no such word");
    command.add_option("--zone", "ZONE", options.zone,
                       "the zone of local times, such as America/Chicago (default: of the row's court)");
    command.add_option("--sheet", "NAME", options.sheet, "the one sheet to read (default: all)");
    command.add_number("--header-row", "N", options.header_row, {1, 1'048'576},
                       "the row with the names of columns (default: the first that is not empty)");
    command.add_option(
        "--delimiter", "CHARACTER", options.delimiter,
        "what separates the fields of a text; tab for the tabulator (default: comma, semicolon, "
        "tab or |, whichever the header has most)");
    command.add_choice("--encoding", options.encoding, {"utf-8", "windows-1252"},
                       "the encoding of a text (default: utf-8, or UTF-16 where the file has its mark)");
    command.add_option("--rest", "FILE", options.rest,
                       "write the rows that can be read, and into this file the others as they stand, to be "
                       "mended and converted again; exit status 1. Without it, one such row stops the run");
    command.add_flag("--template", options.is_template,
                     "write empty tables with their header rows instead: those of --as, or all");
    add_policy_options(command, options.policies);
    add_result_options(command, options.result, {"table", "json"});
}

/// "NAME=COLUMN" cut at its last equals sign.
std::pair<std::string, std::string> cut_at_equals(const std::string& option, const std::string& given,
                                                  const std::string& form) {
    const std::size_t equals = given.rfind('=');
    if (equals == std::string::npos || equals == 0) {
        throw usage_failure(fmt::format("{} \"{}\": expected {}", option, given, form));
    }
    return {given.substr(0, equals), given.substr(equals + 1)};
}

void require_column(const std::string& option, const std::string& column) {
    std::set<std::string_view> known;
    for (const convert::target_table& table : convert::target_tables()) {
        for (const convert::target_column& one : table.columns) {
            known.insert(one.name);
        }
    }
    if (!known.contains(column)) {
        const std::vector<std::string_view> all(known.begin(), known.end());
        throw usage_failure(
            fmt::format("{}: no table has a column \"{}\"{}; `ecflink convert --template` lists them", option,
                        column, did_you_mean(suggest(column, all))));
    }
}

convert::conversion_options read_options_of(const convert_options& options) {
    convert::conversion_options made;
    for (const std::string& given : options.map) {
        made.map.push_back(cut_at_equals("--map", given, "NAME=COLUMN, such as \"PACER ID=central_id\""));
        require_column("--map", made.map.back().second);
    }
    for (const std::string& given : options.fill) {
        const std::size_t equals = given.find('=');
        if (equals == std::string::npos) {
            throw usage_failure(
                fmt::format("--fill \"{}\": expected COLUMN=TEXT, such as court=wiwb", given));
        }
        made.fill.emplace_back(given.substr(0, equals), given.substr(equals + 1));
        require_column("--fill", made.fill.back().first);
    }
    for (const std::string& given : options.replace) {
        const auto [left, word] =
            cut_at_equals("--replace", given, "COLUMN:TEXT=WORD, such as \"status:T=terminated\"");
        const std::size_t colon = left.find(':');
        if (colon == std::string::npos) {
            throw usage_failure(fmt::format(
                "--replace \"{}\": expected COLUMN:TEXT=WORD, such as \"status:T=terminated\"", given));
        }
        made.replacements.push_back({left.substr(0, colon), left.substr(colon + 1), word});
        require_column("--replace", made.replacements.back().column);
    }
    made.empty = options.empty;
    made.dates = options.dates == "us"          ? convert::date_order::month_first
                 : options.dates == "day-first" ? convert::date_order::day_first
                                                : convert::date_order::unstated;
    if (!options.zone.empty()) {
        const auto zone = time_zone::find(options.zone);
        if (!zone) {
            throw usage_failure(
                fmt::format("--zone \"{}\": there is no such zone; expected a name such as America/New_York",
                            options.zone));
        }
        made.zone = zone.value();
    }
    made.header_row = options.header_row;
    made.cancelled = &is_cancelled();
    return made;
}

convert::read_options file_options_of(const convert_options& options) {
    convert::read_options made;
    if (!options.delimiter.empty()) {
        if (options.delimiter == "tab" || options.delimiter == "\\t") {
            made.delimiter = '\t';
        } else if (options.delimiter.size() == 1 &&
                   std::string_view("\"\r\n").find(options.delimiter.front()) == std::string_view::npos) {
            made.delimiter = options.delimiter.front();
        } else {
            throw usage_failure(
                fmt::format("--delimiter \"{}\": expected one character, or tab", options.delimiter));
        }
    }
    made.encoding = options.encoding == "utf-8" ? std::string{} : options.encoding;
    return made;
}

const convert::target_table& table_named(const std::string& name) {
    const convert::target_table* found = convert::find_table(name);
    if (found == nullptr) {
        const std::vector<std::string> names = table_names();
        const std::vector<std::string_view> known(names.begin(), names.end());
        throw usage_failure(fmt::format("--as \"{}\": there is no such table{}; expected {}", name,
                                        did_you_mean(suggest(name, known)), or_list(names)));
    }
    return *found;
}

// ---- templates ----------------------------------------------------------------------------------

std::string header_row(const convert::target_table& table) {
    std::string line;
    for (const convert::target_column& column : table.columns) {
        line.append(line.empty() ? "" : ",").append(column.name);
    }
    return line + '\n';
}

std::string file_of(const convert::target_table& table) { return std::string(table.name) + ".csv"; }

exit_status write_templates(const convert_options& options) {
    std::vector<const convert::target_table*> tables;
    for (const std::string& name : options.as) {
        tables.push_back(&table_named(name));
    }
    if (tables.empty()) {
        for (const convert::target_table& table : convert::target_tables()) {
            tables.push_back(&table);
        }
    }
    if (options.out.empty()) {
        if (tables.size() == 1) {
            write_output(header_row(*tables.front()));
            return exit_status::done;
        }
        text_table all({{"TABLE"}, {"NEEDS", column_kind::wrapped}, {"MAY HAVE", column_kind::wrapped}});
        for (const convert::target_table* table : tables) {
            std::vector<std::string_view> needed;
            std::vector<std::string_view> more;
            for (const convert::target_column& column : table->columns) {
                (column.is_required ? needed : more).push_back(column.name);
            }
            all.add({table->name, join(needed, ", "), join(more, ", ")});
        }
        const screen on = options.result.make_screen();
        write_output(all.render(on) + '\n' +
                     on.paragraph("To write them as empty files, name a folder with --out."));
        return exit_status::done;
    }
    make_folder(options.out);
    for (const convert::target_table* table : tables) {
        const std::filesystem::path place = std::filesystem::path(options.out) / file_of(*table);
        if (std::error_code ignored; std::filesystem::exists(place, ignored)) {
            throw failure(
                exit_status::bad_input,
                fmt::format("ecflink: {} exists, and a template would empty it; name another folder",
                            place.string()));
        }
    }
    for (const convert::target_table* table : tables) {
        const std::filesystem::path place = std::filesystem::path(options.out) / file_of(*table);
        write_whole_file(place.string(), header_row(*table));
        write_messages(fmt::format("ecflink: {}: written, without rows", place.string()));
    }
    return exit_status::done;
}

// ---- conversion ---------------------------------------------------------------------------------

/// A table of a file, and which table it becomes.
struct planned {
    convert::found_table from;
    const convert::target_table* to;
    std::string place;  ///< empty: standard output

    [[nodiscard]] std::string name() const {
        return from.sheet.empty() ? from.file : from.file + ':' + from.sheet;
    }
};

/// The name of a sheet, or of a file without its endings.
std::string own_name(const convert::found_table& found) {
    if (!found.sheet.empty()) {
        return found.sheet;
    }
    const std::filesystem::path file(found.file);
    const std::filesystem::path ending = file.extension();
    const bool is_compressed = ending == ".gz" || ending == ".zst";
    return is_compressed ? file.stem().stem().string() : file.stem().string();
}

/// What --as says of a sheet or file; null if nothing does.
const convert::target_table* table_of(const convert::found_table& found, const convert_options& options,
                                      bool is_only) {
    const std::string own = own_name(found);
    for (const std::string& given : options.as) {
        const std::size_t equals = given.rfind('=');
        if (equals == std::string::npos) {
            const convert::target_table& named = table_named(given);
            if (is_only) {
                return &named;
            }
            continue;
        }
        const std::string name = given.substr(0, equals);
        if (name == own || name == found.file || convert::bare_name(name) == convert::bare_name(own)) {
            return &table_named(given.substr(equals + 1));
        }
    }
    return convert::find_table(own);
}

std::vector<planned> open_all(const convert_options& options) {
    std::vector<planned> all;
    std::vector<diagnostic> troubles;
    std::vector<convert::found_table> found;
    for (const std::string& file : options.files) {
        auto opened = convert::open_tables(file, file_options_of(options));
        if (!opened) {
            troubles.insert(troubles.end(), opened.error().begin(), opened.error().end());
            continue;
        }
        std::vector<std::string> sheets;
        for (convert::found_table& one : opened.value()) {
            sheets.push_back(one.sheet);
            if (options.sheet.empty() || one.sheet == options.sheet) {
                found.push_back(std::move(one));
            }
        }
        if (!options.sheet.empty() && std::ranges::find(sheets, options.sheet) == sheets.end()) {
            troubles.push_back(error_of_file(
                file, sheets.front().empty()
                          ? std::string("this is a text, which has no sheets; leave --sheet out")
                          : fmt::format("there is no sheet \"{}\" that is not empty; there are: {}",
                                        options.sheet, join(sheets, ", "))));
        }
    }
    for (convert::found_table& one : found) {
        const convert::target_table* to = table_of(one, options, found.size() == 1);
        const std::string name = one.sheet.empty() ? one.file : one.file + ':' + one.sheet;
        if (to == nullptr) {
            troubles.push_back(error_of_file(
                name,
                found.size() == 1
                    ? "its name is that of no table; say which it is with --as TABLE: " +
                          or_list(table_names())
                    : fmt::format("its name is that of no table; say which it is with --as \"{}=TABLE\", or "
                                  "read one sheet with --sheet",
                                  own_name(one))));
            continue;
        }
        const auto twice = std::ranges::find(all, to, &planned::to);
        if (twice != all.end()) {
            troubles.push_back(
                error_of_file(name, fmt::format("this and {} would both become {}; convert them one by one",
                                                twice->name(), file_of(*to))));
        }
        all.push_back({std::move(one), to, {}});
    }
    if (!troubles.empty()) {
        throw failure(troubles);
    }
    return all;
}

/// Says where each table goes; makes the folder if there is to be one.
void place_all(std::vector<planned>& all, const convert_options& options) {
    if (options.out.empty()) {
        if (all.size() > 1) {
            throw usage_failure(
                fmt::format("there are {} tables; name a folder for them with --out", all.size()));
        }
        return;
    }
    std::error_code problem;
    const bool is_folder =
        all.size() > 1 || options.out.ends_with('/') || std::filesystem::is_directory(options.out, problem);
    if (is_folder) {
        make_folder(options.out);
    }
    for (planned& one : all) {
        one.place =
            is_folder ? (std::filesystem::path(options.out) / file_of(*one.to)).string() : options.out;
        for (const std::string& file : options.files) {
            refuse_if_same("--out", one.place, file, "a file that is converted");
        }
    }
}

/// What became of one table.
struct done {
    const planned* plan;
    convert::conversion made;
};

std::string troubles_in_words(std::span<const done> all, bool are_left_out) {
    std::string text;
    for (const done& one : all) {
        const convert::conversion& made = one.made;
        if (made.troubles == 0) {
            continue;
        }
        text += fmt::format("{}: {} of {} rows cannot be read\n", one.plan->name(), made.rows - made.written,
                            made.rows);
        for (const diagnostic& place : made.first_troubles) {
            text += to_text(place) + '\n';
        }
        if (made.troubles > made.first_troubles.size()) {
            text += fmt::format("{}: {} more such places are not listed\n", one.plan->name(),
                                made.troubles - made.first_troubles.size());
        }
    }
    if (!are_left_out && !text.empty()) {
        text +=
            "ecflink: nothing was written; mend these places, or give --rest FILE to set their rows aside\n";
    }
    return text;
}

std::string to_words(std::span<const done> all, const screen& on) {
    std::string text;
    for (const done& one : all) {
        const convert::conversion& made = one.made;
        text += text.empty() ? "" : "\n";
        text += on.entry("From", one.plan->name());
        text += on.entry("Table", std::string(one.plan->to->name) +
                                      (one.plan->place.empty() ? std::string{} : ", in " + one.plan->place));
        text += on.entry("Rows",
                         fmt::format("{} of {} written", made.written, made.rows) +
                             (made.empty_rows == 0 ? std::string{}
                                                   : fmt::format("; {} empty row{} left out", made.empty_rows,
                                                                 made.empty_rows == 1 ? "" : "s")));
        std::vector<std::string> columns;
        for (const convert::column_source& each : made.columns) {
            const bool is_same = each.from == each.column;
            columns.push_back(std::string(each.column) + (is_same             ? std::string{}
                                                          : each.from.empty() ? " (--fill)"
                                                                              : " (\"" + each.from + "\")"));
        }
        text += on.entry("Columns", join(columns, ", "));
        text += on.entry("Left out", join(made.left_out, ", "));
        for (const std::string& note : made.notes) {
            text += on.entry("Note", note);
        }
    }
    return text;
}

json to_json(std::span<const done> all) {
    json result = json::array();
    for (const done& one : all) {
        const convert::conversion& made = one.made;
        json table;
        table["table"] = one.plan->to->name;
        table["file"] = one.plan->from.file;
        table["sheet"] = one.plan->from.sheet.empty() ? json(nullptr) : json(one.plan->from.sheet);
        table["out"] = one.plan->place.empty() ? json(nullptr) : json(one.plan->place);
        table["rows"] = made.rows;
        table["written"] = made.written;
        table["empty-rows"] = made.empty_rows;
        table["columns"] = json::object();
        for (const convert::column_source& each : made.columns) {
            table["columns"][each.column] = each.from.empty() ? json(nullptr) : json(each.from);
        }
        table["left-out"] = made.left_out;
        table["notes"] = made.notes;
        table["troubles"] = made.troubles;
        result.push_back(std::move(table));
    }
    return result;
}

/// A name of --map that no file has is a mistake in it.
void require_used(const convert_options& options, const convert::conversion_options& how,
                  std::span<const done> all) {
    std::set<std::string> found;
    std::vector<std::string> names;
    for (const done& one : all) {
        for (const convert::column_source& each : one.made.columns) {
            found.insert(convert::bare_name(each.from));
            names.push_back(each.from);
        }
        names.insert(names.end(), one.made.left_out.begin(), one.made.left_out.end());
    }
    for (std::size_t i = 0; i < how.map.size(); ++i) {
        if (!found.contains(convert::bare_name(how.map[i].first))) {
            std::erase_if(names, [](const std::string& name) { return name.empty(); });
            throw usage_failure(
                fmt::format("--map \"{}\": no column is called \"{}\", or its table has no "
                            "column {}; there are: {}",
                            options.map[i], how.map[i].first, how.map[i].second, join(names, ", ")));
        }
    }
}

exit_status run(const convert_options& options) {
    if (options.is_template) {
        return write_templates(options);
    }
    if (options.files.empty()) {
        throw usage_failure("name a file to convert; `--template` writes empty tables");
    }
    const convert::conversion_options how = read_options_of(options);
    const run_policies in_force = load_policies(options.policies);
    std::vector<planned> all = open_all(options);
    if (!options.rest.empty() && all.size() > 1) {
        throw usage_failure("--rest takes the rows of one table; convert one by one, with --sheet");
    }
    place_all(all, options);
    const bool is_to_output = all.front().place.empty();

    std::vector<done> finished;
    std::deque<whole_file> files;
    std::string output;
    std::optional<whole_file> rest;
    for (const planned& one : all) {
        convert::conversion_sinks sinks;
        if (is_to_output) {
            sinks.rows = [&](std::string_view text) { output += text; };
        } else {
            whole_file& file = files.emplace_back(one.place);
            sinks.rows = [&file](std::string_view text) { file.write(text); };
        }
        if (!options.rest.empty()) {
            sinks.rest = [&rest = rest.emplace(options.rest)](std::string_view text) { rest.write(text); };
        }
        auto made = convert::convert(one.from, *one.to, how, in_force.policies, sinks);
        stop_if_cancelled();
        if (!made) {
            throw failure(made.error());
        }
        finished.push_back({&one, std::move(made).value()});
    }
    require_used(options, how, finished);

    const bool has_troubles =
        std::ranges::any_of(finished, [](const done& one) { return one.made.troubles > 0; });
    write_messages(troubles_in_words(finished, !options.rest.empty()));
    if (has_troubles && options.rest.empty()) {
        return exit_status::bad_input;
    }
    for (whole_file& file : files) {
        file.finish();
    }
    if (has_troubles) {
        rest->finish();
    }
    const std::string report = options.result.format == "json"
                                   ? to_text(to_json(finished))
                                   : to_words(finished, options.result.make_screen());
    if (is_to_output) {
        write_output(output);
        write_messages(report);
    } else {
        write_output(report);
    }
    for (whole_file& file : files) {
        file.appear();
    }
    if (has_troubles) {
        rest->appear();
        const convert::conversion& made = finished.front().made;
        write_messages(
            fmt::format("ecflink: {}: {} rows as they stood; mend them, and convert this file in the "
                        "same way",
                        options.rest, made.rows - made.written));
    }
    return has_troubles ? exit_status::reached : exit_status::done;
}

}  // namespace

void add_convert(const command& program) {
    program.add<convert_options>(
        "convert",
        "Makes the tables of a ledger from spreadsheets and exports\n\n"
        "Reads .xlsx and .ods files, and texts with any delimiter, and writes CSV tables as `ecflink verify` "
        "reads them. The names of columns and the words in them may differ in case, blanks, hyphens and "
        "underscores; --map names the others. Times are read on the clocks of each row's court. What cannot "
        "be "
        "read is listed with its place, and then nothing is written (exit status 3), or with --rest its rows "
        "are set aside (exit status 1).",
        "Examples:\n"
        "  ecflink convert --template --as links\n"
        "  ecflink convert examples/export/Links.csv --as links --map \"PACER ID=central_id\" "
        "--map \"CM/ECF login=login\" --dates us",
        add_options, run);
}

}  // namespace ecflink::cli
