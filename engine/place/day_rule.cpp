#include "engine/place/day_rule.h"

#include <array>
#include <charconv>
#include <string>

#include "engine/base/text.h"
#include "engine/place/easter.h"
#include "engine/time/iso.h"

namespace sopu {
namespace {

constexpr std::array<std::string_view, 7> weekday_names{"sun", "mon", "tue", "wed",
                                                        "thu", "fri", "sat"};
constexpr int week_max = 52;         // every year has it
constexpr int easter_days_max = 60;  // Easter to Pentecost are 49
constexpr date::days span_max{92};   // the longest: a summer off school

tl::unexpected<Error> bad(std::string_view text, std::string_view why) {
    return fail(Code::invalid, "", "bad_day_rule",
                "\"" + std::string(text) + "\": " + std::string(why));
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<date::weekday> weekday(std::string_view text) {
    for (unsigned i = 0; i < weekday_names.size(); ++i)
        if (weekday_names[i] == text) return date::weekday(i);
    return std::nullopt;
}

// Two digits, a hyphen, two digits; a day that every year has.
std::optional<date::month_day> month_day(std::string_view text) {
    const auto day = text.size() == 5 ? parse_date("2001-" + std::string(text)) : std::nullopt;
    if (!day) return std::nullopt;
    const date::year_month_day ymd(*day);
    return ymd.month() / ymd.day();
}

Date day_of(int year, const date::month_day& day) {
    return date::local_days(date::year(year) / day.month() / day.day());
}

Date weekday_from(Date from, date::weekday wanted) {
    return from + (wanted - date::weekday(from));  // the difference is 0 to 6 days
}

Result<DayRule> days_said(std::string_view text) {
    const std::size_t dots = text.find("..");
    const std::string_view first = trim(text.substr(0, dots));
    const std::string_view last =
        dots == std::string_view::npos ? first : trim(text.substr(dots + 2));
    if (const auto from = parse_date(first)) {
        const auto to = parse_date(last);
        if (!to) return bad(text, "no such date");
        if (*to < *from) return bad(text, "ends before it begins");
        if (*to - *from >= span_max) return bad(text, "too many days");
        return OnDates{{*from, *to}};
    }
    const auto from = month_day(first);
    const auto to = month_day(last);
    if (!from || !to) return bad(text, "neither a rule nor a date that every year has");
    const OnMonthDays on{*from, *to};
    const DaySpan days = spans_in(on, 2003).front();  // the year after is the one with a day more
    if (days.last - days.first >= span_max) return bad(text, "too many days");
    return on;
}

Result<DayRule> easter_said(std::string_view text, std::string_view offset) {
    if (offset.empty()) return OnEaster{};
    const bool signed_well = offset.size() > 1 && offset[1] >= '0' && offset[1] <= '9' &&
                             (offset[0] == '+' || offset[0] == '-');
    const auto days = signed_well ? number(offset.substr(1)) : std::nullopt;
    if (!days || *days > easter_days_max) return bad(text, "no number of days from Easter");
    return OnEaster{offset[0] == '-' ? -*days : *days};
}

Result<DayRule> week_said(std::string_view text, std::string_view said,
                          std::optional<date::weekday> weekday) {
    const auto week = number(said);
    if (!week || *week < 1 || *week > week_max) return bad(text, "no week that every year has");
    return OnWeek{*week, weekday};
}

struct SpansIn {
    int year;

    std::vector<DaySpan> operator()(const OnDates& on) const {
        const bool mine = static_cast<int>(date::year_month_day(on.days.first).year()) == year;
        return mine ? std::vector{on.days} : std::vector<DaySpan>{};
    }
    std::vector<DaySpan> operator()(const OnMonthDays& on) const {
        const Date first = day_of(year, on.first);
        const Date last = day_of(year, on.last);
        return {{first, last < first ? day_of(year + 1, on.last) : last}};
    }
    std::vector<DaySpan> operator()(const OnEaster& on) const {
        const Date day = easter_sunday(year) + date::days(on.days);
        return {{day, day}};
    }
    std::vector<DaySpan> operator()(const OnWeekdayFrom& on) const {
        const Date day = weekday_from(day_of(year, on.from), on.weekday);
        return {{day, day}};
    }
    // ISO 8601: the first week of a year is the one with 4 January in it.
    std::vector<DaySpan> operator()(const OnWeek& on) const {
        const Date fourth = day_of(year, date::January / 4);
        const Date monday = fourth - (date::weekday(fourth) - date::Monday);
        const Date first = monday + date::days(7 * (on.week - 1));
        if (!on.weekday) return {{first, first + date::days(6)}};
        const Date day = weekday_from(first, *on.weekday);
        return {{day, day}};
    }
    std::vector<DaySpan> operator()(const OnEvery& on) const {
        std::vector<DaySpan> spans;
        const Date end = day_of(year + 1, date::January / 1);
        Date day = weekday_from(day_of(year, date::January / 1), on.weekday);
        for (; day < end; day += date::days(7)) spans.push_back({day, day});
        return spans;
    }
};

}  // namespace

Result<DayRule> parse_day_rule(std::string_view text) {
    const std::vector<std::string_view> words = split(text, ' ');
    if (words.empty()) return bad(text, "no dates");
    const auto day = weekday(words[0]);
    if (words.size() == 1 && words[0].starts_with("easter"))
        return easter_said(text, words[0].substr(6));
    if (words.size() == 2 && words[0] == "week") return week_said(text, words[1], std::nullopt);
    if (words.size() == 2 && words[0] == "every") {
        if (const auto each = weekday(words[1])) return OnEvery{*each};
        return bad(text, "no such weekday");
    }
    if (words.size() == 3 && day && words[1] == "week") return week_said(text, words[2], day);
    if (words.size() == 3 && day && words[1] == "from") {
        if (const auto from = month_day(words[2])) return OnWeekdayFrom{*day, *from};
        return bad(text, "no day that every year has");
    }
    return days_said(text);
}

std::vector<DaySpan> spans_in(const DayRule& rule, int year) {
    return std::visit(SpansIn{year}, rule);
}

}  // namespace sopu
