// How fast do rules become occurrences? Three questions: the cross-checked cases of
// tests/golden/recur, from the text of the rule to its occurrences, against libical's iterator; how
// many occurrences a second a plain weekly rule gives; and what a window costs that lies 400 years
// after DTSTART. The anchors of the last two are the floors we promise.
//
// libical is asked only for rules that it gets right, and in a kind way: its DTSTART is a local
// time without a zone and UNTIL is made local beforehand, so it does no zones, where ours ends at
// instants. Some rules crash or hang it: each is tried in a child process first.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "bench/measure.h"
#include "engine/recur/expand.h"
#include "ical/libical.h"
#include "tests/support/recurrence_cases.h"
#include "tests/support/series_text.h"
#include "tests/support/zones.h"

namespace {

using namespace sopu;
using recur::Budget;
using recur::Series;

constexpr double weekly_floor = 10;  // million occurrences a second
constexpr double far_floor = 3;      // times the near window
// Where libical needs longer than this for one rule the ratio would be about that rule alone.
constexpr double libical_seconds_max = 0.02;
constexpr unsigned child_seconds_max = 2;

[[noreturn]] void give_up(const char* why) {
    std::fprintf(stderr, "recur_bench: %s\n", why);
    std::exit(1);
}

const Zones& zones() {
    return test::test_zones();
}

const Zone& zone_of(const Series& series) {
    return series.zone == nullptr || series.all_day ? zones().home() : *series.zone;
}

icaltimetype libical_time(LocalTime local, bool is_date) {
    const Date day = date::floor<date::days>(local);
    const date::year_month_day civil(day);
    const auto second = static_cast<int>((local - day).count());
    icaltimetype time = icaltime_null_time();
    time.year = static_cast<int>(civil.year());
    time.month = static_cast<int>(static_cast<unsigned>(civil.month()));
    time.day = static_cast<int>(static_cast<unsigned>(civil.day()));
    time.is_date = is_date ? 1 : 0;
    if (is_date) return time;
    time.hour = second / 3600;
    time.minute = second / 60 % 60;
    time.second = second % 60;
    return time;
}

LocalTime local_of(const icaltimetype& time) {
    const Date day{date::year{time.year} / time.month / time.day};
    return LocalTime{day} + seconds{time.hour * 3600 + time.minute * 60 + time.second};
}

// A rule of the shared cases, without the EXDATEs and overrides of its case: from DTSTART to the
// end of the case's window.
struct SharedRule {
    std::string text;
    std::string text_for_libical;
    Series series;  // the rule is read anew each time
    Interval window;
    icaltimetype start;
    icaltimetype end;
};

std::vector<Instant> by_libical(const SharedRule& rule) {
    const icalrecurrencetype parsed = icalrecurrencetype_from_string(rule.text_for_libical.c_str());
    std::vector<Instant> found;
    icalrecur_iterator* iterator = icalrecur_iterator_new(parsed, rule.start);
    if (iterator == nullptr) return found;
    for (;;) {
        const icaltimetype next = icalrecur_iterator_next(iterator);
        if (icaltime_is_null_time(next) != 0 || icaltime_compare(next, rule.end) >= 0) break;
        found.emplace_back(local_of(next).time_since_epoch());
    }
    icalrecur_iterator_free(iterator);
    return found;
}

std::vector<recur::Occurrence> by_us(const SharedRule& rule) {
    Series series = rule.series;
    auto parsed = recur::parse_rule(rule.text);
    if (!parsed) give_up("a shared rule is refused");
    series.rule = *std::move(parsed);
    auto found = recur::expand(series, zones(), rule.window);
    if (!found) give_up("a shared rule is too much work");
    return *std::move(found);
}

// libical's UNTIL compares with the naive local time.
std::string with_local_until(std::string text, const Zone& zone) {
    const std::size_t at = text.find("UNTIL=");
    if (at == std::string::npos || text.size() < at + 22 || text[at + 21] != 'Z') return text;
    const auto instant = std::get<Instant>(test::read_moment(text.substr(at + 6, 16)));
    const icaltimetype local = libical_time(to_local(instant, zone), false);
    char digits[24];
    std::snprintf(digits, sizeof digits, "%04d%02d%02dT%02d%02d%02d", local.year % 10'000,
                  local.month % 100, local.day % 100, local.hour % 100, local.minute % 100,
                  local.second % 100);
    return text.replace(at + 6, 16, digits);
}

SharedRule shared_rule(const test::RecurrenceCase& said) {
    Series whole = test::read_series(said.ics);
    const Zone& zone = zone_of(whole);
    const Instant start = to_instant(whole.start, zone);
    const bool is_date = whole.all_day;
    SharedRule rule{said.rrule,
                    with_local_until(said.rrule, zone),
                    {},
                    Interval(start, std::max(said.window.end(), start + seconds{1})),
                    libical_time(whole.start, is_date),
                    {}};
    rule.series.start = whole.start;
    rule.series.all_day = is_date;
    rule.series.zone = whole.zone;
    rule.series.length = whole.length;
    rule.end = libical_time(to_local(rule.window.end(), zone), false);
    return rule;
}

bool says_the_same(const SharedRule& rule) {
    std::vector<Instant> theirs = by_libical(rule);
    for (Instant& it : theirs)
        it = to_instant(LocalTime{it.time_since_epoch()}, zone_of(rule.series));
    theirs.erase(std::unique(theirs.begin(), theirs.end()), theirs.end());
    const auto ours = by_us(rule);
    return std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end(),
                      [](const recur::Occurrence& a, Instant b) { return a.start == b; });
}

