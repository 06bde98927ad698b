// Where memory ends while Arrow is taken over or handed out, everything is released all the same.
#include <ecflink/interop/arrow.hpp>

#include <new>
#include <utility>

#include <gtest/gtest.h>

#include "columns/arrow_producer.hpp"
#include "columns/failing_allocations.hpp"

namespace {

using namespace ecflink;
using producer::node;
using producer::releases;
using support::allocations_left;
using support::no_limit;

/// A batch that asks for memory of every kind: unknown columns, bitmaps, lists of buffers.
node batch() {
    node court = producer::plain_texts("vu", {"wiwb", std::nullopt, "a text that is long"});
    court.name = "court";
    node unknown = court;
    unknown.name = "a column that nobody knows, with a long name";
    node whole = producer::table({court, unknown}, 3);
    whole.buffers[0] = producer::pack_bits({true, true, false});
    whole.null_count = 1;
    return whole;
}

/// Does the work with ever more memory until there is enough. How often there was not.
template <class Work>
int run_out(Work work) {
    for (int allowed = 0;; ++allowed) {
        const bool is_done = work(allowed);
        if (is_done) {
            return allowed;
        }
    }
}

template <class Call>
bool is_done_within(int allocations, Call call) {
    allocations_left = allocations;
    try {
        call();
        allocations_left = no_limit;
        return true;
    } catch (const std::bad_alloc&) {
        allocations_left = no_limit;
        return false;
    }
}

TEST(ArrowMemory, MayEndAtAnyTime) {
    const int batches = run_out([](int allowed) {
        releases counted;
        ArrowSchema schema;
        ArrowArray array;
        make(batch(), schema, counted);
        make(batch(), array, counted);
        const bool is_done = is_done_within(
            allowed, [&] { EXPECT_TRUE(arrow_batches<roster_columns>::take(&schema, &array).has_value()); });
        EXPECT_EQ(counted.schemas, 1) << allowed;
        EXPECT_EQ(counted.arrays, 1) << allowed;
        return is_done;
    });
    EXPECT_GT(batches, 8);

    const int errors = run_out([](int allowed) {
        releases counted;
        ArrowSchema schema;
        ArrowArray array;
        node broken = batch();
        broken.children[0].buffers[1]->at(4) = 0xFF;
        make(broken, schema, counted);
        make(broken, array, counted);
        const bool is_done = is_done_within(
            allowed, [&] { EXPECT_FALSE(arrow_batches<roster_columns>::take(&schema, &array).has_value()); });
        EXPECT_EQ(counted.schemas, 1) << allowed;
        EXPECT_EQ(counted.arrays, 1) << allowed;
        return is_done;
    });
    EXPECT_GT(errors, 8);
}

TEST(ArrowMemory, OfStreamsMayEndAtAnyTime) {
    // The producer allocates its batches while it is asked for them: it must not fail, since it
    // cannot tell.
    const auto with_memory = [](auto work) {
        const int left = std::exchange(allocations_left, no_limit);
        work();
        allocations_left = left;
    };
    struct state {
        releases counted;
        int batches = 0;
        decltype(with_memory) unlimited;
    };
    run_out([&](int allowed) {
        state mine{{}, 0, with_memory};
        ArrowArrayStream stream{.get_schema =
                                    [](ArrowArrayStream* self, ArrowSchema* out) {
                                        auto& it = *static_cast<state*>(self->private_data);
                                        it.unlimited([&] { make(batch(), *out, it.counted); });
                                        return 0;
                                    },
                                .get_next =
                                    [](ArrowArrayStream* self, ArrowArray* out) {
                                        auto& it = *static_cast<state*>(self->private_data);
                                        it.unlimited([&] {
                                            it.batches == 3
                                                ? out->release = nullptr
                                                : (++it.batches, make(batch(), *out, it.counted), nullptr);
                                        });
                                        return 0;
                                    },
                                .get_last_error = nullptr,
                                .release =
                                    [](ArrowArrayStream* self) {
                                        ++static_cast<state*>(self->private_data)->counted.streams;
                                        self->release = nullptr;
                                    },
                                .private_data = &mine};
        const bool is_done = is_done_within(
            allowed, [&] { EXPECT_TRUE(arrow_batches<roster_columns>::take(&stream).has_value()); });
        EXPECT_EQ(mine.counted.streams, 1) << allowed;
        EXPECT_EQ(mine.counted.schemas, 1) << allowed;
        EXPECT_EQ(mine.counted.arrays, mine.batches) << allowed;
        return is_done;
    });
}

TEST(ArrowMemory, OfResultsMayEndAtAnyTime) {
    const std::vector<std::uint64_t> findings(10, 1);
    const std::vector<std::uint8_t> verdicts(10, 1);
    const int failures = run_out([&](int allowed) {
        ArrowSchema schema{};
        ArrowArray array{};
        const bool is_done =
            is_done_within(allowed, [&] { export_results(findings, verdicts, &schema, &array); });
        EXPECT_EQ(schema.release != nullptr, is_done) << "nothing is written before everything is there";
        EXPECT_EQ(array.release != nullptr, is_done);
        if (is_done) {
            schema.release(&schema);
            array.release(&array);
        }
        return is_done;
    });
    EXPECT_GT(failures, 4);  // leaks are for the sanitizer to see
}

}  // namespace
