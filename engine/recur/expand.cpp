#include "engine/recur/expand.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "engine/recur/plan.h"
#include "engine/recur/series_dates.h"
#include "engine/recur/walk.h"

namespace sopu::recur {
namespace {

// How far a local time and its instant, read as one number, may lie apart: offsets are less than a
// day, and a nominal day may be longer than 24 hours.
constexpr seconds slack = std::chrono::hours{48};

// Room for what most windows hold: growing from nothing costs a short answer more than finding it.
constexpr std::size_t first_reserve = 32;

tl::unexpected<Error> refuse(std::string reason) {
    return tl::unexpected<Error>(invalid("series", std::move(reason)));
}

Result<void> check_length(const Length& length) {
    constexpr seconds length_max = date::days{static_cast<int>(limits::length_days_max)};
    if (length.days < 0 || length.time < seconds{0}) return refuse("end_before_start");
    if (length.days > limits::length_days_max || length.time > length_max)
        return refuse("too_long");
    return {};
}

Result<void> check_extra(const ExtraDate& extra) {
    if (!is_in_years(extra.start)) return refuse("year_out_of_range");
    if (const auto* length = std::get_if<Length>(&extra.end)) return check_length(*length);
    const auto* end = std::get_if<Moment>(&extra.end);
    if (end && !is_in_years(*end)) return refuse("year_out_of_range");
    return {};
}

Result<void> check_override(const Override& said) {
    if (!is_in_years(said.recurrence_id)) return refuse("year_out_of_range");
    if (said.cancelled) return {};
    if (!is_in_years(said.start)) return refuse("year_out_of_range");
    return check_length(said.length);
}

Result<void> check_series(const Series& series) {
    if (!is_in_years(series.start)) return refuse("year_out_of_range");
    SOPU_CHECK(check_length(series.length));
    if (series.dates.size() > limits::dates_max || series.exceptions.size() > limits::dates_max ||
        series.overrides.size() > limits::dates_max)
        return refuse("too_many_dates");
    for (const ExtraDate& extra : series.dates) SOPU_CHECK(check_extra(extra));
    for (const Override& said : series.overrides) SOPU_CHECK(check_override(said));
    if (!series.rule) return {};
    SOPU_CHECK(check_rule(*series.rule));
    // 3.3.10 lets a DATE have no clock parts; a frequency below a day says nothing of it either.
    if (series.all_day && series.rule->frequency < Frequency::daily)
        return refuse("rule_sub_daily_of_dates");
    return {};
}

class Expansion {
  public:
    Expansion(const Series& series, const Zones& zones, const Interval& window, Budget& budget)
        : series_(series),
          window_(window),
          budget_(budget),
          reader_(series, zones),
          dates_(series, reader_),
          starts_(reader_.zone()),
          ends_(reader_.zone()) {}

    Result<std::vector<Occurrence>> run() {
        found_.reserve(first_reserve);
        if (series_.rule && series_.rule->until) find_until();
        const LocalTime start =
            series_.all_day ? LocalTime{date::floor<date::days>(series_.start)} : series_.start;
        const auto [from, to] = local_bounds();
        // Far from the window even its offset would be one to look up for nothing.
        const std::int64_t local = start.time_since_epoch().count();
        if (from <= local && local < to) generated(start);
        if (series_.rule) add_rule(start, from, to);
        for (const SeriesDates::Extra& extra : dates_.extras()) add_extra(extra);
        for (const SeriesDates::Replaced& replaced : dates_.replaced()) add_override(replaced);
        if (budget_.exhausted()) return too_much();
        if (!in_order_) put_in_order();
        return std::move(found_);
    }

  private:
    static tl::unexpected<Error> too_much() {
        return tl::unexpected<Error>(
            Error{Code::too_large, "rrule", "too_much_work", {}, "the work budget is exhausted"});
    }

    // 3.3.10: UNTIL is inclusive. A date bounds a timed rule at the end of that day.
    void find_until() {
        Moment until = *series_.rule->until;
        if (const auto* day = std::get_if<Date>(&until); day && !series_.all_day)
            until = LocalTime{*day + date::days{1}} - seconds{1};
        if (const auto* day = std::get_if<Date>(&until)) until = LocalTime{*day};
        if (auto* local = std::get_if<LocalTime>(&until))
            until_ = to_instant(std::clamp(*local, local_min - slack, local_max), reader_.zone());
        else
            until_ = std::get<Instant>(until);
    }

    void add_rule(LocalTime start, std::int64_t from, std::int64_t to) {
        const Plan plan(*series_.rule, start, series_.all_day);
        Walk walk(plan, from, to, budget_);
        if (dates_.empty())
            walk.run([this](std::int64_t local) { generated_plainly(LocalTime{seconds{local}}); });
        else
            walk.run([this](std::int64_t local) { generated(LocalTime{seconds{local}}); });
    }

