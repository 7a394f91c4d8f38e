// What lives here: Recurrence, what an event says of its repeating: rule, added dates, exceptions
// and what single occurrences have of their own (RFC 5545 3.8.5, 3.8.4.4).
// What may not: occurrences (world/series.h), how a file or a form writes it.
// Invariants: an event that has one is Timed or AllDay, and that is its DTSTART, the first
// occurrence; behind the service's door `check_recurrence` (world/series.h) holds.
// Thread-safety: plain values; events share them as Boxed<Recurrence>.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/id.h"
#include "engine/base/text.h"
#include "engine/place/position.h"
#include "engine/recur/series.h"
#include "engine/time/when.h"

namespace sopu {

// How firm the claim on the date is, weakest first (CONFLICTS "Claims").
enum class Claim { expected, hold, tentative, confirmed };

// Where an occurrence is, if not where the series is.
struct OverridePlace {
    std::optional<VenueId> venue;
    std::string venue_text;
    std::optional<Position> position;
    bool operator==(const OverridePlace&) const = default;
};

// How one occurrence, or it and all later ones, differ. What is not said is as the series has it.
struct Override {
    recur::Moment recurrence_id;  // where the series has it, wherever it went
    recur::OverrideRange range = recur::OverrideRange::this_one;
    bool cancelled = false;               // it does not take place; the rest is not looked at
    std::optional<When> when;             // Timed or AllDay
    std::optional<recur::Length> length;  // where `when` cannot tell it exactly
    std::optional<LocalizedText> title;
    std::optional<LocalizedText> description;
    std::optional<OverridePlace> place;
    std::optional<Claim> claim;
    std::optional<bool> transparent;

    bool operator==(const Override&) const = default;
};

struct Recurrence {
    std::optional<recur::Rule> rule;
    std::vector<recur::ExtraDate> dates;    // RDATE
    std::vector<recur::Moment> exceptions;  // EXDATE: skipped
    std::vector<Override> overrides;
    // Where `when` cannot tell the length exactly: a DURATION with nominal days, or an end that is
    // the second of two equal local times. Else the exact length of `when` (3.8.5.3).
    std::optional<recur::Length> length;

    bool operator==(const Recurrence&) const = default;
};

template <>
struct EnumNames<Claim> {
    static constexpr std::array<std::string_view, 4> names{"expected", "hold", "tentative",
                                                           "confirmed"};
};

}  // namespace sopu
