// court.hpp: what the directory knows of a court.
//
// The directory of 207 federal courts is compiled in (policies/directory.hpp). A court is one
// filing system, with its own accounts and its own cut-over.
#pragma once

#include <string_view>

#include <ecflink/core/ids.hpp>
#include <ecflink/core/tokens.hpp>

ECFLINK_BEGIN_NAMESPACE

/// One court of the directory. Texts are static; an empty one is not known.
struct court_record {
    court_id id;
    std::string_view pacer_id;  ///< the id that the center uses: "WIWBK"
    std::string_view name;
    court_kind kind;
    std::string_view circuit;    ///< "7", "DC", "FC"
    std::string_view state;      ///< two letters
    std::string_view time_zone;  ///< IANA name
    /// local time, as precise as it is known: "2020-03-30T08:00", "2022-04-25", "2021-11", ""
    std::string_view go_live;
    go_live_precision precision;
    /// local times between which the court went live, where `go_live` is not exact
    std::string_view go_live_not_before;
    std::string_view go_live_by;
    std::string_view outage_begin;  ///< local time; the outage ends at go-live
    std::string_view help_phone;
    std::string_view source;  ///< the pages that say so, separated by blanks
};

ECFLINK_END_NAMESPACE
