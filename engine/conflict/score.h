// What lives here: the soft score, 0-100, of what another event does to mine: 100 T A D S W
// (CONFLICTS "Soft score"), each factor a pure function, and what severity a score amounts to.
// What may not: searching for pairs, sentences; scores are never shown to people.
// Invariants: 0 <= score <= 100. Moving apart in time or space never raises it under one policy
// whose time weights fall (same part >= same day >= same weekend). A vague side counts by its best
// resolution: an upper bound, labelled possible. A point in time takes no time from anybody: 0.
// Thread-safety: pure functions.
#pragma once

#include <optional>

#include "engine/base/names.h"
#include "engine/conflict/finding.h"
#include "engine/conflict/local_span.h"
#include "engine/conflict/policy.h"
#include "engine/conflict/profile.h"

namespace sopu {

// What two events share of time, the most first.
enum class Together { overlapping, part_of_day, day, weekend, nothing };

struct TimeFactor {
    double value = 0;
    Together together = Together::nothing;
    seconds overlap{0};  // the longest possible where a side is vague
};

// Same weekend counts only where the format is the same.
TimeFactor time_factor(const Timing& a, const Timing& b, bool same_format, const Policy& policy);

// One occurrence of each, where both are fixed: the inner loop of a search.
TimeFactor time_factor(const LocalSpan& a, const LocalSpan& b, bool same_format,
                       const Policy& policy);

struct AudienceFactor {
    double value = 0;
    bool same_format = false;
    int common_audiences = 0;  // specific ones; see common_audiences() for which
    bool other_language = false;
};
AudienceFactor audience_factor(const Profile& a, const Profile& b, const Policy& policy);

// How far apart the two are, as their caller knows it: the nearest pair of municipalities, 0 inside
// an area. Nothing where either has no place at all.
struct Apart {
    std::optional<double> kilometres;
    bool exact = true;  // false: a municipality's point stands in for a position
};

// Kilometres from which on two events do not take from each other.
double reach_km(SizeClass a, SizeClass b, double scale, const Policy& policy);
// The share of its reach beyond which no score is as high as `least`; 1 where any counts.
double reach_share(double least, const Policy& policy);
// 1 within a share of the reach, then falling to 0 at the reach.
double nearness(double kilometres, double reach, const Policy& policy);
// Nothing known and neither online: 0, soft kinds are not evaluated.
double distance_factor(const Profile& a, const Profile& b, const Apart& apart, double scale,
                       const Policy& policy);

double size_factor(SizeClass mine, SizeClass other, const Policy& policy);
double claim_weight(const Profile& other, const Policy& policy);

// A score of 0 leaves unsaid what did not have to be looked at.
struct SoftScore {
    double value = 0;  // 0-100
    TimeFactor time;
    AudienceFactor audience;
    double distance = 0;
    double size = 0;
    double weight = 0;
    std::optional<double> kilometres;  // nothing where a side is online or nowhere
    bool inexact_place = false;        // at most a possible notice
    bool possible = false;             // an upper bound, or an inexact place
};

// `scale` is that of mine's municipality (reach_scale in policy.h), `policy` is mine's too.
SoftScore soft_score(const Profile& mine, const Profile& other, const TimeFactor& time,
                     const Apart& apart, double scale, const Policy& policy);
SoftScore soft_score(const Profile& mine, const Timing& my_time, const Profile& other,
                     const Timing& other_time, const Apart& apart, double scale,
                     const Policy& policy);

// Warning only for a common specific audience or format, neither side routine or long, the place
// known; nothing below a notice, or where both are routine.
std::optional<Severity> soft_severity(const SoftScore& score, const Profile& mine,
                                      const Profile& other, const Policy& policy);

template <>
struct EnumNames<Together> {
    static constexpr std::array<std::string_view, 5> names{"overlapping", "part_of_day", "day",
                                                           "weekend", "nothing"};
};

}  // namespace sopu
