// scripts.hpp: the scripts whose marks are accents.
#pragma once

#include <algorithm>
#include <array>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::names {

struct code_point_range {
    char32_t first;
    char32_t last;
};

/// Where letters of the Latin, Greek, Cyrillic, Hebrew and Arabic scripts stand, in ascending
/// order. Source: the Script property of Unicode 15.0 (Scripts.txt). No range has a letter of
/// another script; what stands there and is no letter has to be told by its category.
inline constexpr code_point_range accented_scripts[] = {
    {0x41, 0xAA},       {0xBA, 0x2B8},      {0x2E0, 0x2E4},     {0x370, 0x373},    {0x376, 0x3E1},
    {0x3F0, 0x52F},     {0x5D0, 0x63F},     {0x641, 0x6FF},     {0x750, 0x77F},    {0x870, 0x8C9},
    {0x1C80, 0x1C88},   {0x1D00, 0x1FFC},   {0x2071, 0x209C},   {0x2126, 0x2126},  {0x212A, 0x212B},
    {0x2132, 0x2132},   {0x214E, 0x2184},   {0x2C60, 0x2C7F},   {0xA640, 0xA69D},  {0xA722, 0xA787},
    {0xA78B, 0xA7FF},   {0xAB30, 0xAB69},   {0xFB00, 0xFB06},   {0xFB1D, 0xFDFB},  {0xFE70, 0xFF5A},
    {0x10780, 0x107BA}, {0x1DF00, 0x1DF2A}, {0x1E030, 0x1E06D}, {0x1EE00, 0x1EEBB}};

/// True for a letter of these scripts. `c` is a letter.
[[nodiscard]] constexpr bool is_of_accented_script(char32_t c) noexcept {
    const auto* const range = std::ranges::lower_bound(accented_scripts, c, {}, &code_point_range::last);
    return range != std::ranges::end(accented_scripts) && c >= range->first;
}

}  // namespace detail::names
ECFLINK_END_NAMESPACE
