// Hands results over as Arrow.
#include <ecflink/interop/arrow.hpp>

#include <array>
#include <iterator>
#include <memory>

ECFLINK_BEGIN_NAMESPACE

namespace {

using detail::arrow_owner;

/// The children of a struct. Each owns its values, since a consumer may move a child out and
/// release the parent.
template <class Struct>
struct family {
    std::array<arrow_owner<Struct>, 2> children;
    std::array<Struct*, 2> list{children[0].get(), children[1].get()};
    std::array<const void*, 1> buffers{nullptr};
};

template <class T>
struct column {
    explicit column(std::span<const T> from) : values(from.begin(), from.end()) {}

    std::vector<T> values;
    std::array<const void*, 2> buffers{nullptr, values.data()};
};

/// Gives a struct its private data, which lives as long as the struct.
template <class Data, class Struct>
Data& keep(Struct& in, std::unique_ptr<Data> data) noexcept {
    in.private_data = data.get();
    in.release = [](Struct* self) {
        delete static_cast<Data*>(self->private_data);
        self->release = nullptr;
    };
    return *data.release();
}

void describe(ArrowSchema& schema, const char* format, const char* name) noexcept {
    schema.format = format;
    schema.name = name;
    schema.release = [](ArrowSchema* self) { self->release = nullptr; };
}

template <class T>
void fill(ArrowArray& array, std::span<const T> values) {
    auto& kept = keep(array, std::make_unique<column<T>>(values));
    array.length = static_cast<std::int64_t>(values.size());
    array.n_buffers = std::ssize(kept.buffers);
    array.buffers = kept.buffers.data();
}

template <class Struct>
family<Struct>& adopt(Struct& parent) {
    auto& kept = keep(parent, std::make_unique<family<Struct>>());
    parent.n_children = std::ssize(kept.list);
    parent.children = kept.list.data();
    return kept;
}

}  // namespace

void export_results(std::span<const std::uint64_t> findings, std::span<const std::uint8_t> verdicts,
                    ArrowSchema* schema, ArrowArray* array) {
    arrow_owner<ArrowSchema> type;
    describe(*type.get(), "+s", "");
    auto& fields = adopt(*type.get());
    describe(*fields.list[0], "L", "findings");
    describe(*fields.list[1], "C", "verdict");

    arrow_owner<ArrowArray> batch;
    auto& columns = adopt(*batch.get());
    fill(*columns.list[0], findings);
    fill(*columns.list[1], verdicts);
    batch.get()->length = static_cast<std::int64_t>(findings.size());
    batch.get()->n_buffers = std::ssize(columns.buffers);
    batch.get()->buffers = columns.buffers.data();

    *schema = *type;
    *array = *batch;
    type.get()->release = nullptr;
    batch.get()->release = nullptr;
}

ECFLINK_END_NAMESPACE
