// latin_name.hpp: normalizes names in Latin letters, without Unicode's tables and without
// allocation.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <ecflink/core/ids.hpp>
#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::names {

/// A name whose characters are ASCII or Latin letters from U+00C0 to U+024F. These letters do not
/// combine with their neighbors, so a name can be normalized letter by letter. The form of each
/// letter is taken from `normalize_name` once, so the two cannot differ.
class latin_name {
public:
    /// False if the name has other characters, is ill-formed or is too long; then there is no
    /// normalized form here. Allocates only on the first call in the program.
    [[nodiscard]] bool normalize(std::string_view name);
    /// The normalized form.
    [[nodiscard]] std::string_view text() const noexcept { return {text_.data(), size_}; }

private:
    static constexpr std::size_t most_bytes_of_a_letter = 4;

    void drop_suffix(std::size_t word, std::size_t& end) const noexcept;

    std::array<char, most_bytes_of_a_letter * max_name_bytes> kept_;
    std::array<char, most_bytes_of_a_letter * max_name_bytes + 1> text_;
    std::size_t size_ = 0;
};

}  // namespace detail::names
ECFLINK_END_NAMESPACE
