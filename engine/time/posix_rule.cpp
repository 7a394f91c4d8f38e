#include "engine/time/posix_rule.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace sopu {
namespace {

constexpr int name_letters_min = 3;         // POSIX.1 8.3
constexpr int offset_hours_max = 24;        // POSIX.1 8.3
constexpr int rule_hours_max = 24 * 7 - 1;  // RFC 8536 3.3.1

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Reads from the front; every function leaves `rest` behind what it took, or says nothing.
class Reader {
  public:
    explicit Reader(std::string_view text) : rest_(text) {}

    bool done() const { return rest_.empty(); }
    bool take(char wanted) {
        if (rest_.empty() || rest_.front() != wanted) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool next_is(char wanted) const { return !rest_.empty() && rest_.front() == wanted; }

    std::optional<int> number(int low, int high) {
        int value = 0;
        std::size_t digits = 0;
        while (digits < rest_.size() && is_digit(rest_[digits]) && digits < 4)
            value = value * 10 + (rest_[digits++] - '0');
        if (digits == 0 || value < low || value > high) return std::nullopt;
        rest_.remove_prefix(digits);
        return value;
    }

    // "EET", or "<+03>" where the name is not made of letters.
    std::optional<std::string> name() {
        const bool quoted = take('<');
        std::size_t length = 0;
        while (length < rest_.size()) {
            const char c = rest_[length];
            if (!is_letter(c) && !(quoted && (is_digit(c) || c == '+' || c == '-'))) break;
            ++length;
        }
        if (length < name_letters_min) return std::nullopt;
        std::string found(rest_.substr(0, length));
        rest_.remove_prefix(length);
        if (quoted && !take('>')) return std::nullopt;
        return found;
    }

    // [+-]hh[:mm[:ss]]
    std::optional<seconds> time(int hours_max) {
        const bool negative = take('-');
        if (!negative) take('+');
        const auto hours = number(0, hours_max);
        if (!hours) return std::nullopt;
        seconds total = std::chrono::hours{*hours};
        if (take(':')) {
            const auto minute = number(0, 59);
            if (!minute) return std::nullopt;
            total += minutes{*minute};
            if (take(':')) {
                const auto second = number(0, 59);
                if (!second) return std::nullopt;
                total += seconds{*second};
            }
        }
        return negative ? -total : total;
    }

    std::optional<PosixDay> day() {
        PosixDay day;
        if (take('M')) {
            const auto month = number(1, 12);
            if (!month || !take('.')) return std::nullopt;
            const auto week = number(1, 5);
            if (!week || !take('.')) return std::nullopt;
            const auto weekday = number(0, 6);
            if (!weekday) return std::nullopt;
            day.month = *month;
            day.week = *week;
            day.weekday = *weekday;
        } else {
            const bool julian = take('J');
            const auto number_of_day = number(julian ? 1 : 0, 365);
            if (!number_of_day) return std::nullopt;
            day.kind = julian ? PosixDay::Kind::julian : PosixDay::Kind::zero_based;
            day.day = *number_of_day;
        }
        if (take('/')) {
            const auto at = time(rule_hours_max);
            if (!at) return std::nullopt;
            day.time = *at;
        }
        return day;
    }

  private:
    std::string_view rest_;
};

// The rest of a rule behind its standard time: "EEST,M3.5.0/3,M10.5.0/4".
std::optional<PosixDaylight> read_daylight(Reader& reader, seconds standard) {
    PosixDaylight daylight;
    auto name = reader.name();
    if (!name) return std::nullopt;
    daylight.name = *std::move(name);
    daylight.offset = standard + std::chrono::hours{1};  // POSIX.1: one hour ahead if not said
    if (!reader.next_is(',')) {
        const auto west = reader.time(offset_hours_max);
        if (!west) return std::nullopt;
        daylight.offset = -*west;
    }
    if (!reader.take(',')) return std::nullopt;
    const auto begins = reader.day();
    if (!begins || !reader.take(',')) return std::nullopt;
    const auto ends = reader.day();
    if (!ends) return std::nullopt;
    daylight.begins = *begins;
    daylight.ends = *ends;
    return daylight;
}

}  // namespace

std::optional<PosixRule> parse_posix_rule(std::string_view text) {
    Reader reader(text);
    PosixRule rule;
    auto name = reader.name();
    if (!name) return std::nullopt;
    const auto west = reader.time(offset_hours_max);
    if (!west) return std::nullopt;
    rule.name = *std::move(name);
    rule.offset = -*west;
    if (reader.done()) return rule;
    rule.daylight = read_daylight(reader, rule.offset);
    if (!rule.daylight || !reader.done()) return std::nullopt;
    return rule;
}

std::string fixed_posix_rule(seconds offset) {
    const auto total = std::abs(offset.count());
    const auto hours = static_cast<int>(total / 3600);
    const auto minute = static_cast<int>(total / 60 % 60);
    const auto second = static_cast<int>(total % 60);
    const bool east = offset.count() >= 0;
    char text[48];
    if (minute == 0 && second == 0)
        std::snprintf(text, sizeof text, "<%c%02d>%s%d", east ? '+' : '-', hours,
                      east && total != 0 ? "-" : "", hours);
    else
        std::snprintf(text, sizeof text, "<%c%02d%02d>%s%d:%02d:%02d", east ? '+' : '-', hours,
                      minute, east ? "-" : "", hours, minute, second);
    return text;
}

LocalTime moves_at(const PosixDay& day, int year) {
    const date::year y{year};
    const Date new_year{y / 1 / 1};
    Date on{};
    switch (day.kind) {
        case PosixDay::Kind::nth_weekday: {
            const date::month m{static_cast<unsigned>(day.month)};
            const date::weekday w{static_cast<unsigned>(day.weekday)};
            on = day.week == 5 ? Date{y / m / w[date::last]}
                               : Date{y / m / w[static_cast<unsigned>(day.week)]};
            break;
        }
        case PosixDay::Kind::julian: {
            const bool past_leap_day = y.is_leap() && day.day >= 60;
            on = new_year + date::days{day.day - 1 + (past_leap_day ? 1 : 0)};
            break;
        }
        case PosixDay::Kind::zero_based:
            on = new_year + date::days{day.day};
            break;
    }
    return LocalTime{on} + day.time;
}

namespace {

struct Move {
    Instant at;
    seconds offset;  // from then on
};

// The moves of the years around an instant, year by year. Moves may spill into a neighbouring year
// (times of up to 167 hours), and one year's end may be the next one's beginning (all-year daylight
// time, RFC 8536 3.3.1): then the later year's word counts, as it comes later.
std::array<Move, 6> moves_around(const PosixRule& rule, const PosixDaylight& daylight,
                                 Instant instant) {
    const auto utc = [](LocalTime local, seconds offset) {
        return Instant{local.time_since_epoch() - offset};
    };
    const int year{date::year_month_day{date::floor<date::days>(instant + rule.offset)}.year()};
    std::array<Move, 6> moves;
    for (std::size_t i = 0; i < 3; ++i) {
        const int y = year - 1 + static_cast<int>(i);
        moves[2 * i] = {utc(moves_at(daylight.begins, y), rule.offset), daylight.offset};
        moves[2 * i + 1] = {utc(moves_at(daylight.ends, y), daylight.offset), rule.offset};
    }
    return moves;
}

// The last move at or before the instant decides.
seconds offset_after(const std::array<Move, 6>& moves, seconds first, Instant instant) {
    seconds offset = first;
    Instant latest = Instant::min();
    for (const Move& move : moves) {
        if (move.at > instant || move.at < latest) continue;
        latest = move.at;
        offset = move.offset;
    }
    return offset;
}

}  // namespace

seconds offset_at(const PosixRule& rule, Instant instant) {
    if (!rule.daylight) return rule.offset;
    return offset_after(moves_around(rule, *rule.daylight, instant), rule.offset, instant);
}

OffsetSpan span_at(const PosixRule& rule, Instant instant) {
    OffsetSpan span;
    span.before = span.offset = span.after = rule.offset;
    if (!rule.daylight) return span;
    const auto moves = moves_around(rule, *rule.daylight, instant);
    for (const Move& move : moves) {
        if (move.at <= instant) span.begin = std::max(span.begin, move.at);
        if (move.at > instant) span.end = std::min(span.end, move.at);
    }
    span.before = offset_after(moves, rule.offset, span.begin - seconds{1});
    span.offset = offset_after(moves, rule.offset, instant);
    span.after = offset_after(moves, rule.offset, span.end);
    return span;
}

}  // namespace sopu
