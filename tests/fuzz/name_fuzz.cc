// Two names in one input, separated by a NUL. What is read of a name is well-formed, in bulk the
// same is read, and the comparison does not depend on the order.
#include <string>

#include <ecflink/core/ids.hpp>
#include <ecflink/tables/person_name.hpp>

#include "fuzz/fuzzing.hpp"

using namespace ecflink;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    const std::size_t nul = text.find('\0');
    const std::string_view a = text.substr(0, nul);
    const std::string_view b = nul == std::string_view::npos ? a : text.substr(nul + 1);

    const person_name read = read_name(a);
    const std::string& form = read.words;
    fuzz::require(detail::is_utf8(form), "words are UTF-8");
    fuzz::require(detail::is_utf8(a) || read == person_name{}, "what is no UTF-8 has no words");
    fuzz::require(read.generation <= 4 && (read.generation == 0 || !form.empty()),
                  "a generation is from 1 to 4, of a name with words");
    fuzz::require(
        form.empty() || (form.front() != ' ' && form.back() != ' ' && form.find("  ") == std::string::npos),
        "words are apart by one blank");

    const name_comparison one = compare_names(a, b);
    const name_comparison other = compare_names(b, a);
    fuzz::require(one.central_present == !form.empty(), "a name is there if something is left of it");
    fuzz::require(
        one.central_present == other.account_present && one.account_present == other.central_present,
        "sides only change places");
    fuzz::require(one.equal_exact == other.equal_exact && one.equal_normalized == other.equal_normalized,
                  "equal is equal both ways");
    fuzz::require(
        one.common == other.common && one.total == other.total && 2 * std::uint64_t{one.common} <= one.total,
        "similarity is from 0 to 1, both ways");
    fuzz::require(one.similarity() >= 0 && one.similarity() <= 1, "similarity is from 0 to 1");
    if (one.central_present && one.account_present) {
        const person_name b_read = read_name(b);
        const bool generations_agree =
            read.generation == b_read.generation || read.generation == 0 || b_read.generation == 0;
        fuzz::require(one.equal_normalized == (form == b_read.words && generations_agree),
                      "equal is what has the same words, and no other generation");
        fuzz::require(form != b_read.words || one.similarity() == 1, "the same words are similar");
        fuzz::require(!one.equal_exact || one.equal_normalized, "what is exactly equal is equal");
        fuzz::require(!one.equal_normalized || one.similarity() == 1, "what is equal is similar");
    }
    return 0;
}
