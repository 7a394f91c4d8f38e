// What lives here: the writer of our feeds (RFC 5545, 7986), our own: the same input gives the same
// bytes, and no text, however hostile, becomes a line of its own.
// What may not: choosing events (server/feeds), the time now: DTSTAMP is the event's last change.
// Invariants: lines end in CRLF and are at most 75 octets, never cut inside a UTF-8 sequence or an
// escape; events come in the order given; each TZID used has one VTIMEZONE. A series is said so
// that the clients we know show the same occurrences (series_form.h).
// Thread-safety: a pure function of its arguments.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/model/event.h"
#include "engine/time/zones.h"
#include "engine/world/series.h"

namespace sopu::ical {

// The few words a feed says itself, in its language.
struct FeedWords {
    std::string cancelled_prefix;  // "PERUTTU: "
    std::string time_open;         // "kellonaika avoin"
    std::string busy;              // "varattu": the summary of an event shown only as busy
    std::string organiser_label;   // "Järjestäjä"
};

struct FeedPlace {
    std::string location;              // venue, municipality; "" if none
    std::optional<Position> position;  // GEO
};

// One event as the feed shows it: what is derived from other records comes beside it.
struct FeedItem {
    const Event* event = nullptr;
    std::string location;
    std::optional<Position> position;
    std::string url;  // its page
    // Of each override of an event that repeats, in their order; if empty they say it themselves.
    std::vector<FeedPlace> override_places = {};
};

struct Feed {
    std::string name;
    std::string description;
    std::string language;  // picks the texts; see pick() in text.h
    FeedWords words;
    std::string product;  // PRODID
    std::vector<FeedItem> items;
    // What of a series that no portable rule tells is said (series_form.h); masters are whole.
    Interval window = calendar_span();
};

// Undated events, and vague ones coarser than a day, are left out (ARCHITECTURE 7). A day-precision
// event is an all-day TRANSPARENT one whose description says words.time_open, with
// X-SOPU-PRECISION:DAY (and X-SOPU-PART-OF-DAY, X-SOPU-DURATION where said) for our own reader.
std::string write(const Feed& feed, const Zones& zones);

}  // namespace sopu::ical
