// The functions of the extension. Nothing here knows a rule: findings come from the C interface and
// go back to it.
#include "vectors.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <mutex>
#include <new>
#include <optional>
#include <thread>

namespace {

using namespace ecflink::duckdb;

template <auto Free>
struct freed {
    template <class Handle>
    void operator()(Handle* handle) const {
        Free(handle);
    }
};
using index_owner = std::unique_ptr<ecflink_index, freed<ecflink_index_free>>;
using links_owner = std::unique_ptr<ecflink_links, freed<ecflink_links_free>>;

/// Passes an error on to the query. Most messages name the column or the layer themselves.
void check(ecflink_status status, const ecflink_error& error) {
    if (status != ECFLINK_OK) {
        const std::string field = error.field;
        const std::string message = error.message;
        const bool is_named = field.empty() || message.starts_with(field) || status == ECFLINK_E_POLICY;
        throw failure{is_named ? message : field + ": " + message};
    }
}

// ---- Policies.

using engine_owner = std::shared_ptr<const ecflink_engine>;

engine_owner make_engine(const std::vector<std::string>& policies) {
    std::vector<std::string> names;
    for (std::size_t place = 1; place <= policies.size(); ++place) {
        const std::string number = std::to_string(place);
        names.push_back("policies[" + std::string(number.size() < 4 ? 4 - number.size() : 0, '0') + number +
                        "]");
    }
    std::vector<ecflink_policy_layer> layers(policies.size(), ECFLINK_POLICY_LAYER_INIT);
    for (std::size_t place = 0; place < policies.size(); ++place) {
        layers[place].name = names[place].data();
        layers[place].name_size = names[place].size();
        layers[place].text = policies[place].data();
        layers[place].text_size = policies[place].size();
    }
    ecflink_engine_options options = ECFLINK_ENGINE_OPTIONS_INIT;
    options.layers = layers.data();
    options.layer_count = layers.size();
    ecflink_engine* made = nullptr;
    ecflink_error error = ECFLINK_ERROR_INIT;
    check(ecflink_engine_create(&options, &made, nullptr, &error), error);
    return {made, [](const ecflink_engine* engine) {
                ecflink_engine_free(const_cast<ecflink_engine*>(engine));  // NOLINT(*-const-cast)
            }};
}

/// The engine of some policies. The last one is kept: a query asks for it once a vector.
engine_owner engine_of(const std::vector<std::string>& policies) {
    static std::mutex lock;
    static std::vector<std::string> last_policies;
    static engine_owner last;
    const std::scoped_lock held(lock);
    if (last == nullptr || last_policies != policies) {
        last = make_engine(policies);
        last_policies = policies;
    }
    return last;
}

// ---- Arguments.

struct argument {
    duckdb_vector vector = nullptr;
    duckdb_type id = DUCKDB_TYPE_INVALID;
};

bool is_untyped_null(const argument& given, idx_t row) {
    return given.id == DUCKDB_TYPE_SQLNULL ||
           // DuckDB may give a NULL without a type this one.
           (given.id == DUCKDB_TYPE_INTEGER && !is_valid(given.vector, row));
}

bool is_time(duckdb_type id) {
    return id == DUCKDB_TYPE_TIMESTAMP_TZ || id == DUCKDB_TYPE_TIMESTAMP || id == DUCKDB_TYPE_VARCHAR;
}

ecflink_time time_at(const argument& given, idx_t row) {
    ecflink_time at = 0;
    if (given.id == DUCKDB_TYPE_VARCHAR) {
        const std::string_view text = text_at(given.vector, row);
        ecflink_error error = ECFLINK_ERROR_INIT;
        if (ecflink_time_parse(text.data(), text.size(), &at, &error) != ECFLINK_OK) {
            throw failure{"as_of: " + std::string(error.message)};
        }
        return at;
    }
    return static_cast<const std::int64_t*>(duckdb_vector_get_data(given.vector))[row];
}

ecflink_time now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

/// The texts of a VARCHAR[] at a row. A NULL text is left out.
std::vector<std::string> texts_at(duckdb_vector lists, idx_t row) {
    const list_rows rows = list_at(lists, row);
    duckdb_vector elements = duckdb_list_vector_get_child(lists);
    std::vector<std::string> texts;
    for (idx_t place = rows.begin; place < rows.begin + rows.count; ++place) {
        if (is_valid(elements, place)) {
            texts.emplace_back(text_at(elements, place));
        }
    }
    return texts;
}

constexpr std::array<const char*, 6> table_names = {"links",      "court_accounts", "central_accounts",
                                                    "tombstones", "roster",         "registrations"};

/// The arguments of ecflink_verify: first tables, then a time and policies, told apart by their
/// types.
struct verify_arguments {
    std::array<argument, table_names.size()> tables = {};
    argument as_of = {};
    argument policies = {};
};

[[nodiscard]] std::string table_refused(std::size_t place) {
    return std::string(table_names[place]) + " must be a list of structs, as list(t) of a table t makes it";
}

argument argument_of(duckdb_vector vector) { return {vector, type::of(vector).id()}; }

verify_arguments sort_arguments(duckdb_data_chunk input) {
    const idx_t count = duckdb_data_chunk_get_column_count(input);
    if (count < 3) {
        throw failure{
            "expected links, court_accounts and central_accounts, then, if wanted, tombstones, roster, "
            "registrations, a time and policies"};
    }
    verify_arguments sorted;
    std::size_t tables = 0;
    for (idx_t place = 0; place < count; ++place) {
        duckdb_vector vector = duckdb_data_chunk_get_vector(input, place);
        const argument given = argument_of(vector);
        const bool is_behind_tables = sorted.as_of.vector != nullptr || sorted.policies.vector != nullptr;
        if (type::of(vector).is_list_of(DUCKDB_TYPE_STRUCT)) {
            if (is_behind_tables || tables == table_names.size()) {
                throw failure{"a table follows the time or the policies, or there are more than six"};
            }
            sorted.tables[tables++] = given;
        } else if (place < 3) {
            throw failure{table_refused(place)};
        } else if (is_untyped_null(given, 0)) {
            tables += is_behind_tables || tables == table_names.size() ? 0 : 1;
        } else if (is_time(given.id) && !is_behind_tables) {
            sorted.as_of = given;
        } else if (type::of(vector).is_list_of(DUCKDB_TYPE_VARCHAR) && sorted.policies.vector == nullptr) {
            sorted.policies = given;
        } else {
            throw failure{
                "argument " + std::to_string(place + 1) +
                " is neither a table (a list of structs) nor a time (TIMESTAMPTZ, or a text with Z or an "
                "offset) nor policies (a list of JSON texts)"};
        }
    }
    return sorted;
}

// ---- ecflink_verify.

/// What one row of a query asks, to see whether the next one asks the same.
struct question {
    std::array<list_rows, table_names.size()> tables = {};
    ecflink_time as_of = 0;
    std::vector<std::string> policies;

