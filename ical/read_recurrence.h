// What lives here: from RRULE, RDATE, EXDATE and RECURRENCE-ID of one component to what they say,
// as the engine's recur/ has it: read by our own code alone, whatever the file's VTIMEZONE says.
// What may not: what several components of one UID make together (join.h), occurrences.
// Invariants: times of a series are local to its start wherever the file says them so. What cannot
// be read rejects; nothing of it is guessed. Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/recur/series.h"
#include "engine/time/when.h"
#include "ical/component.h"
#include "ical/read_when.h"

namespace sopu::ical {

// A RECURRENCE-ID before the series that it belongs to is known.
struct SaidId {
    Moment moment;
    std::string zone;  // an IANA name that zones knows; "" for UTC, dates and floating times
    recur::OverrideRange range = recur::OverrideRange::this_one;
};

struct SaidRepeating {
    std::optional<recur::Rule> rule;
    std::vector<recur::ExtraDate> dates;
    std::vector<recur::Moment> exceptions;

    bool any() const { return rule || !dates.empty() || !exceptions.empty(); }
};

struct RepeatingLines {
    const std::vector<Property>* rules = nullptr;  // null where there are none
    const std::vector<Property>* dates = nullptr;
    const std::vector<Property>* exceptions = nullptr;
};

// `start` is the event's own time. Errors (reason, detail): several_rules; those of
// recur::parse_rule with the rule part; bad_rdate, bad_exdate, unknown_zone, end_before_start,
// too_many_dates, too_much_work. Notes: rule_tidied, until_type_differs, exdate_type_differs,
// date_list_empty.
Result<SaidRepeating> read_repeating(const RepeatingLines& lines, const When& start,
                                     const TimeContext& context, std::vector<Note>& notes);

// Errors: bad_recurrence_id, unknown_zone, year_out_of_range, range_unsupported.
Result<SaidId> read_recurrence_id(const Property& property, const TimeContext& context);

// A moment as a series with this start has it.
recur::Moment moment_in_series(const Moment& moment, const std::string& zone, const When& start,
                               const Zones& zones);

}  // namespace sopu::ical
