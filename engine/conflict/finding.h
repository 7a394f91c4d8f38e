// What lives here: Finding, one conflict between an event and another, or a fact, or all that is
// around it: kind, severity, certainty and the factors behind it, from which server/words makes one
// sentence in each language. What may not: sentences, storage, the life cycle of a conflict as an
// object. Invariants: a finding always has all four parts; it has another event or a fact, never
// both; clashes are in order of time, at least one, and cut at limits::finding_occurrences_max,
// which occurrence_count lets the reader notice. Thread-safety: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/id.h"
#include "engine/base/names.h"
#include "engine/base/text.h"
#include "engine/time/resolve.h"

namespace sopu {

// CONFLICTS.md "Kinds", in its order: findings of equal weight are listed so.
enum class Kind {
    venue_overlap,
    venue_related,
    buffer_overlap,
    regular_slot,
    venue_closed,
    capacity_exceeded,
    resource_shortage,
    person_overlap,
    organiser_overlap,
    audience_overlap,
    busy_time,
    format_saturation,
    observance,
    lead_time,
    series_self_overlap,
    doubtful_time,
    possible_duplicate,
    opportunity,
};
enum class Severity { blocking, warning, notice, opportunity };  // worst first

// The occurrence of one side; recurrence_id is nothing for an event that does not recur.
struct Side {
    std::optional<Instant> recurrence_id;
    Interval extent;
    bool operator==(const Side&) const = default;
};

// What an event clashes with that is no event.
enum class FactType { observance, closure, deadline, load, clock, source };

struct Fact {
    FactType type = FactType::observance;
    std::string id;      // of the observance, closure, lead time, resource, venue or event
    LocalizedText name;  // as its owner says it; empty where the kind says all
    bool operator==(const Fact&) const = default;
};

// Two occurrences that clash. Of a clash with a fact `other` is the time of the fact. `overlap` is
// what they have in common; for a gap that is too short, the gap itself.
struct Clash {
    Side mine;
    Side other;
    Interval overlap;
    bool operator==(const Clash&) const = default;
};

// Facts and numbers by name; which kind has which is in data/README.md.
using Factor = std::variant<std::int64_t, double, bool, std::string>;
using Factors = std::map<std::string, Factor, std::less<>>;

struct Finding {
    Kind kind = Kind::venue_overlap;
    Severity severity = Severity::notice;
    Certainty certainty = Certainty::certain;
    EventId mine;   // empty for a question that is not in the calendar
    EventId other;  // empty where there is a fact
    std::optional<Fact> fact;
    std::vector<EventId> others;  // of kinds that many have a part in, those nearest first
    std::size_t occurrence_count = 0;
    std::vector<Clash> clashes;
    Factors factors;

    bool operator==(const Finding&) const = default;
};

template <>
struct EnumNames<Kind> {
    static constexpr std::array<std::string_view, 18> names{
        "venue_overlap",      "venue_related",     "buffer_overlap",      "regular_slot",
        "venue_closed",       "capacity_exceeded", "resource_shortage",   "person_overlap",
        "organiser_overlap",  "audience_overlap",  "busy_time",           "format_saturation",
        "observance",         "lead_time",         "series_self_overlap", "doubtful_time",
        "possible_duplicate", "opportunity"};
};
template <>
struct EnumNames<FactType> {
    static constexpr std::array<std::string_view, 6> names{"observance", "closure", "deadline",
                                                           "load",       "clock",   "source"};
};
template <>
struct EnumNames<Severity> {
    static constexpr std::array<std::string_view, 4> names{"blocking", "warning", "notice",
                                                           "opportunity"};
};

}  // namespace sopu
