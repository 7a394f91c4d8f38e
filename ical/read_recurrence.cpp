#include "ical/read_recurrence.h"

#include <utility>

#include "engine/base/text.h"
#include "ical/limits.h"
#include "ical/text.h"
#include "ical/zone_names.h"

namespace sopu::ical {

namespace {

tl::unexpected<Error> reject(std::string reason, std::string_view detail) {
    return fail(Code::invalid, "", std::move(reason), one_line(detail));
}

void note(std::vector<Note>& notes, std::string reason, std::string_view detail) {
    notes.push_back({std::move(reason), one_line(detail)});
}

// The zone a TZID names; "" where there is none.
Result<std::string> zone_of(const Property& property, const Zones& zones) {
    const std::string* tzid = property.parameter("TZID");
    if (tzid == nullptr) return std::string();
    auto name = iana_name(*tzid, zones);
    if (!name) return reject("unknown_zone", *tzid);
    return *std::move(name);
}

bool is_all_day(const When& start) {
    return std::holds_alternative<AllDay>(start);
}

// Programs write a semicolon too many, spaces and small letters; the rule is clear all the same.
std::string tidied(std::string_view value, std::vector<Note>& notes) {
    std::string rule = ascii_upper(trim(value));
    while (rule.ends_with(';') || rule.ends_with(' ')) rule.pop_back();
    if (rule != value) note(notes, "rule_tidied", value);
    return rule;
}

Result<recur::Rule> read_rule(const Property& property, const When& start,
                              std::vector<Note>& notes) {
    auto rule = recur::parse_rule(tidied(property.value, notes));
    if (!rule) {
        const auto part = rule.error().args.find("part");
        const bool known = part != rule.error().args.end() && !part->second.empty();
        return reject(rule.error().reason, known ? "RRULE " + part->second : "RRULE");
    }
    // 3.3.10: UNTIL is of the type of DTSTART; Google and others write another. Understood
    // (decision 10).
    if (rule->until && std::holds_alternative<Date>(*rule->until) != is_all_day(start))
        note(notes, "until_type_differs", property.value);
    return *std::move(rule);
}

class DateList {
  public:
    DateList(const When& start, const TimeContext& context, std::vector<Note>& notes)
        : start_(start), context_(context), notes_(notes) {}

    // `take` gets each value and the zone of its line.
    template <class Take>
    Result<void> read(const std::vector<Property>& lines, const Take& take) {
        std::size_t count = 0;
        for (const Property& line : lines) {
            const std::string zone = SOPU_TRY(zone_of(line, context_.zones));
            if (trim(line.value).empty()) {
                note(notes_, "date_list_empty", line.name);
                continue;
            }
            for (std::string_view value : sopu::split(line.value, ',')) {
                if (trim(value).empty()) continue;
                if (++count > limits::dates_max) return reject("too_many_dates", line.name);
                SOPU_CHECK(take(trim(value), zone));
            }
        }
        return {};
    }

    Result<void> extra(std::string_view value, const std::string& zone, SaidRepeating& said) {
        const std::size_t slash = value.find('/');
        const auto moment = parse_moment(value.substr(0, slash), context_.years);
        if (!moment) return refused(moment.error(), "bad_rdate", value);
        recur::ExtraDate extra{in_series(*moment, zone), {}};
        if (slash != std::string_view::npos) {
            if (!moment->time) return reject("bad_rdate", value);
            SOPU_CHECK(period_end(value.substr(slash + 1), zone, value, extra));
        }
        said.dates.push_back(extra);
        return {};
    }

    // Any year: one beyond all occurrences takes nothing out.
    Result<void> exception(std::string_view value, const std::string& zone, SaidRepeating& said) {
        const auto moment = parse_moment(value, {0, 9999});
        if (!moment) return reject("bad_exdate", value);
        if (!moment->time != is_all_day(start_) && !type_noted_) {
            type_noted_ = true;
            note(notes_, "exdate_type_differs", value);
        }
        // The zones know no other years.
        const int year = static_cast<int>(date::year_month_day(moment->day).year());
        if (recurrence_years.min <= year && year <= recurrence_years.max)
            said.exceptions.push_back(in_series(*moment, zone));
        return {};
    }

  private:
    recur::Moment in_series(const Moment& moment, const std::string& zone) const {
        return moment_in_series(moment, zone, start_, context_.zones);
    }

    static tl::unexpected<Error> refused(const Error& error, std::string reason,
                                         std::string_view value) {
        return reject(error.reason == "bad_time" ? std::move(reason) : error.reason, value);
    }

    // RFC 5545 3.3.9: a period ends at a time, or after a duration.
    Result<void> period_end(std::string_view text, const std::string& zone, std::string_view value,
                            recur::ExtraDate& extra) {
        if (text.starts_with('P') || text.starts_with('+') || text.starts_with('-')) {
            const auto span = parse_span(text);
            if (!span) return reject("bad_rdate", value);
            if (span->days.count() < 0 || span->time.count() < 0)
                return reject("end_before_start", value);
            extra.end = recur::Length{span->days.count(), span->time};
            return {};
        }
        const auto end = parse_moment(text, context_.years);
        if (!end) return refused(end.error(), "bad_rdate", value);
        if (!end->time) return reject("bad_rdate", value);
        extra.end = in_series(*end, zone);
        return {};
    }

    const When& start_;
    const TimeContext& context_;
    std::vector<Note>& notes_;
    bool type_noted_ = false;
};

}  // namespace

recur::Moment moment_in_series(const Moment& moment, const std::string& zone, const When& start,
                               const Zones& zones) {
    if (!moment.time) return moment.day;
    if (moment.utc) return Instant(moment.local().time_since_epoch());
    // In a series of dates the date is meant as written; a floating time is the series' own.
    const auto* timed = std::get_if<Timed>(&start);
    if (timed == nullptr || zone.empty() || zone == timed->zone) return moment.local();
    const Zone* known = zones.find(zone);
    return known == nullptr ? recur::Moment(moment.local()) : to_instant(moment.local(), *known);
}

Result<SaidRepeating> read_repeating(const RepeatingLines& lines, const When& start,
                                     const TimeContext& context, std::vector<Note>& notes) {
    SaidRepeating said;
    if (lines.rules != nullptr) {
        if (lines.rules->size() > 1) return reject("several_rules", "RRULE");
        said.rule = SOPU_TRY(read_rule(lines.rules->front(), start, notes));
    }
    DateList list(start, context, notes);
    if (lines.dates != nullptr)
        SOPU_CHECK(list.read(*lines.dates, [&](std::string_view value, const std::string& zone) {
            return list.extra(value, zone, said);
        }));
    if (lines.exceptions != nullptr)
        SOPU_CHECK(
            list.read(*lines.exceptions, [&](std::string_view value, const std::string& zone) {
                return list.exception(value, zone, said);
            }));
    return said;
}

Result<SaidId> read_recurrence_id(const Property& property, const TimeContext& context) {
    const std::string_view value = trim(property.value);
    const auto moment = parse_moment(value, context.years);
    if (!moment)
        return reject(
            moment.error().reason == "bad_time" ? "bad_recurrence_id" : moment.error().reason,
            value);
    SaidId id{*moment, SOPU_TRY(zone_of(property, context.zones))};
    if (const std::string* range = property.parameter("RANGE")) {
        // THISANDPRIOR is gone since RFC 5545, and nobody agrees on what it does.
        if (ascii_upper(trim(*range)) != "THISANDFUTURE")
            return reject("range_unsupported", *range);
        id.range = recur::OverrideRange::this_and_future;
    }
    return id;
}

}  // namespace sopu::ical