    // The local times that may lie in the window, whatever their offset, length and shift.
    std::pair<std::int64_t, std::int64_t> local_bounds() const {
        seconds longest = longest_of(series_.length), earliest{0}, latest{0};
        for (const SeriesDates::Range& range : dates_.ranges()) {
            longest = std::max(longest, longest_of(range.length));
            earliest = std::min(earliest, range.shift);
            latest = std::max(latest, range.shift);
        }
        const Instant first{local_min.time_since_epoch()}, last{local_max.time_since_epoch()};
        const Instant begin = std::clamp(window_.start(), first, last);
        const Instant end = std::clamp(window_.end(), first, last) - earliest;
        const Instant until = std::min(until_.value_or(last), last);
        return {(begin - longest - latest - slack).time_since_epoch().count(),
                std::min(std::min(end, until) + slack, last).time_since_epoch().count()};
    }

    static seconds longest_of(const Length& length) {
        return date::days{static_cast<int>(length.days)} + length.time;
    }

    Instant end_of(LocalTime local, Instant start, const Length& length) {
        if (length.days == 0) return start + length.time;
        const LocalTime last_day = local + date::days{static_cast<int>(length.days)};
        return std::max(start, ends_.to_instant(last_day) + length.time);
    }

    void generated_plainly(LocalTime local) {
        const Instant start = starts_.to_instant(local);
        if (until_ && start > *until_) return;
        add({start, start, end_of(local, start, series_.length), Occurrence::no_override});
    }

    void generated(LocalTime local) {
        const Instant start = starts_.to_instant(local);
        if (until_ && start > *until_) return;
        if (dates_.is_extra(start)) return;  // one occurrence; RDATE may say how long it is
        place(start, local, end_of(local, start, series_.length));
    }

    void add_extra(const SeriesDates::Extra& extra) {
        Instant end = extra.end ? std::max(*extra.end, extra.start) : extra.start;
        if (!extra.end)
            end = end_of(extra.local, extra.start, extra.length.value_or(series_.length));
        place(extra.start, extra.local, end);
    }

    // Where the series has an occurrence; EXDATE and overrides decide what becomes of it.
    void place(Instant id, LocalTime local, Instant end) {
        if (dates_.is_gone(id, local)) return;
        const SeriesDates::Range* range = dates_.range_of(id);
        if (range == nullptr) return add({id, id, end, Occurrence::no_override});
        if (range->cancelled) return;
        const LocalTime moved = local + range->shift;
        const Instant start = range->shift == seconds{0} ? id : starts_.to_instant(moved);
        add({id, start, end_of(moved, start, range->length), range->index});
    }

    // Also where the series has nothing: an orphan is an occurrence of its own.
    void add_override(const SeriesDates::Replaced& replaced) {
        const Override& said = series_.overrides[static_cast<std::size_t>(replaced.index)];
        if (said.cancelled) return;
        const Instant start = reader_.own_start(said.start);
        const LocalTime local = to_local(start, reader_.zone());
        add({replaced.recurrence_id, start, end_of(local, start, said.length), replaced.index});
    }

    void add(const Occurrence& occurrence) {
        const bool is_empty = occurrence.start == occurrence.end;
        if (occurrence.start >= window_.end() ||
            (is_empty ? occurrence.start < window_.start() : occurrence.end <= window_.start()))
            return;
        if (!found_.empty() && occurrence.start <= found_.back().start) in_order_ = false;
        found_.push_back(occurrence);
    }

    void put_in_order() {
        std::sort(found_.begin(), found_.end(), [](const Occurrence& a, const Occurrence& b) {
            return std::tie(a.start, a.end, a.recurrence_id, a.override_index) <
                   std::tie(b.start, b.end, b.recurrence_id, b.override_index);
        });
        // Hourly 03:00 in a gap and 04:00 behind it are one instant, hence one occurrence.
        found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    }

    const Series& series_;
    const Interval window_;
    Budget& budget_;
    MomentReader reader_;
    SeriesDates dates_;
    OffsetCursor starts_;
    OffsetCursor ends_;
    std::optional<Instant> until_;
    bool in_order_ = true;
    std::vector<Occurrence> found_;
};

}  // namespace

Result<std::vector<Occurrence>> expand(const Series& series, const Zones& zones,
                                       const Interval& window, Budget& budget) {
    SOPU_CHECK(check_series(series));
    // Reading them, and what becomes of them, is a step each.
    budget.take(static_cast<std::int64_t>(series.dates.size() + series.exceptions.size() +
                                          series.overrides.size()));
    return Expansion(series, zones, window, budget).run();
}

Result<std::vector<Occurrence>> expand(const Series& series, const Zones& zones,
                                       const Interval& window) {
    Budget budget;
    return expand(series, zones, window, budget);
}

}  // namespace sopu::recur
