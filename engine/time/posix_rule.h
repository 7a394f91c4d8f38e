// What lives here: PosixRule, the rule in the footer of a TZif file that says how a zone goes on
// after its last listed transition: RFC 8536 section 3.3, POSIX.1 TZ
// ("EET-2EEST,M3.5.0/3,M10.5.0/4"). What may not: files and zone names (zones.h). Invariants:
// offsets are east of UTC (POSIX writes them west); daylight time always has its two days.
// Thread-safety: plain values, pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/time/instant.h"

namespace sopu {

// A day of every year on which the clocks move, and the local time at which they do.
struct PosixDay {
    enum class Kind {
        nth_weekday,  // Mm.w.d: week 5 means the last
        julian,       // Jn: 1-365, 29 February is never counted
        zero_based,   // n: 0-365, 29 February is counted
    };
    Kind kind = Kind::nth_weekday;
    int month = 1;
    int week = 1;
    int weekday = 0;                      // 0 is Sunday
    int day = 0;                          // of julian and zero_based
    seconds time{std::chrono::hours{2}};  // may be negative or more than a day (RFC 8536 3.3.1)

    bool operator==(const PosixDay&) const = default;
};

struct PosixDaylight {
    std::string name;
    seconds offset{0};
    PosixDay begins;
    PosixDay ends;
    bool operator==(const PosixDaylight&) const = default;
};

struct PosixRule {
    std::string name;
    seconds offset{0};
    std::optional<PosixDaylight> daylight;
    bool operator==(const PosixRule&) const = default;
};

// Nothing if it is not such a rule, or has daylight time without its days (implementation-defined).
std::optional<PosixRule> parse_posix_rule(std::string_view text);

// The rule of an offset that never changes, in POSIX words: 2 h -> "<+02>-2".
std::string fixed_posix_rule(seconds offset);

seconds offset_at(const PosixRule& rule, Instant instant);

// The stretch [begin, end) around an instant in which the clocks do not move, and the offsets just
// before it, in it, and after it.
struct OffsetSpan {
    Instant begin = Instant::min();
    Instant end = Instant::max();
    seconds before{0};
    seconds offset{0};
    seconds after{0};
};
OffsetSpan span_at(const PosixRule& rule, Instant instant);

// The local date and time (by the clock that is then left) at which the clocks move in a year.
LocalTime moves_at(const PosixDay& day, int year);

}  // namespace sopu