    friend bool operator==(const question&, const question&) = default;
};

struct answer {
    std::vector<std::uint64_t> findings;
    std::vector<std::uint8_t> verdicts;
};

index_owner index_of(const verify_arguments& given, const question& asked,
                     const ecflink_bulk_options& options) {
    const engine_owner engine = engine_of(asked.policies);
    std::array<ArrowArrayStream, 4> streams = {};
    std::array<ArrowArrayStream*, 4> taken = {};
    constexpr std::size_t order[] = {2, 1, 3, 4};  // central accounts, court accounts, tombstones, roster
    for (std::size_t place = 0; place < 4; ++place) {
        const argument& table = given.tables[order[place]];
        if (table.vector != nullptr) {
            export_rows(table.vector, asked.tables[order[place]], &streams[place]);
            taken[place] = &streams[place];
        }
    }
    ecflink_index* made = nullptr;
    ecflink_error error = ECFLINK_ERROR_INIT;
    check(ecflink_index_create(engine.get(), &options, ECFLINK_ARROW_CHECK_FULL, taken[0], taken[1], taken[2],
                               taken[3], &made, &error),
          error);
    return index_owner(made);
}

answer verify(const verify_arguments& given, const question& asked) {
    ecflink_bulk_options options = ECFLINK_BULK_OPTIONS_INIT;
    options.threads = std::clamp<std::uint32_t>(std::thread::hardware_concurrency(), 1, ECFLINK_MAX_THREADS);
    const index_owner index = index_of(given, asked, options);
    ArrowArrayStream stream = {};
    export_rows(given.tables[0].vector, asked.tables[0], &stream);
    ecflink_links* made = nullptr;
    ecflink_error error = ECFLINK_ERROR_INIT;
    check(ecflink_links_create(ECFLINK_ARROW_CHECK_FULL, &stream, &made, &error), error);
    const links_owner links(made);
    answer found;
    found.findings.resize(asked.tables[0].count);
    found.verdicts.resize(asked.tables[0].count);
    check(ecflink_links_verify(index.get(), links.get(), asked.as_of, &options, found.findings.data(),
                               found.verdicts.data(), found.findings.size(), nullptr, &error),
          error);
    return found;
}

void set_null(duckdb_vector vector, idx_t row) {
    duckdb_vector_ensure_validity_writable(vector);
    duckdb_validity_set_row_invalid(duckdb_vector_get_validity(vector), row);
}

/// Makes a list at a row of a vector of lists, with room for its elements. The place of the first
/// one.
idx_t begin_list(duckdb_vector lists, idx_t row, idx_t count) {
    const idx_t begin = duckdb_list_vector_get_size(lists);
    if (duckdb_list_vector_reserve(lists, begin + count) != DuckDBSuccess ||
        duckdb_list_vector_set_size(lists, begin + count) != DuckDBSuccess) {
        throw std::bad_alloc();
    }
    static_cast<duckdb_list_entry*>(duckdb_vector_get_data(lists))[row] = {begin, count};
    return begin;
}

void write(const answer& found, duckdb_vector output, idx_t row) {
    const idx_t begin = begin_list(output, row, found.findings.size());
    duckdb_vector structs = duckdb_list_vector_get_child(output);
    duckdb_vector findings = duckdb_struct_vector_get_child(structs, 0);
    duckdb_vector verdicts = duckdb_struct_vector_get_child(structs, 1);
    if (!found.findings.empty()) {
        auto* to = static_cast<std::uint64_t*>(duckdb_vector_get_data(findings));
        std::ranges::copy(found.findings, to + begin);
    }
    for (std::size_t link = 0; link < found.verdicts.size(); ++link) {
        duckdb_vector_assign_string_element(
            verdicts, begin + link, ecflink_token_text(ECFLINK_ENUMERATION_VERDICT, found.verdicts[link]));
    }
}

void verify_rows(duckdb_data_chunk input, duckdb_vector output) {
    const verify_arguments given = sort_arguments(input);
    const ecflink_time at_now = now();
    std::optional<question> last;
    answer found;
    for (idx_t row = 0; row < duckdb_data_chunk_get_size(input); ++row) {
        if (!is_valid(given.tables[0].vector, row)) {
            set_null(output, row);
            continue;
        }
        question asked;
        for (std::size_t table = 0; table < table_names.size(); ++table) {
            if (given.tables[table].vector != nullptr) {
                asked.tables[table] = list_at(given.tables[table].vector, row);
            }
        }
        const bool is_timed = given.as_of.vector != nullptr && is_valid(given.as_of.vector, row);
        asked.as_of = is_timed ? time_at(given.as_of, row) : at_now;
        if (given.policies.vector != nullptr) {
            asked.policies = texts_at(given.policies.vector, row);
        }
        if (last != asked) {
            found = verify(given, asked);
            last = asked;
        }
        write(found, output, row);
    }
}

// ---- ecflink_tokens.

void tokens_of_rows(duckdb_data_chunk input, duckdb_vector output) {
    duckdb_vector given = duckdb_data_chunk_get_vector(input, 0);
    for (idx_t row = 0; row < duckdb_data_chunk_get_size(input); ++row) {
        if (!is_valid(given, row)) {
            set_null(output, row);
            continue;
        }
        const std::uint64_t findings = static_cast<const std::uint64_t*>(duckdb_vector_get_data(given))[row];
        std::vector<const char*> tokens;
        for (ecflink_finding bit = 0; bit < 64; ++bit) {
            if ((findings >> bit & 1U) != 0) {
                const char* const token = ecflink_finding_token(bit);
                if (token == nullptr || *token == '\0') {
                    throw failure{"findings: there is no finding of the number " + std::to_string(bit)};
                }
                tokens.push_back(token);
            }
        }
        const idx_t begin = begin_list(output, row, tokens.size());
        duckdb_vector texts = duckdb_list_vector_get_child(output);
        for (std::size_t place = 0; place < tokens.size(); ++place) {
            duckdb_vector_assign_string_element(texts, begin + place, tokens[place]);
        }
    }
}

// ---- ecflink_verdict.

/// What follows court and findings: texts are the approved findings, lists of texts are policies.
struct verdict_arguments {
    duckdb_vector approved = nullptr;
    duckdb_vector policies = nullptr;
};

verdict_arguments sort_verdict_arguments(duckdb_data_chunk input) {
    verdict_arguments sorted;
    for (idx_t place = 2; place < duckdb_data_chunk_get_column_count(input); ++place) {
        duckdb_vector vector = duckdb_data_chunk_get_vector(input, place);
        const argument given = argument_of(vector);
        if (given.id == DUCKDB_TYPE_VARCHAR && sorted.approved == nullptr && sorted.policies == nullptr) {
            sorted.approved = vector;
        } else if (type::of(vector).is_list_of(DUCKDB_TYPE_VARCHAR) && sorted.policies == nullptr) {
            sorted.policies = vector;
        } else if (!is_untyped_null(given, 0)) {
            throw failure{"argument " + std::to_string(place + 1) +
                          " is neither the approved findings (a text) nor policies (a list of JSON texts)"};
        }
    }
    return sorted;
}

/// The policies of all rows, which must be the same.
std::vector<std::string> policies_of(duckdb_vector lists, idx_t rows) {
    std::vector<std::string> policies;
    for (idx_t row = 0; lists != nullptr && row < rows; ++row) {
        std::vector<std::string> texts = texts_at(lists, row);
        if (row != 0 && texts != policies) {
            throw failure{"policies must be the same in every row"};
        }
        policies = std::move(texts);
    }
    return policies;
}

void verdicts_of_rows(duckdb_data_chunk input, duckdb_vector output) {
    const idx_t rows = duckdb_data_chunk_get_size(input);
    const verdict_arguments given = sort_verdict_arguments(input);
    const engine_owner engine = engine_of(policies_of(given.policies, rows));
    duckdb_vector courts = duckdb_data_chunk_get_vector(input, 0);
    duckdb_vector sets = duckdb_data_chunk_get_vector(input, 1);
    std::vector<std::uint64_t> findings(rows);
    for (idx_t row = 0; row < rows; ++row) {
        findings[row] =
            is_valid(sets, row) ? static_cast<const std::uint64_t*>(duckdb_vector_get_data(sets))[row] : 0;
    }
    std::vector<named_vector> columns = {{"court", courts}};
    if (given.approved != nullptr) {
        columns.push_back({"approved", given.approved});
    }
    ArrowArrayStream stream = {};
    export_columns(columns, rows, &stream);
    ecflink_error error = ECFLINK_ERROR_INIT;
    ecflink_links* made = nullptr;
    check(ecflink_decided_links_create(ECFLINK_ARROW_CHECK_FULL, &stream, &made, &error), error);
    const links_owner links(made);
    std::vector<std::uint8_t> verdicts(rows);
    check(ecflink_links_decide(engine.get(), links.get(), nullptr, findings.data(), rows, verdicts.data(),
                               nullptr, &error),
          error);
    for (idx_t row = 0; row < rows; ++row) {
        if (!is_valid(sets, row)) {
            set_null(output, row);
        } else {
            duckdb_vector_assign_string_element(
                output, row, ecflink_token_text(ECFLINK_ENUMERATION_VERDICT, verdicts[row]));
        }
    }
}

// ---- Registering.

/// No exception goes into DuckDB.
template <void (*Rows)(duckdb_data_chunk, duckdb_vector)>
void guarded(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
    try {
        Rows(input, output);
    } catch (const failure& trouble) {
        duckdb_scalar_function_set_error(info, trouble.message.c_str());
    } catch (const std::exception& trouble) {
        duckdb_scalar_function_set_error(info, trouble.what());
    }
}

struct function_kind {
    const char* name;
    duckdb_scalar_function_t rows;
    std::vector<duckdb_type> parameters;
    bool has_more;     ///< any number of arguments of any type follow
    bool is_volatile;  ///< asks the clock
};

bool add_function(duckdb_connection connection, const function_kind& kind, const type& result) {
    duckdb_scalar_function function = duckdb_create_scalar_function();
    duckdb_scalar_function_set_name(function, kind.name);
    for (const duckdb_type id : kind.parameters) {
        duckdb_scalar_function_add_parameter(function, type(id).get());
    }
    if (kind.has_more) {
        duckdb_scalar_function_set_varargs(function, type(DUCKDB_TYPE_ANY).get());
    }
    if (kind.is_volatile) {
        duckdb_scalar_function_set_volatile(function);
    }
    duckdb_scalar_function_set_return_type(function, result.get());
    duckdb_scalar_function_set_special_handling(function);
    duckdb_scalar_function_set_function(function, kind.rows);
    const duckdb_state state = duckdb_register_scalar_function(connection, function);
    duckdb_destroy_scalar_function(&function);
    return state == DuckDBSuccess;
}

bool add_functions(duckdb_connection connection) {
    const type number(DUCKDB_TYPE_UBIGINT);
    const type text(DUCKDB_TYPE_VARCHAR);
    const type texts(duckdb_create_list_type(text.get()));
    duckdb_logical_type members[] = {number.get(), text.get()};
    const char* names[] = {"findings", "verdict"};
    const type found(duckdb_create_struct_type(members, names, 2));
    const type all_found(duckdb_create_list_type(found.get()));
    const function_kind kinds[] = {
        {"ecflink_verify", guarded<verify_rows>, {}, true, true},
        {"ecflink_tokens", guarded<tokens_of_rows>, {DUCKDB_TYPE_UBIGINT}, false, false},
        {"ecflink_verdict",
         guarded<verdicts_of_rows>,
         {DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_UBIGINT},
         true,
         false},
    };
    return add_function(connection, kinds[0], all_found) && add_function(connection, kinds[1], texts) &&
           add_function(connection, kinds[2], text);
}

}  // namespace

duckdb_ext_api_v1 duckdb_ext_api = {};

/// What DuckDB calls when it loads the extension. The database is borrowed for the call: a
/// connection that is kept would keep it open.
extern "C" DUCKDB_CAPI_ENTRY_VISIBILITY bool ecflink_init_c_api(duckdb_extension_info info,
                                                                duckdb_extension_access* access) {
    const void* const api = access->get_api(info, DUCKDB_EXTENSION_API_VERSION_STRING);
    if (api == nullptr) {
        return false;
    }
    duckdb_ext_api = *static_cast<const duckdb_ext_api_v1*>(api);
    duckdb_connection connection = nullptr;
    if (duckdb_connect(*access->get_database(info), &connection) != DuckDBSuccess) {
        access->set_error(info, "ecflink cannot connect to the database");
        return false;
    }
    bool is_added = false;
    try {
        is_added = add_functions(connection);
        if (!is_added) {
            access->set_error(info, "ecflink cannot register its functions");
        }
    } catch (const std::exception& trouble) {
        access->set_error(info, trouble.what());
    }
    duckdb_disconnect(&connection);
    return is_added;
}
