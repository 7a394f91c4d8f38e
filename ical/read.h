// What lives here: reading a calendar file (RFC 5545) into events, series with all that is said of
// their occurrences among them.
// What may not: the world (which event this replaces), venues by id, judgement.
// Invariants: each VEVENT is taken, taken with notes, or rejected with its line and a reason;
// nothing is silently dropped, and a file that is not a calendar is an Error, never an empty list.
// One UID is one event: a master and its overrides (RFC 5545 3.8.4.4) are put together, and of
// several versions the newest is taken. An event that repeats is never read as a single one. A
// VTIMEZONE is never looked at: zones go by name. The work of a file is bounded by its size.
// Thread-safety: a pure function of its arguments.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/event.h"
#include "engine/time/zones.h"

namespace sopu::ical {

struct Note {
    std::string
        reason;  // stable key: "dtend_equals_dtstart", "dtstamp_missing" …; see golden tests
    std::string detail;  // the value it is about, cut to a line
    bool operator==(const Note&) const = default;
};

struct Taken {
    // uid, sequence, updated (LAST-MODIFIED, else DTSTAMP), title, description, when, venue_text
    // (LOCATION unless an http(s) URL or empty), position (GEO), organiser.name (CN, else the
    // address), organiser.email (never public), categories (as written), claim and takes_place
    // (STATUS), transparent, link (URL), visibility (CLASS: all but PUBLIC is busy), created,
    // recurrence. Of an override: cancelled (STATUS), time, title, description, place, claim,
    // transparent; what else differs is noted and left.
    // No id, municipality or state: the importer gives those.
    Event event;
    // Of BEGIN:VEVENT of the master, counted from 1 in the file as it lies on disk.
    std::size_t line = 0;
    std::vector<Note> notes;  // also about its overrides
};

struct Rejected {
    std::size_t line = 0;
    std::string uid;     // "" where there is none
    std::string reason;  // stable key: "rule_sub_daily", "unknown_zone", "no_start" …
    std::string detail;  // e.g. "RRULE"
};

struct Calendar {
    std::string name;  // X-WR-CALNAME or NAME
    std::vector<Taken> taken;
    std::vector<Rejected> rejected;  // by line
    std::vector<Note> notes;         // about the file: components skipped, its zone not known
};

// What is read for. The calendar takes what its own events may be: years 1900-2100, no frequency
// below a day, as many occurrences and overrides as check_recurrence allows. A library (RFC 5545 as
// it stands, for `sopu expand`) takes years 1600-2600 and any rule; expanding it is bounded there.
enum class Purpose { calendar, library };

// Times without a zone are read in X-WR-TIMEZONE if that is known, else in home_zone; a language
// cannot be seen in a file, so texts come under `language`.
struct ReadOptions {
    std::string language = "fi";
    Purpose purpose = Purpose::calendar;
};

// Errors: invalid with reason not_a_calendar, not_utf8, truncated; too_large with a limit's name.
Result<Calendar> read(std::string_view bytes, const Zones& zones, const ReadOptions& options);

}  // namespace sopu::ical
