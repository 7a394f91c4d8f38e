// What lives here: Event, the record of one event as its organiser said it and as staff decided.
// Words are those of RFC 5545, 7986, 9073 and schema.org; see docs/glossary.md.
// What may not: anything derived (instants, findings, the municipalities an area expands to):
// that is world/placed.h. No users, tokens or passwords.
// Invariants: behind the service's door `check` (when.h) holds for `when`, texts are UTF-8 without
// control characters, lists and texts are within limits.h, revision >= 1.
// Thread-safety: a plain value; snapshots share it as shared_ptr<const Event>.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/boxed.h"
#include "engine/base/id.h"
#include "engine/base/names.h"
#include "engine/base/text.h"
#include "engine/model/recurrence.h"
#include "engine/place/position.h"
#include "engine/time/when.h"

namespace sopu {

// Moderation: who has said yes to showing it.
enum class State { draft, submitted, changes_requested, published, declined, withdrawn };
// schema.org eventStatus.
enum class TakesPlace { scheduled, rescheduled, postponed, cancelled, moved_online };
enum class AttendanceMode { onsite, online, hybrid };
enum class Visibility { everyone, organisers, busy };
enum class SizeClass { club, village, municipal, regional };

// Who answers for the event. E-mail and phone go only to staff and the submitter unless public.
struct Organiser {
    std::string name;
    std::string email;
    std::string phone;
    bool is_public = false;
    bool operator==(const Organiser&) const = default;
};

struct ResourceUse {
    std::string id;
    int quantity = 1;
    bool operator==(const ResourceUse&) const = default;
};

struct Event {
    EventId id;
    std::string uid;  // RFC 5545 UID: stable for life, the same in every feed

    LocalizedText title;
    LocalizedText description;
    std::vector<std::string> languages;  // the event is held in

    When when = Undated{};
    Boxed<Recurrence> recurrence;      // how it repeats; `when` is its first occurrence
    std::optional<int> setup_minutes;  // said by the event; else the venue's
    std::optional<int> teardown_minutes;

    // Where. `areas` are area expressions (area.h); an event lies in its municipality and in every
    // municipality of its areas. `venue` names a listed venue; `venue_text` one that is not.
    std::optional<MunicipalityCode> municipality;
    std::vector<std::string> areas;
    std::optional<VenueId> venue;
    std::string venue_text;
    std::optional<Position> position;
    AttendanceMode attendance_mode = AttendanceMode::onsite;

    std::optional<OrganisationId> organisation;
    Organiser organiser;
    std::vector<std::string> co_organisers;
    std::vector<std::string> people;  // keys of key persons ("puhuja-1"), never shown to strangers
    std::vector<ResourceUse> resources;

    std::vector<std::string> categories;
    std::string format;
    std::vector<std::string> audiences;
    std::optional<int> expected_attendance;
    std::optional<SizeClass> size;
    bool routine = false;
    bool regular_slot = false;
    bool transparent = false;  // RFC 5545 TRANSP: conflicts with nothing

    Claim claim = Claim::confirmed;
    std::optional<Instant> hold_until;  // a hold is withdrawn by the tick at this instant
    Visibility visibility = Visibility::everyone;
    std::vector<std::string> channels;
    std::string umbrella;  // id of the event it is part of; "" if none
    // Busy entries, imported for a space, that are this very event: silent while they cover it.
    std::vector<EventId> own_reservations;
    std::optional<EventId> duplicate_of;  // the same event told twice; this one never conflicts

    std::string link;
    std::string price;
    std::string registration;
    std::string accessibility;
    std::vector<std::string> conditions;  // outdoors, alcohol, fire …: lead times apply

    State state = State::submitted;
    TakesPlace takes_place = TakesPlace::scheduled;
    std::string decision_reason;  // of the last decision or cancellation, as staff wrote it
    bool verified = false;        // the submitter's contact is confirmed
    std::uint32_t revision = 1;   // ours: one up at every change
    std::uint32_t sequence = 0;   // RFC 5545: one up at every change a subscriber should notice
    std::uint32_t token_generation = 0;  // edit tokens of older generations are void
    Instant created{};
    Instant updated{};  // last change; DTSTAMP and LAST-MODIFIED of the feeds

    bool operator==(const Event&) const = default;
};

// In no room and at no distance from anything: from the start, or moved there later.
inline bool is_online(const Event& event) {
    return event.attendance_mode == AttendanceMode::online ||
           event.takes_place == TakesPlace::moved_online;
}

template <>
struct EnumNames<State> {
    static constexpr std::array<std::string_view, 6> names{
        "draft", "submitted", "changes_requested", "published", "declined", "withdrawn"};
};
template <>
struct EnumNames<TakesPlace> {
    static constexpr std::array<std::string_view, 5> names{"scheduled", "rescheduled", "postponed",
                                                           "cancelled", "moved_online"};
};
template <>
struct EnumNames<AttendanceMode> {
    static constexpr std::array<std::string_view, 3> names{"onsite", "online", "hybrid"};
};
template <>
struct EnumNames<Visibility> {
    static constexpr std::array<std::string_view, 3> names{"public", "organisers", "busy"};
};
template <>
struct EnumNames<SizeClass> {
    static constexpr std::array<std::string_view, 4> names{"club", "village", "municipal",
                                                           "regional"};
};

}  // namespace sopu
