// person_name.hpp: how two names compare. Compiled, since it needs Unicode's tables.
//
// The normalized form of a name is made by these steps, in this order: compatibility composition
// (NFKC); full case folding; the words jr, sr, ii, iii, iv and esq dropped wherever they stand,
// with a comma before and a full stop after; if a comma is left, what stands before the first one
// moved to the end; decomposition (NFD) and every mark dropped; hyphens, dashes and slashes made
// spaces; everything dropped that is neither letter, number nor white space; white space reduced to
// single spaces between words. "GARCIA-Lopez, Ana Jr." becomes "ana garcia lopez".
//
// A name never decides who somebody is: it is shown, and compared for the reader's sake (A6, A26).
#pragma once

#include <string>
#include <string_view>

#include <ecflink/core/link.hpp>
#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

/// The normalized form; empty for text that has no letter or number, or is not well-formed UTF-8.
[[nodiscard]] std::string normalize_name(std::string_view name);

/// Compares the name of a central account with that of a court account. A name that is empty, has
/// no letter or number, or is not well-formed UTF-8 counts as missing. Safe from any number of
/// threads; allocates only where the names differ or are not ASCII.
[[nodiscard]] name_comparison compare_names(std::string_view central, std::string_view account);

ECFLINK_END_NAMESPACE
