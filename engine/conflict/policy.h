// What lives here: Policy, the numbers that judgement uses, as plain data: lengths assumed, travel,
// coverage, the soft score, deadlines, protected days; and Policies, one for all with those of
// single municipalities in its place. What each number does is said in data/policies/default.toml.
// What may not: rules (rules.h), the score itself (score.h), sentences.
// Invariants: every number has its unit in its name and a default that CONFLICTS.md gives; weights
// and shares are 0-1. Weights fall with what they weigh: the score leans on that (score.h).
// Thread-safety: plain values.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/id.h"
#include "engine/base/text.h"
#include "engine/model/event.h"
#include "engine/time/instant.h"

namespace sopu {

// A permit or a notice that is asked for so many days before, where the event says the condition
// ("fire"), or that so many people are expected. The name is told to people.
struct LeadTime {
    std::string condition;   // one of Event::conditions; "": only the number of people counts
    int attendance_min = 0;  // 0: however many
    int days = 14;
    bool applies = true;  // false: not in this municipality
    LocalizedText name;
    bool operator==(const LeadTime&) const = default;
};

// A day that the municipality keeps free of other things; every year where no year is said.
struct ProtectedDay {
    int year = 0;
    unsigned month = 0;  // 1-12
    unsigned day = 0;
    LocalizedText name;
    bool operator==(const ProtectedDay&) const = default;
};

using LeadTimes = std::map<std::string, LeadTime, std::less<>>;
using ProtectedDays = std::map<std::string, ProtectedDay, std::less<>>;

// National deadlines; a municipality's own differ, so the page says "tarkista kunnasta".
LeadTimes default_lead_times();

struct Policy {
    // The length of an event whose end is not said, by category; else `length_default`.
    minutes length_default{120};
    std::map<std::string, minutes, std::less<>> length_by_category;

    // Travel between two places: crow kilometres times a factor, at a speed, plus an allowance.
    double travel_road_factor = 1.3;
    double travel_km_per_hour = 60;
    minutes travel_allowance{15};

    // Coverage: below these the calendar knows too little to call a date clear.
    int coverage_contributors_min = 5;     // organisers heard from
    int coverage_contributors_days = 365;  // in so many days
    int coverage_events_min = 10;          // events known
    int coverage_window_days = 56;         // in the weeks around, half before and half after
    double coverage_reach_km = 25;

    // What staff of the area submit for a trusted organisation is published at once
    // (docs/decisions/0006-publishing-without-review.md).
    bool trusted_publish_without_review = true;

    // The soft score (score.h), 0-100, and what it is called from where on.
    double score_warning = 75;
    double score_notice = 30;
    // Time: full from half an overlap on, else by what the two have in common.
    double time_overlap_factor = 2;
    double time_same_part = 0.5;
    double time_same_day = 0.3;
    double time_same_weekend = 0.3;  // where the format is the same
    // Audience.
    double audience_everyone = 0.7;
    double audience_other_language = 0.75;
    // Distance: full within a share of the reach, none from the reach on. By SizeClass.
    std::array<double, 4> reach_km{10, 25, 50, 120};
    double reach_full_share = 1.0 / 3;
    SizeClass size_default = SizeClass::village;
    // The reach is scaled to how much goes on; without `scale` by clamp(sqrt(target / events), min,
    // 1) of the events of an ordinary day around.
    std::optional<double> scale;
    double scale_min = 0.08;
    double scale_target_events = 0.5;
    double scale_around_km = 25;
    // Size: what a smaller one does to a larger.
    double size_one_smaller = 0.6;
    double size_two_smaller = 0.3;
    // Weight of the other side's claim.
    double claim_hold = 0.8;
    double claim_unverified = 0.8;
    double claim_expected = 0.7;

    // What is not judged as a single event: what goes on every week, and what lasts.
    std::vector<std::string> routine_categories{"weekly_activity"};
    std::vector<std::string> exhibition_categories{"exhibition"};
    int long_days = 4;

    // Busy: the sum of scores against the median of the same weekday and part of day around.
    double busy_factor = 1.5;
    double busy_floor_score = 250;
    int busy_weeks = 8;

    int saturation_count = 3;  // of one format in reach within one weekend, this one included
    double opportunity_km = 25;
    int opportunity_days = 1;                 // apart at most; 0: the same day only
    double duplicate_title_similarity = 0.6;  // 0-1, see title_similarity.h
    bool organiser_overlap = true;            // of organisations that are marked small

    LeadTimes lead_times = default_lead_times();
    int lead_time_near_days = 7;

    // Observances.
    int school_holiday_days_max = 14;  // a longer one says nothing of a date
    bool service_hour = false;         // whether the Sunday service is spoken of
    int service_start_minute = 600;    // of the day: 10:00
    minutes service_length{90};
    ProtectedDays protected_days;

    bool operator==(const Policy&) const = default;
};

// What the reach is multiplied by where an ordinary day has so many non-routine events around.
double reach_scale(const Policy& policy, double events_of_ordinary_day);

class Policies {
  public:
    using ByMunicipality = std::map<MunicipalityCode, Policy>;

    // From a Policy, because most have just one.
    Policies(Policy base = {}, ByMunicipality own = {});

    const Policy& base() const { return base_; }
    const Policy& of(const MunicipalityCode& code) const;
    // Of an event that lies in several: theirs if they have one in common, else the one for all.
    const Policy& of(std::span<const MunicipalityCode> codes) const;
    const ByMunicipality& own() const { return own_; }
    // Kilometres from which on an event of a size takes from no smaller one, and none from it,
    // under whichever of the policies and however little goes on.
    double widest_reach_km(SizeClass size) const {
        return widest_reach_km_[static_cast<std::size_t>(size)];
    }

    bool operator==(const Policies&) const = default;

  private:
    Policy base_;
    ByMunicipality own_;
    std::array<double, 4> widest_reach_km_{};
};

}  // namespace sopu
