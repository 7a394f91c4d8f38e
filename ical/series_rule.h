// What lives here: SeriesRule, the occurrences that the rule of a series makes by itself, as a feed
// can say it: first and last of a stretch of time, and whether a given instant is one of them.
// What may not: RDATE, EXDATE and overrides (series_form.h), lines.
// Invariants: a DTSTART that is not of the rule is none of these; without a portable rule there are
// none at all. Thread-safety: immutable once made; the zones outlive it.
#pragma once

#include <optional>
#include <vector>

#include "engine/recur/expand.h"

namespace sopu::ical {

class SeriesRule {
  public:
    // `specials`: the instants that `has` will be asked about.
    SeriesRule(const recur::Series& series, const std::vector<Instant>& specials,
               const Zones& zones);

    bool is_portable() const { return rule_.has_value(); }
    // Whether DTSTART is of the rule.
    bool is_in_step() const { return in_step_; }
    bool has(Instant special) const;
    // Of those in [from, before).
    std::optional<Instant> first(Instant from, Instant before) const;
    std::optional<Instant> last(Instant from, Instant before) const;

    // The rule for a master that begins at `from` and whose last occurrence is before `before`, in
    // local times moved by `shift`; nothing if it has none there.
    std::optional<recur::Rule> between(Instant from, Instant before, seconds shift) const;

    // As the series says it in local time; a time in a gap of the clocks as the rule has it.
    LocalTime local(Instant occurrence) const;

  private:
    std::vector<recur::Occurrence> found(const Interval& window) const;
    // UNTIL as RFC 5545 3.3.10 wants it, UTC beside a time and a DATE beside a date; and at the end
    // of its local day, because programs that reckon with the offset of DTSTART lose an occurrence
    // that UNTIL names to the second. A portable rule has one a day at the most.
    recur::Moment end_of_day(Date day) const;
    recur::Moment said_until() const;
    seconds time_of_day() const { return series_.start - date::floor<date::days>(series_.start); }
    const Zone& zone() const { return series_.zone ? *series_.zone : zones_->home(); }

    recur::Series series_;  // the rule alone, its occurrences without length
    const Zones* zones_;
    Instant start_;
    std::optional<recur::Rule> rule_;
    bool in_step_ = false;
    std::vector<Instant> known_;  // of the stretch that the specials span, sorted
};

}  // namespace sopu::ical