// Whether libical comes to the same end as we do, and in time.
bool is_right_in_libical(const SharedRule& rule) {
    const pid_t child = fork();
    if (child < 0) give_up("no fork");
    if (child == 0) {
        alarm(child_seconds_max);
        const double start = bench::thread_seconds();
        const bool right = says_the_same(rule);
        _exit(right && bench::thread_seconds() - start < libical_seconds_max ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// That ours is right of the whole case is what tests/engine/recur_cases_test.cpp holds; once more
// here, so that nothing wrong is ever measured.
bool is_right_by_us(const test::RecurrenceCase& said) {
    const auto found = recur::expand(test::read_series(said.ics), zones(), said.window);
    return found && std::equal(found->begin(), found->end(), said.expected.begin(),
                               said.expected.end(), [](const auto& a, const auto& b) {
                                   return a.start == b.first && a.end == b.second;
                               });
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void shared_cases(std::size_t at_most, bool quick) {
    std::vector<SharedRule> rules;
    std::size_t all = 0;
    for (const char* path :
         {"tests/golden/recur/cases.jsonl", "tests/golden/recur/cases-dst.jsonl"})
        for (const auto& said : test::recurrence_cases(path)) {
            if (rules.size() == at_most) break;
            ++all;
            if (!is_right_by_us(said)) give_up("a shared case is wrong");
            SharedRule rule = shared_rule(said);
            if (is_right_in_libical(rule)) rules.push_back(std::move(rule));
        }
    if (rules.empty()) give_up("libical gets nothing right");
    std::fprintf(stderr, "recur_bench: libical is right of %zu of %zu cases\n", rules.size(), all);

    const int passes = quick ? 3 : 7;
    double ours_all = 0, theirs_all = 0;
    std::vector<double> ours_each, theirs_each, ratios;
    for (const SharedRule& rule : rules) {
        const double theirs =
            bench::best_seconds(passes, 2, [&] { return by_libical(rule).size(); });
        const double ours = bench::best_seconds(passes, 40, [&] { return by_us(rule).size(); });
        ours_all += ours;
        theirs_all += theirs;
        ours_each.push_back(ours * 1e6);
        theirs_each.push_back(theirs * 1e6);
        ratios.push_back(theirs / ours);
    }
    const auto count = static_cast<double>(rules.size());
    bench::print({"recur", "shared rules: text to occurrences, sum", rules.size(),
                  ours_all / count * 1e6, theirs_all / count * 1e6, "libical iterator", "us/rule",
                  theirs_all / ours_all});
    bench::print({"recur", "shared rules: text to occurrences, median", rules.size(),
                  median(ours_each), median(theirs_each), "libical iterator", "us/rule",
                  median(ratios)});
}

constexpr LocalTime monday{date::local_days{date::year{2026} / 1 / 5} + seconds{10 * 3600}};
constexpr seconds year{31'556'952};  // of the Gregorian calendar, on average

Series series_of(const char* rule) {
    Series series;
    series.start = monday;
    series.zone = &zones().home();
    series.length.time = seconds{7200};
    auto parsed = recur::parse_rule(rule);
    if (!parsed) give_up("a rule of the bench is refused");
    series.rule = *std::move(parsed);
    return series;
}

std::size_t count_of(const Series& series, const Interval& window) {
    Budget budget(100'000'000);
    const auto found = recur::expand(series, zones(), window, budget);
    if (!found) give_up("a rule of the bench is too much work");
    return found->size();
}

void weekly(bool quick) {
    const Series series = series_of("FREQ=WEEKLY");
    const Instant start = to_instant(monday, zones().home());
    const Interval window(start, start + 400 * year);
    const std::size_t n = count_of(series, window);
    if (n != 20'872 && n != 20'871) give_up("a weekly rule is wrong");
    const double each =
        bench::best_seconds(quick ? 5 : 25, 20, [&] { return count_of(series, window); });
    const double rate = static_cast<double>(n) / each / 1e6;
    bench::print({"recur", "weekly over 400 years", n, rate, weekly_floor, "floor", "M occ/s",
                  rate / weekly_floor});
}

struct FarRule {
    const char* what;
    const char* rule;
};

// Those with a COUNT of a million go on behind the window; those that are "ending" are given the
// COUNT with which the window's first occurrence is the last: only the exact count tells.
constexpr FarRule far_rules[]{
    {"400 years on: weekly", "FREQ=WEEKLY"},
    {"400 years on: daily with COUNT", "FREQ=DAILY;COUNT=1000000"},
    {"400 years on: monthly by weekday", "FREQ=MONTHLY;BYDAY=2TU"},
    {"400 years on: weekdays with COUNT", "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=1000000"},
    {"400 years on: monthly with COUNT", "FREQ=MONTHLY;BYDAY=2TU;COUNT=1000000"},
    {"400 years on: last days with COUNT", "FREQ=MONTHLY;BYMONTHDAY=5,31;COUNT=1000000"},
    {"400 years on: workdays of some months with COUNT",
     "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;BYMONTH=1,2,3;COUNT=1000000"},
    {"400 years on: summer weeks with COUNT", "FREQ=WEEKLY;BYDAY=SA;BYMONTH=1,6,7;COUNT=1000000"},
    {"400 years on: every other week with COUNT",
     "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=1000000"},
    {"400 years on: every other month's last day with COUNT",
     "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=5,31;COUNT=1000000"},
    {"400 years on: every other weekend of some months with COUNT",
     "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;BYMONTH=1,6,7;COUNT=1000000"},
    {"400 years on: last workday with COUNT",
     "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=1000000"},
    {"400 years on: every third day of some months with COUNT",
     "FREQ=DAILY;INTERVAL=3;BYMONTH=1,2,6;COUNT=1000000"},
    {"400 years on: every fourth day that is a workday before the 21st, with COUNT",
     "FREQ=DAILY;INTERVAL=4;BYDAY=MO,TU,WE,TH,FR;BYMONTHDAY=1,2,3,4,5,6,7,8,9,10,11,12,13,14,"
     "15,16,17,18,19,20;COUNT=1000000"},
    {"400 years on: some weeks of every other year with COUNT",
     "FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1,2,3,52,53;BYDAY=MO;COUNT=1000000"},
    {"400 years on: some days of every other year with COUNT",
     "FREQ=YEARLY;INTERVAL=2;BYYEARDAY=5,10,-1;COUNT=1000000"},
    {"400 years on: every fifth month's last Friday with COUNT",
     "FREQ=MONTHLY;INTERVAL=5;BYDAY=-1FR,5MO;COUNT=1000000"},
    {"400 years on: the first of every other week of some months with COUNT",
     "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA,SU;BYMONTH=1,6,7;BYSETPOS=1;COUNT=1000000"},
    {"400 years on: hours of some months with COUNT",
     "FREQ=HOURLY;INTERVAL=6;BYMONTH=1,6,7;COUNT=10000000"},
    {"400 years on, ending: every other weekend of some months",
     "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;BYMONTH=1,6,7"},
    {"400 years on, ending: every third day of some months", "FREQ=DAILY;INTERVAL=3;BYMONTH=1,2,6"},
    {"400 years on, ending: some weeks of every other year",
     "FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1,2,3,52,53;BYDAY=MO"},
    {"400 years on, ending: every fifth month's last Friday",
     "FREQ=MONTHLY;INTERVAL=5;BYDAY=-1FR,5MO"},
    {"400 years on, ending: last days of months", "FREQ=MONTHLY;BYMONTHDAY=5,31"},
};

void far_window(const FarRule& far_rule, bool quick) {
    const auto& [what, rule] = far_rule;
    Series series = series_of(rule);
    const Instant start = to_instant(monday, zones().home());
    const seconds month{31 * 86'400};
    const Interval beside(start, start + month);
    const Interval far(start + 400 * year, start + 400 * year + month);
    const bool ends = std::strstr(what, "ending") != nullptr;
    if (ends)
        series.rule->count = static_cast<std::int64_t>(count_of(series, {start, far.start()})) + 1;
    const std::size_t n = count_of(series, far);
    if (ends && n != 1) give_up("a rule does not end where it should");
    if (!ends && (n == 0 || 2 * n < count_of(series, beside))) give_up("a far window is empty");
    double near_seconds = 1e18, far_seconds = 1e18;
    // By turns: the machine's moods are shared.
    for (int pass = 0; pass < (quick ? 5 : 25); ++pass) {
        near_seconds = std::min(
            near_seconds, bench::best_seconds(1, 100, [&] { return count_of(series, beside); }));
        far_seconds = std::min(far_seconds,
                               bench::best_seconds(1, 100, [&] { return count_of(series, far); }));
    }
    const double times = far_seconds / near_seconds;
    std::fprintf(stderr, "recur_bench: %s: %.0f ns near, %.0f ns far\n", rule, near_seconds * 1e9,
                 far_seconds * 1e9);
    bench::print(
        {"recur", what, n, times, far_floor, "floor", "times the near window", far_floor / times});
}

}  // namespace

int main(int argc, char** argv) {
    std::size_t n = 1'000'000;
    bool quick = false;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--quick") == 0) quick = true;
        if (std::strcmp(argv[i], "--n") == 0 && i + 1 < argc) n = std::stoul(argv[++i]);
    }
    ical::libical_ready();
    shared_cases(n, quick);
    weekly(quick);
    for (const FarRule& rule : far_rules) far_window(rule, quick);
}
