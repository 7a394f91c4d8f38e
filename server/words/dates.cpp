#include "server/words/dates.h"

#include <array>

#include "engine/base/invariant.h"

namespace sopu::words {
namespace {

// What differs between the languages, and nothing else.
struct Language {
    std::array<std::string_view, 7> weekdays_short;  // Monday first
    std::array<std::string_view, 7> weekdays_long;
    std::array<std::string_view, 12> months;
    std::array<std::string_view, 4> seasons;  // winter, spring, summer, autumn
    std::array<std::string_view, 3> parts_of_day;
    std::string_view time_open, day_open, undated, year, week;
    std::string_view day_end;    // after the day number in a range within a month: "20.–21.6."
    std::string_view month_end;  // after the month where no year follows
    std::string_view before_time, clock, clock_separator;
    bool whole_hours;  // "10", else always "10:00"
    bool month_in_words;
};

constexpr Language finnish{
    {"ma", "ti", "ke", "to", "pe", "la", "su"},
    {"maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"},
    {"tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu", "kesäkuu", "heinäkuu", "elokuu",
     "syyskuu", "lokakuu", "marraskuu", "joulukuu"},
    {"talvi", "kevät", "kesä", "syksy"},
    {"aamupäivällä", "iltapäivällä", "illalla"},
    "kellonaika avoin",
    "päivä avoin",
    "ajankohta avoin",
    "vuosi ",
    "vk ",
    ".",
    ".",
    " ",
    "klo ",
    ".",
    true,
    false};

constexpr Language swedish{{"må", "ti", "on", "to", "fr", "lö", "sö"},
                           {"måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"},
                           {"januari", "februari", "mars", "april", "maj", "juni", "juli",
                            "augusti", "september", "oktober", "november", "december"},
                           {"vintern", "våren", "sommaren", "hösten"},
                           {"på förmiddagen", "på eftermiddagen", "på kvällen"},
                           "klockslaget öppet",
                           "dagen öppen",
                           "tidpunkten öppen",
                           "år ",
                           "v. ",
                           "",
                           "",
                           " ",
                           "kl. ",
                           ".",
                           true,
                           false};

constexpr Language english{
    {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
    {"January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"},
    {"winter", "spring", "summer", "autumn"},
    {"in the morning", "in the afternoon", "in the evening"},
    "time open",
    "day open",
    "date open",
    "",
    "week ",
    "",
    "",
    ", ",
    "",
    ":",
    false,
    true};

const Language& language(std::string_view lang) {
    if (lang == "sv") return swedish;
    if (lang == "en") return english;
    return finnish;
}

date::year_month_day civil(Date day) {
    return date::year_month_day{day};
}
unsigned day_of(Date day) {
    return static_cast<unsigned>(civil(day).day());
}
unsigned month_of(Date day) {
    return static_cast<unsigned>(civil(day).month());
}
int year_of(Date day) {
    return static_cast<int>(civil(day).year());
}
Date day_on(LocalTime time) {
    return date::floor<date::days>(time);
}

Date months_later(Date day, int months) {
    auto moved = civil(day) + date::months{months};
    if (!moved.ok()) moved = moved.year() / moved.month() / date::last;
    return Date{moved};
}

bool says_year(Date day, std::optional<Date> today) {
    return !today || year_of(day) != year_of(*today) || day < months_later(*today, -1) ||
           day > months_later(*today, 6);
}

unsigned weekday_index(Date day) {
    return date::weekday{day}.iso_encoding() - 1;
}

std::string month_short(const Language& in, unsigned month) {
    return std::string(in.months[month - 1].substr(0, 3));
}

enum class Year { left_out, said };

std::string day_month(const Language& in, Date day, Year year) {
    const auto number = std::to_string(day_of(day));
    const auto year_number = std::to_string(year_of(day));
    if (in.month_in_words)
        return number + " " + month_short(in, month_of(day)) +
               (year == Year::said ? " " + year_number : "");
    return number + "." + std::to_string(month_of(day)) +
           (year == Year::said ? "." + year_number : std::string(in.month_end));
}

std::string one_day(const Language& in, Date day, Year year) {
    return std::string(in.weekdays_short[weekday_index(day)]) + " " + day_month(in, day, year);
}

std::string days(const Language& in, Date first, Date last, Year year) {
    if (first == last) return one_day(in, first, year);
    const bool same_year = year_of(first) == year_of(last);
    if (same_year && month_of(first) == month_of(last))
        return std::to_string(day_of(first)) + std::string(in.day_end) + "–" +
               day_month(in, last, year);
    const std::string_view dash = in.month_in_words ? " – " : "–";
    return day_month(in, first, same_year ? Year::left_out : year) + std::string(dash) +
           day_month(in, last, year);
}

Year year_for(Date first, Date last, std::optional<Date> today) {
    return says_year(first, today) || says_year(last, today) ? Year::said : Year::left_out;
}

// "10", "10.30", "10:00"; seconds are not said.
std::string clock(const Language& in, minutes since_midnight) {
    const auto hour = since_midnight.count() / 60;
    const auto minute = since_midnight.count() % 60;
    auto out = std::to_string(hour);
    if (in.whole_hours && minute == 0) return out;
    out += in.clock_separator;
    if (minute < 10) out += '0';
    return out + std::to_string(minute);
}

minutes since(Date day, LocalTime time) {
    return date::floor<minutes>(time - LocalTime{day});
}

// A night out is written on its first day ("klo 22–2"); later than this it is a second day.
constexpr minutes night_ends{6 * 60};

// What is told of an end that lies on its own day: the same day, midnight as 24, or the night.
std::optional<minutes> end_on_first_day(Date first, LocalTime start, LocalTime end) {
    const auto from_first = since(first, end);
    if (from_first <= date::days{1}) return from_first;
    const auto in_night = from_first - date::days{1};
    if (in_night <= night_ends && in_night < since(first, start)) return in_night;
    return std::nullopt;
}

std::string timed(const Language& in, LocalTime start, std::optional<LocalTime> end,
                  std::optional<Date> today) {
    const auto first = day_on(start);
    const auto last = end ? day_on(*end) : first;
    // What ends in the night of New Year's Eve is told on its first day, and needs no second year.
    const bool one = !end || end_on_first_day(first, start, *end);
    const auto year = year_for(first, one ? first : last, today);
    const auto at = std::string(in.before_time) + std::string(in.clock);
    const auto opening = one_day(in, first, year) + at + clock(in, since(first, start));
    if (!end || *end <= start) return opening;
    if (const auto same_day = end_on_first_day(first, start, *end))
        return opening + "–" + clock(in, *same_day);
    return opening + " – " + one_day(in, last, year) + at + clock(in, since(last, *end));
}

std::string timed(const Language& in, const Timed& said, const Zones& zones,
                  std::optional<Date> today) {
    const auto* zone = zones.find(said.zone);
    if (!zone || zone == &zones.home()) return timed(in, said.start, said.end, today);
    const auto start = to_instant(said.start, *zone);
    if (offset_at(start, *zone) == offset_at(start, zones.home()))
        return timed(in, said.start, said.end, today);
    if (said.zone != "UTC" && said.zone != "Etc/UTC" && said.zone != "GMT")
        return timed(in, said.start, said.end, today) + " (" + said.zone + ")";
    std::optional<LocalTime> end;
    if (said.end) end = to_local(to_instant(*said.end, *zone), zones.home());
    return timed(in, to_local(start, zones.home()), end, today);
}

// "lokakuu 2026", "lokakuu–marraskuu 2026"; from and to may stop short of the months' ends.
std::string months(const Language& in, Date from, Date to, Year year) {
    const auto name = [&in](Date day) { return std::string(in.months[month_of(day) - 1]); };
    const auto said = [year](Date day) {
        return year == Year::said ? " " + std::to_string(year_of(day)) : std::string();
    };
    if (year_of(from) != year_of(to)) return name(from) + said(from) + " – " + name(to) + said(to);
    if (month_of(from) == month_of(to)) return name(from) + said(from);
    return name(from) + "–" + name(to) + said(to);
}

// Longer than this it is no season, whatever it is called.
constexpr date::days season_days_max{200};

// The season of the middle day: "syksy" is August to November to one and September to October to
// another. A winter that spans the new year says both years.
std::string season(const Language& in, Date from, Date to, Year year) {
    if (to - from > season_days_max) return months(in, from, to, year);
    const auto middle = month_of(from + (to - from) / 2);
    const auto name = std::string(in.seasons[middle % 12 / 3]);
    if (year_of(from) != year_of(to))
        return name + " " + std::to_string(year_of(from)) + "–" + std::to_string(year_of(to));
    return name + " " + std::to_string(year_of(from));
}

std::string vague(const Language& in, const Vague& said, std::optional<Date> today) {
    const auto year = year_for(said.from, said.to, today);
    const auto part =
        said.part_of_day
            ? " " + std::string(in.parts_of_day[static_cast<std::size_t>(*said.part_of_day)])
            : std::string();
    const auto open = [](std::string_view what) { return " (" + std::string(what) + ")"; };
    switch (said.precision) {
        case Precision::day:
            return days(in, said.from, said.to, year) + part + open(in.time_open);
        case Precision::window:
            return days(in, said.from, said.to, year) + part +
                   open(said.from == said.to ? in.time_open : in.day_open);
        case Precision::month:
            return months(in, said.from, said.to, year) + part;
        case Precision::season:
            return season(in, said.from, said.to, year) + part;
        case Precision::year:
            break;
    }
    auto out = std::string(in.year) + std::to_string(year_of(said.from));
    if (year_of(said.from) != year_of(said.to)) out += "–" + std::to_string(year_of(said.to));
    return out + part;
}

}  // namespace

std::string when_text(std::string_view lang, const When& when, const Zones& zones,
                      std::optional<Date> today) {
    const auto& in = language(lang);
    if (const auto* said = std::get_if<Timed>(&when)) return timed(in, *said, zones, today);
    if (const auto* said = std::get_if<AllDay>(&when))
        return days(in, said->first, said->last, year_for(said->first, said->last, today));
    if (const auto* said = std::get_if<Vague>(&when)) return vague(in, *said, today);
    return std::string(in.undated);
}

std::string interval_text(std::string_view lang, const Interval& interval, const Zone& zone,
                          std::optional<Date> today) {
    return timed(language(lang), to_local(interval.start(), zone), to_local(interval.end(), zone),
                 today);
}

std::string date_text(std::string_view lang, Date day, std::optional<Date> today) {
    return one_day(language(lang), day, year_for(day, day, today));
}

std::string dates_text(std::string_view lang, Date first, Date last, std::optional<Date> today) {
    return days(language(lang), first, last, year_for(first, last, today));
}

std::string short_date_text(std::string_view lang, Date day, std::optional<Date> today) {
    return day_month(language(lang), day, year_for(day, day, today));
}

std::string yearly_text(std::string_view lang, Date first, Date last) {
    const auto& in = language(lang);
    return first == last ? day_month(in, first, Year::left_out)
                         : days(in, first, last, Year::left_out);
}

std::string hours_text(std::string_view lang, LocalTime start, std::optional<LocalTime> end) {
    const auto& in = language(lang);
    const auto first = day_on(start);
    const auto opening = std::string(in.clock) + clock(in, since(first, start));
    if (!end || *end <= start) return opening;
    const auto same_day = end_on_first_day(first, start, *end);
    return same_day ? opening + "–" + clock(in, *same_day) : opening;
}

std::string time_text(std::string_view lang, LocalTime local) {
    const auto& in = language(lang);
    return std::string(in.clock) + clock(in, since(day_on(local), local));
}

std::string_view weekday_short(std::string_view lang, Date day) {
    return language(lang).weekdays_short[weekday_index(day)];
}

std::string_view weekday_long(std::string_view lang, Date day) {
    return language(lang).weekdays_long[weekday_index(day)];
}

std::string_view month_name(std::string_view lang, unsigned month) {
    INVARIANT(month >= 1 && month <= 12, "a month has a number from 1 to 12");
    return language(lang).months[month - 1];
}

int week_number(Date day) {
    // ISO 8601: a week belongs to the year of its Thursday.
    const Date monday = day - date::days{weekday_index(day)};
    const Date thursday = monday + date::days{3};
    const Date new_year{civil(thursday).year() / date::January / 1};
    return static_cast<int>((thursday - new_year).count()) / 7 + 1;
}

std::string week_text(std::string_view lang, Date day) {
    return std::string(language(lang).week) + std::to_string(week_number(day));
}

}  // namespace sopu::words
