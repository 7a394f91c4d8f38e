// What lives here: random valid rules and series for rapidcheck: small numbers, so that parts meet.
// What may not: expectations.
// Thread-safety: as rapidcheck: within a property only.
#pragma once

#include <rapidcheck.h>

#include <algorithm>
#include <vector>

#include "engine/recur/series.h"

namespace sopu::test {

inline int pick(int from, int to) {
    return *rc::gen::inRange(from, to + 1);
}

inline bool one_in(int n) {
    return pick(1, n) == 1;
}

inline recur::Numbers some_numbers(int from, int to, bool from_end) {
    recur::Numbers values;
    for (int i = pick(1, 3); i > 0; --i) {
        const int value = pick(from, to);
        values.push_back(static_cast<std::int16_t>(from_end && one_in(3) ? -value : value));
    }
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

inline std::vector<recur::ByDay> some_days(int ordinal_max) {
    std::vector<recur::ByDay> days;
    for (int i = pick(1, 3); i > 0; --i) {
        const int ordinal = ordinal_max > 0 && one_in(2) ? pick(-ordinal_max, ordinal_max) : 0;
        days.push_back({static_cast<std::int16_t>(pick(0, 6)), static_cast<std::int16_t>(ordinal)});
    }
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return days;
}

inline void add_day_parts(recur::Rule& rule) {
    using recur::Frequency;
    const Frequency frequency = rule.frequency;
    const bool yearly = frequency == Frequency::yearly;
    const bool below_day = frequency < Frequency::daily;
    if (one_in(3)) rule.by_month = some_numbers(1, 12, false);
    if (yearly && one_in(3)) rule.by_week_number = some_numbers(1, 53, true);
    if ((yearly || below_day) && one_in(5)) rule.by_year_day = some_numbers(1, 366, true);
    if (frequency != Frequency::weekly && one_in(3)) rule.by_month_day = some_numbers(1, 31, true);
    if (one_in(2)) {
        const bool ordinals =
            frequency == Frequency::monthly || (yearly && rule.by_week_number.empty());
        rule.by_day = some_days(ordinals ? 5 : 0);
    }
}

// A rule without COUNT and UNTIL.
inline recur::Rule random_rule(recur::Frequency frequency) {
    recur::Rule rule;
    rule.frequency = frequency;
    rule.interval = one_in(2) ? 1 : pick(1, 5);
    rule.week_start = static_cast<std::int16_t>(one_in(2) ? 1 : pick(0, 6));
    add_day_parts(rule);
    if (one_in(4)) rule.by_hour = some_numbers(0, 23, false);
    if (one_in(4)) rule.by_minute = some_numbers(0, 59, false);
    if (one_in(4)) rule.by_second = some_numbers(0, 60, false);
    const bool has_part = !rule.by_month.empty() || !rule.by_day.empty() ||
                          !rule.by_month_day.empty() || !rule.by_hour.empty();
    if (has_part && one_in(3)) rule.by_set_position = some_numbers(1, 6, true);
    return rule;
}

inline recur::Rule random_rule() {
    return random_rule(static_cast<recur::Frequency>(pick(0, 6)));
}

inline LocalTime random_start() {
    const Date first{date::year{2019} / 12 / 20};
    return first + date::days{pick(0, 800)} + seconds{pick(0, 24 * 12 - 1) * 300};
}

}  // namespace sopu::test
