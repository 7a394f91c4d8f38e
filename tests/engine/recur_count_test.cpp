// Counting by the calendar is counting period by period, only quicker.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>
#include <utility>

#include "engine/recur/count.h"
#include "engine/recur/count_steps.h"
#include "engine/recur/periods.h"
#include "tests/support/random_series.h"

namespace sopu::recur {
namespace {

using test::pick;

std::int64_t by_stepping(const Plan& plan, std::int64_t first, std::int64_t last) {
    Budget budget(1'000'000'000);
    Periods periods(plan, budget);
    periods.seek(ceil_div(first - plan.first_period, plan.interval));
    std::int64_t total = 0;
    while (periods.next(last - 1))
        total += plan.positions.empty() ? periods.size()
                                        : static_cast<std::int64_t>(periods.picked().size());
    return total;
}

std::int64_t periods_a_year(Frequency frequency) {
    if (frequency == Frequency::yearly) return 1;
    if (frequency == Frequency::monthly) return 12;
    return frequency == Frequency::weekly ? 52 : 365;
}

// One that is not over before it begins: of random ones with many parts most never match.
template <class Adjust>
std::pair<Rule, LocalTime> living_rule(Frequency frequency, const Adjust& adjust) {
    for (int tries = 0;; ++tries) {
        RC_PRE(tries < 200);
        Rule rule = test::random_rule(frequency);
        adjust(rule);
        const LocalTime start = test::random_start();
        if (check_rule(rule) && !Plan(rule, start, false).never) return {rule, start};
    }
}

}  // namespace

TEST_SUITE("engine.recur") {
    TEST_CASE("what the calendar counts is what there is") {
        for (int frequency = 3; frequency <= 6; ++frequency)
            CHECK(rc::check([frequency] {
                constexpr std::array<int, 6> of_months{1, 2, 3, 4, 6, 12};
                const auto [rule, start] =
                    living_rule(static_cast<Frequency>(frequency), [&of_months](Rule& it) {
                        it.interval = 1;
                        if (it.frequency == Frequency::monthly)
                            it.interval = of_months[static_cast<std::size_t>(pick(0, 5))];
                        it.by_week_number.clear();
                    });
                const Plan plan(rule, start, false);
                const std::int64_t a_year = periods_a_year(rule.frequency);
                const std::int64_t first =
                    plan.first_period + pick(0, static_cast<int>(3 * a_year));
                const std::int64_t last = first + a_year * pick(4, 30) + pick(0, 40);
                Budget budget;
                const auto counted = count_by_calendar(plan, first, last, budget);
                RC_LOG() << format_rule(rule);
                if (rule.frequency == Frequency::weekly && !rule.by_set_position.empty())
                    RC_ASSERT(!counted.has_value());
                else
                    RC_ASSERT(counted == by_stepping(plan, first, last));
            }));
    }

    TEST_CASE("what steps of INTERVAL meet is counted as it is") {
        for (int frequency = 3; frequency <= 6; ++frequency)
            CHECK(rc::check([frequency] {
                const auto [rule, start] = living_rule(
                    static_cast<Frequency>(frequency),
                    [](Rule& it) { it.interval = test::one_in(4) ? pick(1, 400) : pick(1, 12); });
                const Plan plan(rule, start, false);
                const std::int64_t a_year = periods_a_year(rule.frequency);
                const std::int64_t first =
                    plan.first_period + pick(0, static_cast<int>(3 * a_year));
                const std::int64_t last = first + a_year * pick(1, 500) + pick(0, 40);
                Budget budget;
                const auto counted = count_by_steps(plan, first, last, budget);
                RC_LOG() << format_rule(rule);
                const bool sets_of_weeks =
                    rule.frequency == Frequency::weekly && !rule.by_set_position.empty();
                if (sets_of_weeks || (last - first) / rule.interval < 60)
                    RC_ASSERT(!counted.has_value());
                else
                    RC_ASSERT(counted == by_stepping(plan, first, last));
                RC_ASSERT(budget.left() > limits::steps_max / 2);
            }));
    }

    TEST_CASE("sets of weeks and stretches of a few steps are left to stepping") {
        const auto counted = [](const char* text) {
            const Plan plan(*parse_rule(text), LocalTime{Date{date::year{2026} / 1 / 5}}, false);
            Budget budget;
            return count_by_calendar(plan, plan.first_period, plan.first_period + 5'000, budget)
                .has_value();
        };
        CHECK(counted("FREQ=MONTHLY;BYMONTHDAY=31"));
        CHECK(counted("FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=2"));
        CHECK(counted("FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=5"));
        CHECK(counted("FREQ=DAILY;BYDAY=MO;INTERVAL=2"));
        CHECK(!counted("FREQ=DAILY;BYDAY=MO;INTERVAL=200"));
        CHECK(counted("FREQ=YEARLY;BYWEEKNO=53"));
        CHECK(!counted("FREQ=WEEKLY;BYDAY=MO,SU;BYMONTH=1;BYSETPOS=1;INTERVAL=2"));
        CHECK(!counted("FREQ=HOURLY;BYDAY=MO"));
    }
}

}  // namespace sopu::recur
