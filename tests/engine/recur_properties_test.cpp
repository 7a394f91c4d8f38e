// What holds for every series: windows add up, EXDATE takes out one, 400 years change nothing.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <iterator>
#include <tuple>

#include "engine/recur/expand.h"
#include "tests/support/random_series.h"
#include "tests/support/zones.h"

namespace sopu::recur {
namespace {

constexpr date::days gregorian_cycle{146'097};  // 400 years, whole weeks

using test::one_in;
using test::pick;
using test::test_zones;

Instant random_instant() {
    return Instant{date::sys_days{date::year{2019} / 12 / 1}} + date::days{pick(0, 1200)} +
           minutes{pick(0, 1439)};
}

Moment random_moment(const Series& series) {
    const LocalTime local = series.start + date::days{pick(-5, 200)};
    if (one_in(3)) return date::floor<date::days>(local);
    if (one_in(2)) return local;
    return Instant{local.time_since_epoch()} - std::chrono::hours{pick(0, 3)};
}

void add_dates(Series& series) {
    for (int i = pick(0, 3); i > 0; --i) series.dates.push_back({random_moment(series), {}});
    for (int i = pick(0, 3); i > 0; --i)
        series.dates.push_back({random_moment(series), Length{pick(0, 2), minutes{pick(0, 90)}}});
    for (int i = pick(0, 3); i > 0; --i) series.exceptions.push_back(random_moment(series));
    for (int i = pick(0, 3); i > 0; --i) {
        Override said;
        said.recurrence_id = random_moment(series);
        said.start = random_moment(series);
        said.length = {pick(0, 2), minutes{pick(0, 90)}};
        said.cancelled = one_in(4);
        if (one_in(3)) said.range = OverrideRange::this_and_future;
        series.overrides.push_back(said);
    }
}

Series random_series() {
    Series series;
    series.all_day = one_in(4);
    series.start = test::random_start();
    const char* zones[] = {"Europe/Helsinki", "UTC", "America/New_York", "Australia/Lord_Howe"};
    series.zone = test_zones().find(zones[pick(0, 3)]);
    if (series.all_day) series.start = LocalTime{date::floor<date::days>(series.start)};
    series.length = {one_in(2) ? 0 : pick(0, 40), minutes{series.all_day ? 0 : pick(0, 300)}};
    series.rule = test::random_rule(static_cast<Frequency>(pick(series.all_day ? 3 : 2, 6)));
    if (one_in(3)) series.rule->count = pick(1, 100);
    if (one_in(4) && !series.rule->count) series.rule->until = random_moment(series);
    if (one_in(2)) add_dates(series);
    return series;
}

std::vector<Occurrence> all_in(const Series& series, Instant from, Instant to) {
    Budget budget(50'000'000);
    const auto found = expand(series, test_zones(), {from, to}, budget);
    RC_ASSERT(found.has_value());
    return *found;
}

bool comes_before(const Occurrence& a, const Occurrence& b) {
    return std::tie(a.start, a.end, a.recurrence_id, a.override_index) <
           std::tie(b.start, b.end, b.recurrence_id, b.override_index);
}

}  // namespace

TEST_SUITE("engine.recur") {
    TEST_CASE("the occurrences of two windows that touch are those of both together") {
        CHECK(rc::check([] {
            const Series series = random_series();
            Instant at[] = {random_instant(), random_instant(), random_instant()};
            std::sort(std::begin(at), std::end(at));
            const auto left = all_in(series, at[0], at[1]), right = all_in(series, at[1], at[2]);
            std::vector<Occurrence> both;
            std::set_union(left.begin(), left.end(), right.begin(), right.end(),
                           std::back_inserter(both), comes_before);
            RC_LOG() << format_rule(*series.rule);
            RC_PRE(at[0] < at[1] && at[1] < at[2]);
            RC_ASSERT(both == all_in(series, at[0], at[2]));
        }));
    }

    TEST_CASE("what is found is sorted, once, inside the window and not before its start") {
        CHECK(rc::check([] {
            const Series series = random_series();
            const Instant from = random_instant(), to = from + date::days{pick(1, 500)};
            const auto found = all_in(series, from, to);
            RC_ASSERT(std::is_sorted(found.begin(), found.end(), comes_before));
            RC_ASSERT(std::adjacent_find(found.begin(), found.end()) == found.end());
            for (const Occurrence& occurrence : found)
                RC_ASSERT(found_in({occurrence.start, occurrence.end}, {from, to}));
        }));
    }

    TEST_CASE("EXDATE removes exactly one") {
        CHECK(rc::check([] {
            Series series = random_series();
            series.overrides.clear();
            const Instant from = random_instant(), to = from + date::days{500};
            auto found = all_in(series, from, to);
            RC_PRE(!found.empty());
            const auto taken = found[static_cast<std::size_t>(
                pick(0, static_cast<int>(std::min<std::size_t>(found.size(), 1000)) - 1))];
            series.exceptions.push_back(taken.recurrence_id);
            std::erase(found, taken);
            RC_ASSERT(all_in(series, from, to) == found);
        }));
    }

    TEST_CASE("400 years later everything is the same") {
        CHECK(rc::check([] {
            Series series = random_series();
            series.zone = test_zones().find("UTC");
            series.all_day = false;
            series.dates.clear();
            series.overrides.clear();
            series.exceptions.clear();
            series.rule->until.reset();
            const Instant from = random_instant(), to = from + date::days{300};
            auto found = all_in(series, from, to);
            series.start += gregorian_cycle;
            for (Occurrence& occurrence : found) {
                occurrence.recurrence_id += gregorian_cycle;
                occurrence.start += gregorian_cycle;
                occurrence.end += gregorian_cycle;
            }
            RC_LOG() << format_rule(*series.rule);
            RC_ASSERT(all_in(series, from + gregorian_cycle, to + gregorian_cycle) == found);
        }));
    }

    TEST_CASE("400 years after DTSTART a rule is where it was, if its interval allows") {
        CHECK(rc::check([] {
            Series series;
            series.zone = test_zones().find("UTC");
            series.start = test::random_start();
            series.rule = test::random_rule(static_cast<Frequency>(pick(3, 6)));
            series.rule->interval = 1;
            // From a year after DTSTART on: DTSTART itself need not be of the rule.
            const Instant from = Instant{series.start.time_since_epoch()} + date::days{366};
            auto found = all_in(series, from, from + date::days{800});
            for (Occurrence& occurrence : found) {
                occurrence.recurrence_id += gregorian_cycle;
                occurrence.start += gregorian_cycle;
                occurrence.end += gregorian_cycle;
            }
            RC_LOG() << format_rule(*series.rule);
            RC_ASSERT(all_in(series, from + gregorian_cycle,
                             from + gregorian_cycle + date::days{800}) == found);
        }));
    }
}

}  // namespace sopu::recur
