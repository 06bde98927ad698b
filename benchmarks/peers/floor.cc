// The least that the machine needs to verify links once: read every byte of the inputs, touch one
// slot of an index for every court account, and fetch two slots for every link, from memory that
// nothing else uses. Nothing is hashed, compared or answered.
//
//     floor LINKS INPUT_BYTES THREADS
//
// prints seconds as JSON: {"read_inputs": ..., "build_index": ..., "fetch_slots": ...}
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <span>
#include <thread>
#include <vector>

namespace {

/// Half a cache line: a slot of an index that holds a short key.
struct slot {
    std::array<std::uint64_t, 4> words;
};

/// Receives the results, so that the compiler cannot leave out any work.
std::uint64_t sum_of_all = 0;

/// Memory that has been touched, in huge pages if the system gives them.
template <class T>
std::span<T> allocate(std::size_t count) {
    constexpr std::size_t huge_page = std::size_t{2} << 20U;
    const std::size_t bytes = (count * sizeof(T) + huge_page - 1) / huge_page * huge_page;
    void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        std::perror("mmap");
        std::exit(4);
    }
    madvise(memory, bytes, MADV_HUGEPAGE);
    std::memset(memory, 1, bytes);
    return {static_cast<T*>(memory), count};
}

/// A slot for a row, as a hash would choose it (the finalizer of MurmurHash3).
std::size_t slot_of(std::uint64_t row, std::size_t slots) noexcept {
    std::uint64_t x = row * 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 33U)) * 0xFF51AFD7ED558CCDU;
    x = (x ^ (x >> 33U)) * 0xC4CEB9FE1A85EC53U;
    return static_cast<std::size_t>((x >> 32U) * slots >> 32U);
}

/// Seconds that `work(first, last)` takes over [0, count), shared out among threads.
template <class Work>
double time_of(std::size_t count, unsigned threads, const Work& work) {
    std::vector<std::uint64_t> sums(threads);
    const auto start = std::chrono::steady_clock::now();
    {
        std::vector<std::jthread> others;
        const auto part = [&](unsigned thread) {
            sums[thread] = work(count * thread / threads, count * (thread + 1) / threads);
        };
        for (unsigned thread = 1; thread < threads; ++thread) {
            others.emplace_back(part, thread);
        }
        part(0);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    sum_of_all = std::accumulate(sums.begin(), sums.end(), sum_of_all);
    return took.count();
}

constexpr std::uint64_t ahead = 48;  // prefetches under way: the best of the distances tried

enum class intent { read, write };

/// Calls `touch` for the slots of the rows, each fetched `ahead` rows before. A few slots beyond
/// the last are fetched in vain.
template <intent of, class Touch>
std::uint64_t touch_slots(std::span<slot> slots, std::uint64_t first, std::uint64_t last,
                          const Touch& touch) {
    std::array<slot*, 64> under_way{};
    static_assert(ahead < under_way.size());
    const auto fetch = [&](std::uint64_t row) {
        slot* const next = &slots[slot_of(row, slots.size())];
        __builtin_prefetch(next, of == intent::write ? 1 : 0);
        under_way[row % under_way.size()] = next;
    };
    for (std::uint64_t row = first; row < first + ahead; ++row) {
        fetch(row);
    }
    std::uint64_t sum = 0;
    for (std::uint64_t row = first; row < last; ++row) {
        slot& current = *under_way[row % under_way.size()];
        fetch(row + ahead);
        sum += touch(current);
    }
    return sum;
}

/// The median of three, after one that warms up.
template <class Measure>
double median(const Measure& measure) {
    measure();
    std::array<double, 3> seconds{measure(), measure(), measure()};
    std::sort(seconds.begin(), seconds.end());
    return seconds[1];
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4) {
        std::fputs("usage: floor LINKS INPUT_BYTES THREADS\n", stderr);
        return 2;
    }
    const std::size_t links = std::strtoull(arguments[1], nullptr, 10);
    const std::size_t input_words = std::strtoull(arguments[2], nullptr, 10) / sizeof(std::uint64_t);
    const auto threads = static_cast<unsigned>(std::strtoul(arguments[3], nullptr, 10));
    if (links == 0 || threads == 0) {
        std::fputs("floor: LINKS and THREADS must be over 0\n", stderr);
        return 2;
    }
    const std::span<std::uint64_t> inputs = allocate<std::uint64_t>(input_words);
    const std::span<slot> slots = allocate<slot>(links);

    const double read = median([&] {
        return time_of(inputs.size(), threads, [&](std::size_t first, std::size_t last) {
            std::array<std::uint64_t, 8> sums{};
            for (; first + sums.size() <= last; first += sums.size()) {
                for (std::size_t at = 0; at < sums.size(); ++at) {
                    sums[at] += inputs[first + at];
                }
            }
            return std::accumulate(sums.begin(), sums.end(), std::uint64_t{0});
        });
    });
    const double build = median([&] {
        return time_of(links, threads, [&](std::size_t first, std::size_t last) {
            return touch_slots<intent::write>(slots, first, last, [](slot& x) { return ++x.words[1]; });
        });
    });
    const double fetch = median([&] {
        return time_of(2 * links, threads, [&](std::size_t first, std::size_t last) {
            return touch_slots<intent::read>(slots, first, last, [](const slot& x) { return x.words[0]; });
        });
    });
    std::printf("{\"read_inputs\": %.6f, \"build_index\": %.6f, \"fetch_slots\": %.6f}\n", read, build,
                fetch);
    return sum_of_all == 0 ? 1 : 0;
}
