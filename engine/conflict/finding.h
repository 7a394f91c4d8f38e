// What lives here: Finding, one conflict between an event and another: kind, severity, certainty
// and the factors behind it, from which server/words makes one sentence in each language. What may
// not: sentences, storage, the life cycle of a conflict as an object. Invariants: a finding always
// has all four parts; clashes are in order of time, and cut at limits::finding_occurrences_max,
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
#include "engine/time/resolve.h"

namespace sopu {

// CONFLICTS.md "Kinds": those that two events without recurrence can have.
enum class Kind { venue_overlap, venue_related, buffer_overlap, person_overlap };
enum class Severity { blocking, warning, notice, opportunity };  // worst first

// The occurrence of one side; recurrence_id is nothing for an event that does not recur.
struct Side {
    std::optional<Instant> recurrence_id;
    Interval extent;
    bool operator==(const Side&) const = default;
};

// Two occurrences that clash. `overlap` is what they have in common; for a gap that is too short,
// the gap itself.
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
    EventId mine;  // empty for a question that is not in the calendar
    EventId other;
    std::size_t occurrence_count = 0;
    std::vector<Clash> clashes;
    Factors factors;

    bool operator==(const Finding&) const = default;
};

template <>
struct EnumNames<Kind> {
    static constexpr std::array<std::string_view, 4> names{"venue_overlap", "venue_related",
                                                           "buffer_overlap", "person_overlap"};
};
template <>
struct EnumNames<Severity> {
    static constexpr std::array<std::string_view, 4> names{"blocking", "warning", "notice",
                                                           "opportunity"};
};

}  // namespace sopu
