#include "cli/earlier_run.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <ecflink/tables/column_text.hpp>

#include "cli/counted.hpp"
#include "cli/process.hpp"
#include "cli/text_list.hpp"
#include "cli/token_text.hpp"
#include "cli/verified_file.hpp"

namespace ecflink::cli {
namespace {

std::string key_of(std::string_view court, std::string_view login, std::string_view central) {
    return std::string(court).append(1, '\0').append(login).append(1, '\0').append(central);
}

std::uint64_t count_in(const nlohmann::json& object, std::string_view name) {
    const auto found = object.find(std::string(name));
    return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

earlier_run read_result(const std::string& file, const std::string& text) {
    const nlohmann::json result = nlohmann::json::parse(text, nullptr, false);
    if (!result.is_object() || !result.contains("verdicts") || !result["verdicts"].is_object() ||
        !result.contains("findings") || !result["findings"].is_object()) {
        throw failure({error_of_file(
            file, "this is no result of `ecflink verify --format json`; name one, or a file of --out")});
    }
    earlier_run read;
    read.file = file;
    if (result.contains("as-of") && result["as-of"].is_string()) {
        read.as_of = result["as-of"].get<std::string>();
    }
    for (const verdict each : all_verdicts) {
        read.verdicts[static_cast<std::size_t>(each)] = count_in(result["verdicts"], to_token(each));
        read.links += read.verdicts[static_cast<std::size_t>(each)];
    }
    for (const finding_info& info : catalogue()) {
        read.findings[static_cast<std::size_t>(info.id)] = count_in(result["findings"], info.token);
    }
    return read;
}

earlier_run read_rows(const std::string& file, unsigned threads) {
    earlier_run read;
    read.file = file;
    read.has_rows = true;
    const csv_file rows = read_verified_file(file, threads, keys::read);
    for (const csv_file::batch& batch : rows.batches()) {
        for (std::size_t row = 0; row < batch.rows; ++row) {
            const auto text = [&](std::size_t column) { return text_of_row(batch.columns[column], row); };
            const auto found = findings(parse_mask(text(mask_column)).value_or(0));
            const verdict decided = from_token<verdict>(text(verdict_column)).value_or(verdict::refuse);
            ++read.links;
            ++read.verdicts[static_cast<std::size_t>(decided)];
            for (const finding one : found) {
                ++read.findings[static_cast<std::size_t>(one)];
            }
            read.rows.emplace(key_of(text(court_column), text(login_column), text(central_column)), decided);
        }
        stop_if_cancelled();
    }
    return read;
}

std::string change_of(std::uint64_t before, std::uint64_t now) {
    return before == now  ? "0"
           : before < now ? "+" + std::to_string(now - before)
                          : "-" + std::to_string(before - now);
}

json pair_of(std::uint64_t before, std::uint64_t now) { return {{"before", before}, {"now", now}}; }

}  // namespace

earlier_run read_earlier_run(const std::string& file, unsigned threads) {
    const auto result =
        read_input_beginning('{', file, "the file of the earlier run", "name what `ecflink verify` wrote");
    return result ? read_result(file, *result) : read_rows(file, threads);
}

comparison_of_runs compare_runs(earlier_run& before, const whole_ledger& ledger, const verify_output& now,
                                std::size_t samples) {
    comparison_of_runs found;
    found.before = &before;
    if (!before.has_rows) {
        return found;
    }
    auto& left = before.rows;
    const ledger_columns columns = ledger.columns();
    const numbered_rows<link_columns> links(columns.links);
    links.for_each(0, links.size(), [&](const link_columns& batch, std::size_t row, std::uint64_t number) {
        const auto was = left.find(key_of(text_of_row(batch.court, row), text_of_row(batch.login, row),
                                          text_of_row(batch.central_id, row)));
        if (was == left.end()) {
            ++found.added;
            return;
        }
        const auto from = static_cast<std::size_t>(was->second);
        const auto to = static_cast<std::size_t>(now.verdicts[number]);
        left.erase(was);
        if (++found.moved[from][to] <= samples && from != to) {
            found.samples[from][to].push_back(number + 1);
        }
    });
    found.gone = left.size();
    return found;
}

std::string to_words(const comparison_of_runs& found, const ledger_report& now, const screen& on) {
    const earlier_run& before = *found.before;
    text_table counts({{"SINCE THE EARLIER RUN"},
                       {"BEFORE", column_kind::number},
                       {"NOW", column_kind::number},
                       {"CHANGE", column_kind::number}});
    for (const verdict each : all_verdicts) {
        const std::uint64_t was = before.verdicts[static_cast<std::size_t>(each)];
        const std::uint64_t is = count_of(now.all, each);
        counts.add({to_token(each), std::to_string(was), std::to_string(is), change_of(was, is)});
    }
    for (const finding_info& info : catalogue()) {
        const std::uint64_t was = before.findings[static_cast<std::size_t>(info.id)];
        const std::uint64_t is = now.all.findings[static_cast<std::size_t>(info.id)];
        if (was != is) {
            counts.add({info.token, std::to_string(was), std::to_string(is), change_of(was, is)});
        }
    }
    std::string text = '\n' + counts.render(on);
    text += on.paragraph("The earlier run is " + before.file +
                         (before.as_of.empty() ? std::string{} : ", as of " + before.as_of) + ".");
    if (!before.has_rows) {
        return text;
    }
    text += on.paragraph(fmt::format("{} new, {} gone.", counted(found.added, "link is", "links are"),
                                     found.gone == 1 ? "1 is" : fmt::format("{} are", found.gone)));
    for (const verdict from : all_verdicts) {
        for (const verdict to : all_verdicts) {
            const auto& rows = found.samples[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
            const std::uint64_t count =
                found.moved[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
            if (from != to && count > 0) {
                std::vector<std::string> numbers;
                for (const std::uint64_t row : rows) {
                    numbers.push_back(std::to_string(row));
                }
                text += on.paragraph(fmt::format("{} went from {} to {}{}{}.", count, to_token(from),
                                                 to_token(to), numbers.empty() ? "" : ": row ",
                                                 join(numbers, ", ")) +
                                     (count > rows.size() && !rows.empty() ? " And more." : ""));
            }
        }
    }
    return text;
}

json to_json(const comparison_of_runs& found, const ledger_report& now) {
    const earlier_run& before = *found.before;
    json result;
    result["file"] = before.file;
    result["as-of"] = or_null(before.as_of);
    for (const verdict each : all_verdicts) {
        result["verdicts"][to_token(each)] =
            pair_of(before.verdicts[static_cast<std::size_t>(each)], count_of(now.all, each));
    }
    result["findings"] = json::object();
    for (const finding_info& info : catalogue()) {
        const std::uint64_t was = before.findings[static_cast<std::size_t>(info.id)];
        const std::uint64_t is = now.all.findings[static_cast<std::size_t>(info.id)];
        if (was != 0 || is != 0) {
            result["findings"][info.token] = pair_of(was, is);
        }
    }
    result["links"] = nullptr;
    if (before.has_rows) {
        json links{{"new", found.added}, {"gone", found.gone}};
        for (const verdict from : all_verdicts) {
            for (const verdict to : all_verdicts) {
                links["verdicts"][to_token(from)][to_token(to)] =
                    found.moved[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
            }
        }
        result["links"] = std::move(links);
    }
    return result;
}

}  // namespace ecflink::cli
