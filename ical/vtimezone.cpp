#include "ical/vtimezone.h"

#include <array>
#include <cstdlib>
#include <optional>

#include "ical/lines.h"
#include "ical/moment.h"
#include "ical/text.h"

namespace sopu::ical {

namespace {

// POSIX.1-2017 8.3 with the hours of -167 to 167 of RFC 8536 3.3.1.
struct Onset {
    unsigned month = 0;
    unsigned week = 0;     // 1-5, 5 is the last
    unsigned weekday = 0;  // 0 is Sunday
    seconds time{7200};    // local time of the day, before the change
};

struct Rule {
    std::string standard_name;
    std::string daylight_name;
    seconds standard{0};  // east of UTC is positive, unlike in the text
    seconds daylight{0};
    std::optional<Onset> daylight_from;
    std::optional<Onset> standard_from;
};

// A cursor over the text; each taker leaves it alone when it fails.
class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    bool at_end() const { return text_.empty(); }

    bool take(char c) {
        if (text_.empty() || text_.front() != c) return false;
        text_.remove_prefix(1);
        return true;
    }

    std::optional<unsigned> take_number(unsigned max) {
        std::size_t digits = 0;
        unsigned value = 0;
        while (digits < text_.size() && digits < 3 && text_[digits] >= '0' && text_[digits] <= '9')
            value = value * 10 + static_cast<unsigned>(text_[digits++] - '0');
        if (digits == 0 || value > max) return std::nullopt;
        text_.remove_prefix(digits);
        return value;
    }

    // "EET" or "<+03>"; at least three characters.
    std::optional<std::string> take_name() {
        const bool quoted = take('<');
        std::size_t end = 0;
        while (end < text_.size() && (quoted ? text_[end] != '>' : is_letter(text_[end]))) ++end;
        if (end < 3 || (quoted && end == text_.size())) return std::nullopt;
        std::string name(text_.substr(0, end));
        text_.remove_prefix(quoted ? end + 1 : end);
        return name;
    }

    // [+-]hh[:mm[:ss]]
    std::optional<seconds> take_time() {
        const bool negative = take('-');
        if (!negative) take('+');
        const auto hours = take_number(167);
        if (!hours) return std::nullopt;
        seconds time = std::chrono::hours(*hours);
        for (const int unit : {60, 1}) {
            if (!take(':')) break;
            const auto part = take_number(59);
            if (!part) return std::nullopt;
            time += seconds{static_cast<int>(*part) * unit};
        }
        return negative ? -time : time;
    }

    // ",Mm.w.d[/time]". The Jn and n forms are not used by any zone of today.
    std::optional<Onset> take_onset() {
        if (!take(',') || !take('M')) return std::nullopt;
        Onset onset;
        onset.month = take_number(12).value_or(0);
        if (onset.month == 0 || !take('.')) return std::nullopt;
        onset.week = take_number(5).value_or(0);
        if (onset.week == 0 || !take('.')) return std::nullopt;
        const auto weekday = take_number(6);
        if (!weekday) return std::nullopt;
        onset.weekday = *weekday;
        if (take('/')) {
            const auto time = take_time();
            if (!time) return std::nullopt;
            onset.time = *time;
        }
        return onset;
    }

  private:
    static bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

    std::string_view text_;
};

std::optional<Rule> parse_rule(std::string_view text) {
    Reader reader(text);
    Rule rule;
    const auto name = reader.take_name();
    const auto offset = name ? reader.take_time() : std::nullopt;
    if (!offset) return std::nullopt;
    rule.standard_name = *name;
    rule.standard = -*offset;
    if (reader.at_end()) return rule;
    const auto daylight_name = reader.take_name();
    if (!daylight_name) return std::nullopt;
    rule.daylight_name = *daylight_name;
    const auto daylight = reader.take_time();
    rule.daylight = daylight ? -*daylight : rule.standard + std::chrono::hours(1);
    rule.daylight_from = reader.take_onset();
    rule.standard_from = reader.take_onset();
    if (!rule.daylight_from || !rule.standard_from || !reader.at_end()) return std::nullopt;
    return rule;
}

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
// of the month that it can fall on; nothing where those days would leave the month.
std::optional<Yearly> yearly(const Onset& onset) {
    const date::days shift = std::chrono::floor<date::days>(onset.time);
    const int moved = static_cast<int>(shift.count());
    constexpr std::array<const char*, 7> weekdays{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
    const int weekday = ((static_cast<int>(onset.weekday) + moved) % 7 + 7) % 7;
    const char* day_name = weekdays[static_cast<std::size_t>(weekday)];

    std::string days;
    const bool last = onset.week == 5;
    const int from = last ? -7 + moved : static_cast<int>(onset.week) * 7 - 6 + moved;
    if (last ? moved > 0 : from < 1 || from + 6 > 28 + (onset.month == 2 ? 0 : 2)) return {};
    if (moved == 0) {
        days = ";BYDAY=" + std::to_string(last ? -1 : static_cast<int>(onset.week)) + day_name;
    } else {
        days = std::string(";BYDAY=") + day_name + ";BYMONTHDAY=";
        for (int day = from; day < from + 7; ++day)
            days += std::to_string(day) + (day < from + 6 ? "," : "");
    }

    const auto month = date::year{1970} / date::month{onset.month};
    const date::weekday wanted{onset.weekday};
    const Date day = last ? Date(month / wanted[date::last]) : Date(month / wanted[onset.week]);
    return Yearly{"FREQ=YEARLY;BYMONTH=" + std::to_string(onset.month) + days,
                  LocalTime(day) + onset.time};
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
    const auto rule = parse_rule(posix_rule);
    std::optional<Yearly> daylight;
    std::optional<Yearly> standard;
    if (rule && rule->daylight_from) {
        daylight = yearly(*rule->daylight_from);
        standard = yearly(*rule->standard_from);
    }
    LineWriter out;
    out.add("BEGIN", "VTIMEZONE");
    out.add("TZID", escape(name));
    if (rule && daylight && standard) {
        add_half(out, {"DAYLIGHT", rule->daylight_name, rule->standard, rule->daylight, *daylight});
        add_half(out, {"STANDARD", rule->standard_name, rule->daylight, rule->standard, *standard});
    } else {
        const bool fixed = rule && !rule->daylight_from;
        const seconds offset = fixed ? rule->standard : fallback;
        const LocalTime epoch(Date(date::year{1970} / 1 / 1));
        add_half(out, {"STANDARD", fixed ? rule->standard_name : "", offset, offset, {"", epoch}});
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
