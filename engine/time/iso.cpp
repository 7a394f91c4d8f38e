#include "engine/time/iso.h"

#include <cstdio>

namespace sopu {
namespace {

// Takes fixed-width fields from the front of a text; once one is wrong, ok() stays false.
class Fields {
  public:
    explicit Fields(std::string_view text) : rest_(text) {}

    bool ok() const { return ok_; }
    bool done() const { return ok_ && rest_.empty(); }
    bool next_is(char c) const { return !rest_.empty() && rest_.front() == c; }

    int digits(std::size_t width) {
        int value = 0;
        if (rest_.size() < width) ok_ = false;
        for (std::size_t i = 0; ok_ && i < width; ++i) {
            if (rest_[i] < '0' || rest_[i] > '9') ok_ = false;
            value = value * 10 + (rest_[i] - '0');
        }
        if (!ok_) return 0;
        rest_.remove_prefix(width);
        return value;
    }

    void literal(char c) {
        if (!next_is(c)) ok_ = false;
        if (ok_) rest_.remove_prefix(1);
    }

    bool take(char c) {
        if (!ok_ || !next_is(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    Date date() {
        const int year = digits(4);
        literal('-');
        const int month = digits(2);
        literal('-');
        const int day = digits(2);
        const date::year_month_day ymd{date::year{year}, date::month{static_cast<unsigned>(month)},
                                       date::day{static_cast<unsigned>(day)}};
        if (!ymd.ok()) ok_ = false;
        return ok_ ? Date{ymd} : Date{};
    }

    // Hours and minutes; no 24:00, and no leap second (instant.h).
    seconds hours_minutes() {
        const int hour = digits(2);
        literal(':');
        const int minute = digits(2);
        if (hour > 23 || minute > 59) ok_ = false;
        return std::chrono::hours{hour} + minutes{minute};
    }

    seconds second() {
        literal(':');
        const int value = digits(2);
        if (value > 59) ok_ = false;
        return seconds{value};
    }

    // RFC 3339 time-secfrac: at least one digit, whose worth is dropped.
    void fraction() {
        if (!take('.')) return;
        digits(1);
        while (ok_ && !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9')
            rest_.remove_prefix(1);
    }

    // RFC 3339 time-offset: how far east of UTC.
    seconds offset() {
        if (take('Z')) return seconds{0};
        const bool east = take('+');
        if (!east) literal('-');
        const seconds size = hours_minutes();
        return east ? size : -size;
    }

  private:
    std::string_view rest_;
    bool ok_ = true;
};

std::string format_days(date::year_month_day ymd) {
    char text[24];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", int{ymd.year()}, unsigned{ymd.month()},
                  unsigned{ymd.day()});
    return text;
}

std::string format_clock(seconds since_midnight, bool with_seconds) {
    const auto total = static_cast<int>(since_midnight.count());
    char text[40];
    if (with_seconds)
        std::snprintf(text, sizeof text, "T%02d:%02d:%02d", total / 3600, total / 60 % 60,
                      total % 60);
    else
        std::snprintf(text, sizeof text, "T%02d:%02d", total / 3600, total / 60 % 60);
    return text;
}

}  // namespace

std::string format_instant(Instant instant) {
    const auto day = date::floor<date::days>(instant);
    return format_days(date::year_month_day{day}) + format_clock(instant - day, true) + "Z";
}

std::string format_local(LocalTime local) {
    const auto day = date::floor<date::days>(local);
    const seconds clock = local - day;
    return format_days(date::year_month_day{day}) +
           format_clock(clock, clock % minutes{1} != seconds{0});
}

std::string format_date(Date day) {
    return format_days(date::year_month_day{day});
}

std::optional<Instant> parse_instant(std::string_view text) {
    Fields fields(text);
    const Date day = fields.date();
    fields.literal('T');
    seconds clock = fields.hours_minutes();  // in two steps: a sum's sides are read in any order
    clock += fields.second();
    fields.fraction();
    const seconds offset = fields.offset();
    if (!fields.done()) return std::nullopt;
    const Instant instant{day.time_since_epoch() + clock - offset};
    // An offset can lead out of the four-digit years, which no format here can write.
    const date::year_month_day utc{date::floor<date::days>(instant)};
    if (utc.year() < date::year{0} || utc.year() > date::year{9999}) return std::nullopt;
    return instant;
}

std::optional<LocalTime> parse_local(std::string_view text) {
    Fields fields(text);
    const Date day = fields.date();
    fields.literal('T');
    seconds clock = fields.hours_minutes();
    if (fields.next_is(':')) clock += fields.second();
    if (!fields.done()) return std::nullopt;
    return LocalTime{day} + clock;
}

std::optional<Date> parse_date(std::string_view text) {
    Fields fields(text);
    const Date day = fields.date();
    if (!fields.done()) return std::nullopt;
    return day;
}

}  // namespace sopu
