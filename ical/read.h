// What lives here: reading a calendar file (RFC 5545) into events, one component at a time.
// What may not: the world (which event this replaces), venues by id, judgement.
// Invariants: each VEVENT is taken, taken with notes, or rejected with its line and a reason;
// nothing is silently dropped, and a file that is not a calendar is an Error, never an empty list.
// RRULE, RDATE, EXDATE and RECURRENCE-ID are rejected by name until recurrence is built: an event
// that repeats is never read as a single one. A VTIMEZONE is never looked at: zones go by name.
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
    // (STATUS), transparent, link (URL), visibility (CLASS: all but PUBLIC is busy), created.
    // No id, municipality or state: the importer gives those.
    Event event;
    std::size_t line = 0;  // of BEGIN:VEVENT, counted from 1 in the file as it lies on disk
    std::vector<Note> notes;
};

struct Rejected {
    std::size_t line = 0;
    std::string uid;     // "" where there is none
    std::string reason;  // stable key: "recurrence_unsupported", "unknown_zone", "no_start" …
    std::string detail;  // e.g. "RRULE"
};

struct Calendar {
    std::string name;  // X-WR-CALNAME or NAME
    std::vector<Taken> taken;
    std::vector<Rejected> rejected;  // by line
    std::vector<Note> notes;         // about the file: components skipped, its zone not known
};

// Times without a zone are read in X-WR-TIMEZONE if that is known, else in home_zone; a language
// cannot be seen in a file, so texts come under `language`.
struct ReadOptions {
    std::string language = "fi";
};

// Errors: invalid with reason not_a_calendar, not_utf8, truncated; too_large with a limit's name.
Result<Calendar> read(std::string_view bytes, const Zones& zones, const ReadOptions& options);

}  // namespace sopu::ical
