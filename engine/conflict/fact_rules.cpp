#include "engine/conflict/fact_rules.h"

#include "engine/conflict/open_hours.h"
#include "engine/conflict/said_in_gap.h"
#include "engine/time/iso.h"

namespace sopu {
namespace {

using date::days;

Date local_day(Instant instant, const Zone& home) {
    return date::floor<days>(to_local(instant, home));
}

// First and last local day of a time; what ends at midnight does not touch the next day.
std::pair<Date, Date> days_of(const Interval& extent, const Zone& home) {
    const Date first = local_day(extent.start(), home);
    const Instant last = extent.empty() ? extent.start() : extent.end() - seconds{1};
    return {first, std::max(first, local_day(last, home))};
}

Interval span_of(Date first, Date last, const Zone& home) {
    return {to_instant(LocalTime(first), home), to_instant(LocalTime(last + days{1}), home)};
}

void venue_closed(const Asked& asked, Gathering& found) {
    const Zones& zones = asked.ground().zones;
    for (const Instance& it : asked.instances) {
        const Venue* venue = asked.world.venue(it->space);
        if (venue == nullptr) continue;
        for (const Closure* closure : asked.world.closures_of(venue->id)) {
            const Resolutions closed = resolve(closure->when, seconds{0}, zones);
            const auto certainty = overlap(it.times(), closed);
            if (!certainty) continue;
            Finding finding = fact_finding(
                Kind::venue_closed, Severity::blocking, *certainty, asked, it,
                {FactType::closure, closure->id.text(), closure->name}, closed.extent());
            finding.factors["venue"] = venue->id.text();
            found.add(std::move(finding));
        }
        const auto outside = outside_hours(it, *venue, asked.world);
        if (!outside) continue;
        Finding finding =
            fact_finding(Kind::venue_closed, Severity::warning, *outside, asked, it,
                         {FactType::closure, "hours:" + venue->id.text(), {}}, it.extent());
        finding.factors["venue"] = venue->id.text();
        finding.factors["outside_hours"] = true;
        found.add(std::move(finding));
    }
}

void capacity_exceeded(const Asked& asked, Gathering& found) {
    const auto expected = asked.mine.event->expected_attendance;
    if (!expected) return;
    for (const Instance& it : asked.instances) {
        const Venue* venue = asked.world.venue(it->space);
        if (venue == nullptr || !venue->capacity || *expected <= *venue->capacity) continue;
        Finding finding =
            fact_finding(Kind::capacity_exceeded, Severity::warning, Certainty::certain, asked, it,
                         {FactType::load, venue->id.text(), {}}, it.extent());
        finding.factors["venue"] = venue->id.text();
        finding.factors["expected"] = static_cast<std::int64_t>(*expected);
        finding.factors["capacity"] = static_cast<std::int64_t>(*venue->capacity);
        found.add(std::move(finding));
    }
}

// The name without the word for "day" at its end, else without its last two letters: what the name
// of a feast begins with ("itsenäisyysjuhla" on itsenäisyyspäivä).
std::string stem_of(std::string folded) {
    constexpr std::size_t ending_bytes = 2;
    for (const std::string_view day : {"päivä", "dagen", " day", "dag"})
        if (folded.ends_with(day)) return folded.substr(0, folded.size() - day.size());
    return folded.substr(0, folded.size() - std::min(folded.size(), ending_bytes));
}

// The event is about the day: its title has the day's name, or the stem of it, in some language.
bool is_about(const Event& event, const LocalizedText& name, const Ground& ground) {
    constexpr std::size_t stem_bytes_min = 4;
    for (const auto& [language, title] : event.title) {
        const std::string folded = ground.fold(title);
        for (const auto& [other, word] : name) {
            const std::string stem = stem_of(ground.fold(word));
            if (is_utf8(stem) && stem.size() >= stem_bytes_min &&
                folded.find(stem) != std::string::npos)
                return true;
        }
    }
    return false;
}

bool is_told(const Observance& observance, const Observed& observed, const Policy& policy) {
    switch (observance.kind) {
        case ObservanceKind::flag_day:
            return false;  // good to know, no reason to think again
        case ObservanceKind::service_hour:
            return policy.service_hour;
        case ObservanceKind::school_holiday:
            return (observed.last - observed.first).count() + 1 <= policy.school_holiday_days_max;
        default:
            return true;
    }
}

// Where the observance has hours, of its days those; else the whole days.
bool touches(const Observed& observed, const Instance& it, const Zone& home, Interval& time) {
    time = span_of(observed.first, observed.last, home);
    if (!observed.observance->hours) return true;
    const auto [first, last] = days_of(it.extent(), home);
    for (Date day = std::max(first, observed.first); day <= std::min(last, observed.last);
         day += days{1}) {
        const DayHours& hours = *observed.observance->hours;
        const Interval then(to_instant(LocalTime(day) + hours.from, home),
                            to_instant(LocalTime(day) + hours.to, home));
        if (!overlap(then, it.extent())) continue;
        time = then;
        return true;
    }
    return false;
}

void observance(const Asked& asked, Gathering& found) {
    const Zone& home = asked.ground().zones.home();
    for (const Instance& it : asked.instances) {
        const auto [first, last] = days_of(it.extent(), home);
        // A wide question is answered with its best days, and what lasts meets every holiday.
        if ((last - first).count() >= asked.policy.long_days) continue;
        for (const Observed& observed :
             asked.ground().observances.on(first, last, it->municipalities)) {
            Interval time;
            if (!is_told(*observed.observance, observed, asked.policy)) continue;
            if (!touches(observed, it, home, time)) continue;
            // Somewhere on its days it lies in any case; within their hours only if it says so.
            const bool inside = observed.first <= first && last <= observed.last;
            const bool certain = observed.observance->firm &&
                                 (it.times().fixed() || (inside && !observed.observance->hours));
            Finding finding = fact_finding(
                Kind::observance, Severity::notice,
                certain ? Certainty::certain : Certainty::possible, asked, it,
                {FactType::observance, observed.observance->id, observed.observance->name}, time);
            finding.factors["observance"] = std::string(name_of(observed.observance->kind));
            if (is_about(*asked.mine.event, observed.observance->name, asked.ground()))
                finding.factors["benefit"] = true;
            found.add(std::move(finding));
        }
    }
}

// Days that a municipality keeps free by its policy.
void protected_day(const Asked& asked, Gathering& found) {
    const Zone& home = asked.ground().zones.home();
    for (const Instance& it : asked.instances) {
        const auto [first, last] = days_of(it.extent(), home);
        if ((last - first).count() >= asked.policy.long_days) continue;
        for (const auto& [id, kept] : asked.policy.protected_days)
            for (Date day = first; day <= last; day += days{1}) {
                const date::year_month_day ymd(day);
                if (unsigned(ymd.month()) != kept.month || unsigned(ymd.day()) != kept.day ||
                    (kept.year != 0 && int(ymd.year()) != kept.year))
                    continue;
                const bool certain = it.times().fixed() || first == last;
                Finding finding =
                    fact_finding(Kind::observance, Severity::notice,
                                 certain ? Certainty::certain : Certainty::possible, asked, it,
                                 {FactType::observance, id, kept.name}, span_of(day, day, home));
                finding.factors["observance"] = std::string(name_of(ObservanceKind::local_day));
                found.add(std::move(finding));
            }
    }
}

// Of a series the first occurrence that is not over counts: a permit is asked for once.
void lead_time(const Asked& asked, Gathering& found) {
    const Zone& home = asked.ground().zones.home();
    if (asked.world.last_tick() == Instant{}) return;  // no clock, nothing is late
    const Date today = local_day(asked.world.last_tick(), home);
    const auto next =
        std::find_if(asked.instances.begin(), asked.instances.end(),
                     [&](const Instance& it) { return days_of(it.extent(), home).first >= today; });
    if (next == asked.instances.end()) return;
    const auto [first, last] = days_of(next->extent(), home);
    const bool certain = next->times().fixed() || first == last;  // the day is known
    for (const auto& [id, lead] : asked.policy.lead_times) {
        if (!applies(lead, *asked.mine.event)) continue;
        const Date deadline = first - days{lead.days};
        const auto left = (deadline - today).count();
        if (left > asked.policy.lead_time_near_days) continue;
        Finding finding = fact_finding(
            Kind::lead_time, Severity::warning, certain ? Certainty::certain : Certainty::possible,
            asked, *next, {FactType::deadline, id, lead.name}, span_of(deadline, deadline, home));
        finding.factors["deadline"] = format_date(deadline);
        finding.factors["days"] = static_cast<std::int64_t>(lead.days);
        finding.factors["passed"] = left < 0;
        found.add(std::move(finding));
    }
}

// A clock shows a local time twice, or never.
std::optional<LocalKind> doubt_of(const Asked& asked, const Instance& it) {
    const auto* timed = std::get_if<Timed>(&it->event->when);
    const Zone* zone = timed != nullptr ? asked.ground().zones.find(timed->zone) : nullptr;
    if (zone == nullptr) return std::nullopt;
    if (said_in_gap(asked.mine, it, *zone)) return LocalKind::gap;
    for (const Instant end : {it.extent().start(), it.extent().end()})
        if (kind_of(to_local(end, *zone), *zone) == LocalKind::fold) return LocalKind::fold;
    return std::nullopt;
}

void doubtful_clock(const Asked& asked, Gathering& found) {
    for (const Instance& it : asked.instances)
        if (const auto doubt = doubt_of(asked, it))
            found.add(fact_finding(
                Kind::doubtful_time, Severity::warning, Certainty::possible, asked, it,
                {FactType::clock, *doubt == LocalKind::gap ? "gap" : "fold", {}}, it.extent()));
}

// Another source tells the same event with another time.
void doubtful_source(const Asked& asked, Gathering& found) {
    if (asked.mine.id().empty() || asked.instances.empty()) return;
    for (const Placed* again : asked.world.duplicates_of(asked.mine.id())) {
        if (again->event->when == asked.mine.event->when || again->times.undated()) continue;
        found.add(fact_finding(Kind::doubtful_time, Severity::warning, Certainty::possible, asked,
                               asked.instances.front(), {FactType::source, again->id().text(), {}},
                               again->times.extent()));
    }
}

constexpr FactRule table[] = {
    venue_closed, capacity_exceeded, observance,      protected_day,
    lead_time,    doubtful_clock,    doubtful_source,
};

}  // namespace

bool applies(const LeadTime& lead, const Event& event) {
    if (!lead.applies) return false;
    const auto& said = event.conditions;
    if (!lead.condition.empty() &&
        std::find(said.begin(), said.end(), lead.condition) == said.end())
        return false;
    return event.expected_attendance.value_or(0) >= lead.attendance_min;
}

std::span<const FactRule> fact_rules() {
    return table;
}

}  // namespace sopu
