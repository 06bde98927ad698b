// latin_name.hpp: reads names in Latin letters, without Unicode's tables and without allocation.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <ecflink/core/ids.hpp>
#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::names {

/// A name whose characters are ASCII or Latin letters from U+00C0 to U+024F. These letters do not
/// combine with their neighbors, so a name can be folded letter by letter. The form of each letter
/// is taken from `read_name` once, so the two cannot differ.
class latin_name {
public:
    /// False if the name has other characters, is ill-formed or is too long; then there is nothing
    /// here. Allocates only on the first call in the program.
    [[nodiscard]] bool read(std::string_view name);
    /// As `person_name` has them.
    [[nodiscard]] std::string_view words() const noexcept { return {words_.data(), size_}; }
    [[nodiscard]] std::uint8_t generation() const noexcept { return generation_; }

private:
    static constexpr std::size_t most_bytes_of_a_letter = 4;

    std::array<char, most_bytes_of_a_letter * max_name_bytes> folded_;
    std::array<char, most_bytes_of_a_letter * max_name_bytes> words_;
    std::size_t size_ = 0;
    std::uint8_t generation_ = 0;
};

}  // namespace detail::names
ECFLINK_END_NAMESPACE
