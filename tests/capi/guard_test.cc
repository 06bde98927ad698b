// No exception reaches a C caller: exceptions become statuses. If memory runs out, nothing is
// created or lost, and the status is E_NOMEM.
#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "structs.hpp"
#include "table_stream.h"

namespace {

/// Allocations that are still allowed; below zero: all.
std::atomic<long> allowed{-1};
std::atomic<bool> was_refused{false};
/// Allocations of at least this size fail.
std::atomic<std::size_t> too_large{SIZE_MAX};
std::atomic<long> living{0};

void* allocate(std::size_t size, std::size_t alignment) {
    if (size >= too_large) {
        throw std::bad_alloc();
    }
    if (allowed.load() >= 0 && allowed.fetch_sub(1) <= 0) {
        allowed = 0;
        was_refused = true;
        throw std::bad_alloc();
    }
    void* memory = alignment <= alignof(std::max_align_t)
                       ? std::malloc(size == 0 ? 1 : size)
                       : std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    ++living;
    return memory;
}

void release(void* memory) noexcept {
    if (memory != nullptr) {
        --living;
        std::free(memory);
    }
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size, 1); }
void* operator new[](std::size_t size) { return allocate(size, 1); }
void* operator new(std::size_t size, std::align_val_t alignment) {
    return allocate(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
    return allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }

namespace {

using ecflink::capi::guard;

TEST(Guard, TellsWhatWasThrown) {
    ecflink_error error = ECFLINK_ERROR_INIT;
    EXPECT_EQ(guard(&error, [] {}), ECFLINK_OK);
    EXPECT_EQ(error.status, ECFLINK_OK);

    EXPECT_EQ(guard(&error, [] { throw std::bad_alloc(); }), ECFLINK_E_NOMEM);
    EXPECT_EQ(error.status, ECFLINK_E_NOMEM);
    EXPECT_STREQ(error.message, "out of memory");

    EXPECT_EQ(guard(&error, [] { throw std::runtime_error("the roof is open"); }), ECFLINK_E_INTERNAL);
    EXPECT_STREQ(error.message, "the roof is open");

    EXPECT_EQ(guard(&error, [] { throw 42; }), ECFLINK_E_INTERNAL);
    EXPECT_STREQ(error.message, ecflink_status_text(ECFLINK_E_INTERNAL));

    EXPECT_EQ(guard(&error, [] { throw ecflink::capi::failure{ECFLINK_E_NOT_FOUND, "index", 7}; }),
              ECFLINK_E_NOT_FOUND);
    EXPECT_EQ(error.index, 7U);
    EXPECT_STREQ(error.field, "index");
    EXPECT_EQ(guard(nullptr, [] { throw 42; }), ECFLINK_E_INTERNAL);
}

TEST(Guard, CutsMessagesBetweenCharacters) {
    ecflink_error error = ECFLINK_ERROR_INIT;
    const std::string fits(255, 'x');
    guard(&error, [&] { throw std::runtime_error(fits); });
    EXPECT_EQ(error.message, fits);
    guard(&error, [&] { throw std::runtime_error(fits + "y"); });
    EXPECT_EQ(error.message, fits);
    // Three bytes, of which one or two would fit.
    for (const std::size_t before : {253U, 254U, 255U}) {
        const std::string plain(before, 'x');
        guard(&error, [&] { throw std::runtime_error(plain + "\xe2\x82\xac"); });
        EXPECT_EQ(error.message, plain);
    }
    guard(&error, [] { throw std::runtime_error(std::string(252, 'x') + "\xe2\x82\xac"); });
    EXPECT_EQ(std::string(error.message).size(), 255U);
}

/// A struct in its first release and in a later one, to which a member with a default other than
/// zero was added.
struct first_release {
    std::uint32_t struct_size;
    std::int32_t kept;
};
struct later_release {
    std::uint32_t struct_size;
    std::int32_t kept;
    std::int32_t added;
    std::int32_t reserved;
};

}  // namespace

template <>
struct ecflink::capi::known<later_release> {
    static constexpr std::size_t first_release = sizeof(::first_release);
    static later_release empty() noexcept { return {sizeof(later_release), 1, 42, 0}; }
};

namespace {

TEST(Structs, OfAnOlderProgram) {
    // The library knows a later struct. Only the part of the first release belongs to the caller;
    // the bytes behind it belong to somebody else.
    constexpr unsigned char not_its_own = 0xAA;
    alignas(later_release) std::array<unsigned char, 64> memory{};
    memory.fill(not_its_own);
    const auto is_left_alone = [&] {
        return std::all_of(memory.begin() + sizeof(first_release), memory.end(),
                           [](unsigned char byte) { return byte == not_its_own; });
    };
    auto* seen = reinterpret_cast<later_release*>(memory.data());
    EXPECT_EQ(ecflink::capi::init(seen, sizeof(first_release)), ECFLINK_OK);
    EXPECT_EQ(seen->kept, 1);
    EXPECT_TRUE(is_left_alone());

    const later_release value = ecflink::capi::read(seen, "in");
    EXPECT_EQ(value.kept, 1);
    EXPECT_EQ(value.added, 42);  // its default, not the bytes that lie there

    ecflink::capi::destination<later_release>(seen, "out").write({0, 8, 43, 0});
    EXPECT_EQ(seen->struct_size, sizeof(first_release));
    EXPECT_EQ(seen->kept, 8);
    EXPECT_TRUE(is_left_alone());
}

/// Lets `work` run out of memory at its first, second, ... allocation, in growing steps, until it
/// succeeds. Each time it must return E_NOMEM and keep nothing.
template <class Work>
void run_out_of_memory(Work work) {
    long refusals = 0;
    for (long granted = 0;; granted += 1 + granted / 16) {
        const long before = living;
        was_refused = false;
        allowed = granted;
        const ecflink_status status = work();
        allowed = -1;
        ASSERT_EQ(living, before) << "after " << granted << " allocations";
        if (!was_refused) {
            ASSERT_EQ(status, ECFLINK_OK);
            break;
        }
        ASSERT_EQ(status, ECFLINK_E_NOMEM)
            << ecflink_status_name(status) << " after " << granted << " allocations";
        ++refusals;
    }
    EXPECT_GT(refusals, 0);
}

TEST(OutOfMemory, LayerThatDoesNotFit) {
    const std::string text(std::size_t{1} << 20, ' ');
    ecflink_policy_layer layer = ECFLINK_POLICY_LAYER_INIT;
    layer.text = text.data();
    layer.text_size = text.size();
    ecflink_engine_options options = ECFLINK_ENGINE_OPTIONS_INIT;
    options.layers = &layer;
    options.layer_count = 1;
    ecflink_engine* engine = nullptr;
    ecflink_diagnostics* diagnostics = nullptr;
    const long before = living;
    too_large = text.size();
    const ecflink_status status = ecflink_engine_create(&options, &engine, &diagnostics, nullptr);
    too_large = SIZE_MAX;
    EXPECT_EQ(status, ECFLINK_E_NOMEM);
    EXPECT_EQ(engine, nullptr);
    EXPECT_EQ(diagnostics, nullptr);
    EXPECT_EQ(living, before);
}

TEST(OutOfMemory, CallsOnAnEngine) {
    ecflink_engine* engine = nullptr;
    ASSERT_EQ(ecflink_engine_create(nullptr, &engine, nullptr, nullptr), ECFLINK_OK);
    ecflink_central_account central = ECFLINK_CENTRAL_ACCOUNT_INIT;
    ecflink_court_account account = ECFLINK_COURT_ACCOUNT_INIT;
    const std::string central_name =
        // Greek letters take the long way of the name comparison.
        "\xce\x93\xce\xb1\xcf\x81\xcf\x83\xce\xaf\xce\xb1 Lopez de la Vega y Mendoza, Ana Maria Jr.";
    const std::string account_name = "Ana Maria Garcia-Lopez de la Vega";
    central.name = central_name.data();
    central.name_size = central_name.size();
    account.name = account_name.data();
    account.name_size = account_name.size();
    ecflink_link_case facts = ECFLINK_LINK_CASE_INIT;
    facts.court = "wiwd";
    facts.court_size = 4;
    facts.central = &central;
    facts.account = &account;
    run_out_of_memory([&] {
        ecflink_assessment answer = ECFLINK_ASSESSMENT_INIT;
        return ecflink_link_assess(engine, &facts, 0, &answer, nullptr);
    });
    run_out_of_memory([&] {
        char buffer[64];
        std::size_t size = 0;
        return ecflink_local_time_format(engine, "wiwb", 4, 1, buffer, sizeof(buffer), &size, nullptr);
    });
    run_out_of_memory([&] {
        char buffer[64];
        std::size_t size = 0;
        return ecflink_time_format(1, buffer, sizeof(buffer), &size, nullptr);
    });
    ecflink_engine_free(engine);
}

TEST(OutOfMemory, WholeLedgers) {
    const char* const ids[] = {"1000001", "1000002", nullptr};
    const char* const usages[] = {"individual", "shared", "individual"};
    const char* const courts[] = {"wiwb", "wiwd", "wiwb"};
    const char* const logins[] = {"asample", "a-login-that-is-longer-than-most", "asample"};
    const char* const roles[] = {"attorney", "trustee", "attorney"};
    const char* const active[] = {"active", "active", "active"};
    const char* const names[] = {"Ana Garcia",
                                 "Garc\xc3\xad"
                                 "a Lopez de la Vega y Mendoza, Ana Maria Jr.",
                                 nullptr};
    const ecflink_time times[] = {0, ECFLINK_NO_TIME, 1};
    table centrals;
    table accounts;
    table links;
    table stones;
    const auto make_tables = [&] {
        for (table* each : {&centrals, &accounts, &links, &stones}) {
            table_init(each, 3, 2);
        }
        table_add_texts(&centrals, "central_id", ids);
        table_add_texts(&centrals, "usage", usages);
        table_add_texts(&centrals, "status", active);
        table_add_texts(&centrals, "name", names);
        for (table* each : {&accounts, &links, &stones}) {
            table_add_texts(each, "court", courts);
            table_add_texts(each, "login", logins);
        }
        table_add_texts(&accounts, "role", roles);
        table_add_texts(&accounts, "status", active);
        table_add_texts(&accounts, "name", names);
        table_add_texts(&links, "central_id", ids);
        table_add_times(&links, "linked_at", times);
        table_add_texts(&links, "a_column_that_is_not_known", names);
        table_add_texts(&stones, "central_id", ids);
        table_add_times(&stones, "removed_at", times);
    };
    ecflink_engine* engine = nullptr;
    ASSERT_EQ(ecflink_engine_create(nullptr, &engine, nullptr, nullptr), ECFLINK_OK);
    const auto make_index = [&](ecflink_index** index) {
        ArrowArrayStream streams[3];
        table_export(&centrals, &streams[0]);
        table_export(&accounts, &streams[1]);
        table_export(&stones, &streams[2]);
        return ecflink_index_create(engine, nullptr, ECFLINK_ARROW_CHECK_FULL, &streams[0], &streams[1],
                                    &streams[2], nullptr, index, nullptr);
    };
    const auto make_links = [&](ecflink_links** made) {
        ArrowArrayStream stream;
        table_export(&links, &stream);
        return ecflink_links_create(ECFLINK_ARROW_CHECK_FULL, &stream, made, nullptr);
    };

    run_out_of_memory([&] {
        make_tables();
        ecflink_index* index = nullptr;
        const ecflink_status status = make_index(&index);
        ecflink_index_free(index);
        EXPECT_TRUE(table_is_released(&centrals) && table_is_released(&accounts) &&
                    table_is_released(&stones));
        return status;
    });
    run_out_of_memory([&] {
        make_tables();
        ecflink_links* made = nullptr;
        const ecflink_status status = make_links(&made);
        ecflink_links_free(made);
        EXPECT_TRUE(table_is_released(&links));
        return status;
    });

    make_tables();
    ecflink_index* index = nullptr;
    ecflink_links* standing = nullptr;
    ASSERT_EQ(make_index(&index), ECFLINK_OK);
    ASSERT_EQ(make_links(&standing), ECFLINK_OK);
    run_out_of_memory([&] {
        ecflink_report* report = nullptr;
        const ecflink_status status =
            ecflink_links_verify(index, standing, 1, nullptr, nullptr, nullptr, 0, &report, nullptr);
        ecflink_report_free(report);
        return status;
    });
    run_out_of_memory([&] {
        ecflink_report* report = nullptr;
        const ecflink_status status =
            ecflink_links_forecast(index, standing, nullptr, 1, nullptr, &report, nullptr);
        ecflink_report_free(report);
        return status;
    });
    run_out_of_memory([&] {
        ecflink_report* report = nullptr;
        const ecflink_status status =
            ecflink_links_forecast(index, standing, standing, 1, nullptr, &report, nullptr);
        ecflink_report_free(report);
        return status;
    });
    run_out_of_memory([&] {
        ecflink_stream* stream = nullptr;
        ecflink_report* report = nullptr;
        ecflink_status status = ecflink_stream_create(index, 1, nullptr, &stream, nullptr);
        status = status == ECFLINK_OK ? ecflink_stream_add(stream, standing, nullptr, nullptr, 0, nullptr)
                                      : status;
        status = status == ECFLINK_OK ? ecflink_stream_finish(stream, &report, nullptr) : status;
        ecflink_report_free(report);
        ecflink_stream_free(stream);
        return status;
    });
    run_out_of_memory([&] {
        ecflink_changes* changes = nullptr;
        const ecflink_status status =
            ecflink_links_shadow(index, engine, standing, 1, nullptr, &changes, nullptr);
        ecflink_changes_free(changes);
        return status;
    });
    // A part that could not be added can be added again, and counts once.
    const char* const no_courts[] = {"nowhere", "wiwb", "nowhere"};
    const char* const no_logins[] = {"nobody", "a-login-of-nobody-in-this-court", "nobody"};
    const char* const no_ids[] = {"a-central-account-of-nobody", "9", "9"};
    table unknown;
    table_init(&unknown, 3, 3);
    table_add_texts(&unknown, "court", no_courts);
    table_add_texts(&unknown, "login", no_logins);
    table_add_texts(&unknown, "central_id", no_ids);
    table_add_times(&unknown, "linked_at", times);
    ecflink_links* strangers = nullptr;
    {
        ArrowArrayStream stream;
        table_export(&unknown, &stream);
        ASSERT_EQ(ecflink_links_create(ECFLINK_ARROW_CHECK_FULL, &stream, &strangers, nullptr), ECFLINK_OK);
    }
    bool had_room = false;
    for (long granted = 0; !had_room; ++granted) {
        ecflink_stream* stream = nullptr;
        ASSERT_EQ(ecflink_stream_create(index, 1, nullptr, &stream, nullptr), ECFLINK_OK);
        ASSERT_EQ(ecflink_stream_add(stream, standing, nullptr, nullptr, 0, nullptr), ECFLINK_OK);
        allowed = granted;
        const ecflink_status status = ecflink_stream_add(stream, strangers, nullptr, nullptr, 0, nullptr);
        allowed = -1;
        had_room = status == ECFLINK_OK;
        if (!had_room) {
            ASSERT_EQ(status, ECFLINK_E_NOMEM);
            ASSERT_EQ(ecflink_stream_add(stream, strangers, nullptr, nullptr, 0, nullptr), ECFLINK_OK);
        }
        ecflink_report* report = nullptr;
        ASSERT_EQ(ecflink_stream_finish(stream, &report, nullptr), ECFLINK_OK);
        ecflink_tally counts = ECFLINK_TALLY_INIT;
        ASSERT_EQ(ecflink_report_total(report, &counts, nullptr), ECFLINK_OK);
        EXPECT_EQ(counts.links, 6U);
        EXPECT_EQ(ecflink_report_court_count(report), 3U);
        std::uint64_t rows[6];
        ASSERT_EQ(ecflink_report_rows(report, rows, nullptr, nullptr, 6, nullptr), ECFLINK_OK);
        ASSERT_EQ(ecflink_report_row_count(report), 2U) << "one account of nobody with two central accounts";
        EXPECT_EQ(rows[0], 3U);
        EXPECT_EQ(rows[1], 5U);
        ecflink_report_free(report);
        ecflink_stream_free(stream);
    }
    ecflink_links_free(strangers);

    ecflink_report* sum = nullptr;
    ASSERT_EQ(ecflink_links_verify(index, standing, 1, nullptr, nullptr, nullptr, 0, &sum, nullptr),
              ECFLINK_OK);
    const std::size_t courts_before = ecflink_report_court_count(sum);
    ecflink_tally before = ECFLINK_TALLY_INIT;
    ASSERT_EQ(ecflink_report_total(sum, &before, nullptr), ECFLINK_OK);
    for (long granted = 0;; ++granted) {
        allowed = granted;
        const ecflink_status status = ecflink_report_add(sum, sum, nullptr);
        allowed = -1;
        ecflink_tally after = ECFLINK_TALLY_INIT;
        ASSERT_EQ(ecflink_report_total(sum, &after, nullptr), ECFLINK_OK);
        EXPECT_EQ(ecflink_report_court_count(sum), courts_before);
        if (status == ECFLINK_OK) {
            EXPECT_EQ(after.links, 2 * before.links);
            break;
        }
        ASSERT_EQ(status, ECFLINK_E_NOMEM);
        EXPECT_EQ(after.links, before.links);
    }
    run_out_of_memory([&] {
        const std::uint64_t findings[] = {0, 1};
        const std::uint8_t verdicts[] = {0, 2};
        ArrowSchema schema{};
        ArrowArray array{};
        const ecflink_status status =
            ecflink_findings_export(findings, verdicts, 2, &schema, &array, nullptr);
        if (status == ECFLINK_OK) {
            schema.release(&schema);
            array.release(&array);
        }
        return status;
    });
    ecflink_report_free(sum);
    ecflink_links_free(standing);
    ecflink_index_free(index);
    ecflink_engine_free(engine);
}

}  // namespace
