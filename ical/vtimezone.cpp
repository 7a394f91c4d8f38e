#include "ical/vtimezone.h"

#include <array>
#include <cstdlib>
#include <optional>
#include <string>

#include "engine/time/posix_rule.h"
#include "ical/lines.h"
#include "ical/moment.h"
#include "ical/text.h"

namespace sopu::ical {

namespace {

std::string utc_offset(seconds offset) {
    const auto total = std::abs(offset.count());
    const auto two = [](long long n) {
        return std::string{static_cast<char>('0' + n / 10 % 10), static_cast<char>('0' + n % 10)};
    };
    std::string out = offset.count() < 0 ? "-" : "+";
    out += two(total / 3600) + two(total / 60 % 60);
    if (total % 60 != 0) out += two(total % 60);
    return out;
}

struct Yearly {
    std::string rrule;
    LocalTime first{};  // in 1970
};

// An hour outside the day (Jerusalem's M3.4.4/26, Nuuk's M3.5.0/-1) moves the weekday and the days
// of the month that it can fall on; nothing where those days would leave the month. The forms that
// count days of the year are used by no zone of today.
std::optional<Yearly> yearly(const PosixDay& onset) {
    if (onset.kind != PosixDay::Kind::nth_weekday) return std::nullopt;
    const int moved = static_cast<int>(date::floor<date::days>(onset.time).count());
    constexpr std::array<const char*, 7> weekdays{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
    const int weekday = ((onset.weekday + moved) % 7 + 7) % 7;
    const std::string day_name = weekdays[static_cast<std::size_t>(weekday)];

    std::string days = ";BYDAY=";
    const bool last = onset.week == 5;
    const int from = (last ? -7 : onset.week * 7 - 6) + moved;
    const int shortest_month = onset.month == 2 ? 28 : 30;
    if (last ? moved > 0 : from < 1 || from + 6 > shortest_month) return std::nullopt;
    if (moved == 0) {
        days += std::to_string(last ? -1 : onset.week) + day_name;
    } else {
        days += day_name + ";BYMONTHDAY=";
        for (int day = from; day < from + 7; ++day)
            days += std::to_string(day) + (day < from + 6 ? "," : "");
    }
    return Yearly{"FREQ=YEARLY;BYMONTH=" + std::to_string(onset.month) + days,
                  moves_at(onset, 1970)};
}

struct Half {
    const char* kind;
    std::string name;
    seconds from;
    seconds to;
    Yearly when;
};

void add_half(LineWriter& out, const Half& half) {
    out.add("BEGIN", half.kind);
    out.add("DTSTART", basic_local(half.when.first));
    if (!half.when.rrule.empty()) out.add("RRULE", half.when.rrule);
    out.add("TZOFFSETFROM", utc_offset(half.from));
    out.add("TZOFFSETTO", utc_offset(half.to));
    out.add_text("TZNAME", half.name);
    out.add("END", half.kind);
}

}  // namespace

std::string vtimezone(std::string_view name, std::string_view posix_rule, seconds fallback) {
    const auto rule = parse_posix_rule(posix_rule);
    std::optional<Yearly> daylight;
    std::optional<Yearly> standard;
    if (rule && rule->daylight) {
        daylight = yearly(rule->daylight->begins);
        standard = yearly(rule->daylight->ends);
    }
    LineWriter out;
    out.add("BEGIN", "VTIMEZONE");
    out.add("TZID", escape(name));
    if (daylight && standard) {
        const PosixDaylight& summer = *rule->daylight;
        add_half(out, {"DAYLIGHT", summer.name, rule->offset, summer.offset, *daylight});
        add_half(out, {"STANDARD", rule->name, summer.offset, rule->offset, *standard});
    } else {
        const bool fixed = rule && !rule->daylight;
        const seconds offset = fixed ? rule->offset : fallback;
        const LocalTime epoch(Date(date::year{1970} / 1 / 1));
        add_half(out, {"STANDARD", fixed ? rule->name : "", offset, offset, {"", epoch}});
    }
    out.add("END", "VTIMEZONE");
    return out.text();
}

std::string vtimezone(const Zone& zone) {
    // Used only where the rule is not one we can say: the offset of a day without daylight saving
    // in most of the world's zones.
    const Instant winter = Instant(date::sys_days(date::year{2038} / 1 / 15));
    return vtimezone(name_of(zone), posix_rule(zone), offset_at(winter, zone));
}

}  // namespace sopu::ical
