// person_name.hpp: how two names compare. Compiled, since it needs Unicode's tables.
//
// A name is read into words and at most one generation, by these steps:
//
// 1. Compatibility composition (NFKC) and full case folding. Latin letters that Unicode does not
//    take apart become what an American keyboard has for them (d for U+0111, o for U+00F8, ae for
//    U+00E6). Apostrophes that Unicode counts as letters go (U+02BB, the okina).
// 2. Decomposition (NFD). The marks of Latin, Greek, Cyrillic, Hebrew and Arabic letters go. All
//    other marks stay and count as letters, because there they are vowels or make another letter.
// 3. The name is split into parts at commas, and each part into tokens at white space. What holds
//    no letter or number goes. Titles (Esq., Esquire, PhD, MD, JD, LLM, DDS, CPA) and generations
//    (1: Sr., Senior; 2: Jr., Junior, II, 2nd; 3: III, 3rd; 4: IV, 4th) are told by the letters and
//    numbers of a token. From the end of the name on, every part after the first that is nothing
//    but these goes, unless one part with one token would be left ("Holt, JR" has initials). Then
//    they go from the end of each part, as long as it keeps one token, or two if it is the only
//    part. The last generation that went is that of the name.
// 4. If there is more than one part left, the first is moved to the end.
// 5. Full stops, hyphens, dashes and slashes become spaces; everything goes that is neither letter,
//    number nor white space; words have single spaces between them; neighboring words of one letter
//    are joined.
//
// "GARCIA-Lopez, Ana Jr." has the words "ana garcia lopez" and generation 2; "Morrow, J. P." has
// the words "jp morrow".
//
// A name never decides who somebody is: it is shown, and compared for the reader's sake (A6, A26).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <ecflink/core/link.hpp>
#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

/// A name as it is compared.
struct person_name {
    std::string words;            ///< folded, with single spaces between them
    std::uint8_t generation = 0;  ///< from 1 (senior) to 4; 0 if the name states none

    friend bool operator==(const person_name&, const person_name&) = default;
};

/// Reads a name. Text that has no letter or number, or is not well-formed UTF-8, has no words. Safe
/// from any number of threads.
[[nodiscard]] person_name read_name(std::string_view name);

/// Compares the name of a central account with that of a court account. A name without words counts
/// as missing. Names are equal when normalized if their words are equal, and their generations are
/// equal or one states none. So a name without a generation equals that of the father and that of
/// the son, which differ. Safe from any number of threads; allocates only where the names differ or
/// are not ASCII.
[[nodiscard]] name_comparison compare_names(std::string_view central, std::string_view account);

ECFLINK_END_NAMESPACE
