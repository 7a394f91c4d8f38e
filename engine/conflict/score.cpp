#include "engine/conflict/score.h"

#include <algorithm>

namespace sopu {
namespace {

// Thresholds are said in whole numbers: 100 x 0.3 is a notice whatever its last bit.
constexpr double score_rounding = 1e-9;

// Of one window each: the most that some resolution of `a` in its window and of `b` in its can have
// in common. Where the windows have a common part, both can be laid over it.
TimeFactor factor_of(const LocalSpan& a, seconds length_a, const LocalSpan& b, seconds length_b,
                     bool same_format, const Policy& policy) {
    const seconds shorter = std::min(length_a, length_b);
    if (shorter <= seconds{0}) return {};
    TimeFactor best;
    const auto consider = [&best](double value, Together together) {
        if (value > best.value) {
            best.value = value;
            best.together = together;
        }
    };
    const seconds in_common =
        std::min(a.span.end(), b.span.end()) - std::max(a.span.start(), b.span.start());
    if (in_common > seconds{0}) {
        best.overlap = std::min(in_common, shorter);
        const double share =
            static_cast<double>(best.overlap.count()) / static_cast<double>(shorter.count());
        consider(std::min(1.0, policy.time_overlap_factor * share), Together::overlapping);
    }
    if (common(a.parts, b.parts)) consider(policy.time_same_part, Together::part_of_day);
    if (common(a.days, b.days)) consider(policy.time_same_day, Together::day);
    if (same_format && common(a.weekends, b.weekends))
        consider(policy.time_same_weekend, Together::weekend);
    // What is said is what they share, even where a lesser fact counts for more.
    if (best.overlap > seconds{0}) best.together = Together::overlapping;
    return best;
}

bool same_format(const Profile& a, const Profile& b) {
    return a.format != 0 && a.format == b.format;
}

}  // namespace

TimeFactor time_factor(const LocalSpan& a, const LocalSpan& b, bool same_format,
                       const Policy& policy) {
    return factor_of(a, a.span.length(), b, b.span.length(), same_format, policy);
}

TimeFactor time_factor(const Timing& a, const Timing& b, bool same_format, const Policy& policy) {
    TimeFactor best;
    for (const LocalSpan& mine : a.windows)
        for (const LocalSpan& other : b.windows) {
            const TimeFactor found =
                factor_of(mine, a.duration, other, b.duration, same_format, policy);
            const seconds overlap = std::max(best.overlap, found.overlap);
            if (found.value > best.value) best = found;
            best.overlap = overlap;
        }
    return best;
}

AudienceFactor audience_factor(const Profile& a, const Profile& b, const Policy& policy) {
    AudienceFactor factor;
    factor.same_format = same_format(a, b);
    const bool open = a.audiences.open() || b.audiences.open();
    const std::size_t in_common = common(a.audiences, b.audiences);
    factor.common_audiences = static_cast<int>(in_common);
    if (factor.same_format) {
        factor.value = 1;
    } else if (open) {
        factor.value = policy.audience_everyone;
    } else {
        const std::size_t smaller = std::min(a.audiences.size(), b.audiences.size());
        factor.value = static_cast<double>(in_common) / static_cast<double>(smaller);
    }
    factor.other_language =
        !a.languages.open() && !b.languages.open() && common(a.languages, b.languages) == 0;
    if (factor.other_language) factor.value *= policy.audience_other_language;
    return factor;
}

double reach_km(SizeClass a, SizeClass b, double scale, const Policy& policy) {
    return scale * std::max(policy.reach_km[static_cast<std::size_t>(a)],
                            policy.reach_km[static_cast<std::size_t>(b)]);
}

double reach_share(double least, const Policy& policy) {
    // No factor is above 1, so that of the distance has to be this at the least.
    const double factor = std::clamp((least - score_rounding) / 100, 0.0, 1.0);
    return 1 - factor * (1 - policy.reach_full_share);
}

double nearness(double kilometres, double reach, const Policy& policy) {
    const double full = reach * policy.reach_full_share;
    if (kilometres <= full) return 1;
    if (kilometres >= reach) return 0;
    return (reach - kilometres) / (reach - full);
}

double distance_factor(const Profile& a, const Profile& b, const Apart& apart, double scale,
                       const Policy& policy) {
    if (a.online || b.online) return 1;
    if (!apart.kilometres) return 0;
    return nearness(*apart.kilometres, reach_km(a.size, b.size, scale, policy), policy);
}

double size_factor(SizeClass mine, SizeClass other, const Policy& policy) {
    const int smaller = static_cast<int>(mine) - static_cast<int>(other);
    if (smaller <= 0) return 1;
    return smaller == 1 ? policy.size_one_smaller : policy.size_two_smaller;
}

double claim_weight(const Profile& other, const Policy& policy) {
    double weight = 1;
    if (other.claim == Claim::expected) weight = policy.claim_expected;
    if (other.claim == Claim::hold) weight = policy.claim_hold;
    return other.unverified ? std::min(weight, policy.claim_unverified) : weight;
}

SoftScore soft_score(const Profile& mine, const Profile& other, const TimeFactor& time,
                     const Apart& apart, double scale, const Policy& policy) {
    SoftScore score;
    score.time = time;
    if (time.value == 0) return score;  // most pairs of a search end here
    score.distance = distance_factor(mine, other, apart, scale, policy);
    if (score.distance == 0) return score;
    score.audience = audience_factor(mine, other, policy);
    score.size = size_factor(mine.size, other.size, policy);
    score.weight = claim_weight(other, policy);
    score.value =
        100 * time.value * score.audience.value * score.distance * score.size * score.weight;
    if (!mine.online && !other.online) {
        score.kilometres = apart.kilometres;
        score.inexact_place = !apart.exact;
    }
    score.possible = score.inexact_place;
    return score;
}

SoftScore soft_score(const Profile& mine, const Timing& my_time, const Profile& other,
                     const Timing& other_time, const Apart& apart, double scale,
                     const Policy& policy) {
    const TimeFactor time = time_factor(my_time, other_time, same_format(mine, other), policy);
    SoftScore score = soft_score(mine, other, time, apart, scale, policy);
    score.possible = score.possible || !my_time.fixed() || !other_time.fixed();
    return score;
}

std::optional<Severity> soft_severity(const SoftScore& score, const Profile& mine,
                                      const Profile& other, const Policy& policy) {
    if (mine.routine && other.routine) return std::nullopt;
    if (score.value < policy.score_notice - score_rounding) return std::nullopt;
    const bool kin = score.audience.same_format || score.audience.common_audiences > 0;
    const bool capped = mine.routine || other.routine || mine.long_lived || other.long_lived ||
                        score.inexact_place || !kin;
    const bool high = score.value >= policy.score_warning - score_rounding;
    return high && !capped ? Severity::warning : Severity::notice;
}

}  // namespace sopu
