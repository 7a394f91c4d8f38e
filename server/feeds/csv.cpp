#include <array>
#include <variant>

#include "engine/time/iso.h"
#include "ical/series_uid.h"
#include "server/feeds/formats.h"

namespace sopu::feeds {
namespace {

// In this order; import_csv.cpp of the service knows what they mean.
constexpr std::array<std::string_view, 20> columns{
    "id",           "title",         "kind",      "date_from",   "date_to",
    "precision",    "start",         "end",       "tz",          "venue",
    "municipality", "muni_code",     "organiser", "attendance",  "status",
    "umbrella",     "same_event_as", "claim",     "description", "recurrence_id"};

// What a spreadsheet would run instead of show.
std::string harmless(std::string_view text) {
    constexpr std::string_view formula_starts = "=+-@\t\r";
    const bool formula = !text.empty() && formula_starts.find(text[0]) != std::string_view::npos;
    return (formula ? "'" : "") + std::string(text);
}

std::string quoted(std::string_view cell) {
    const bool plain = cell.find_first_of(";\"\r\n") == std::string_view::npos &&
                       (cell.empty() || (cell.front() != ' ' && cell.back() != ' '));
    if (plain) return std::string(cell);
    std::string text = "\"";
    for (const char c : cell) text.append(c == '"' ? 2 : 1, c);
    return text + "\"";
}

// "12:00", with seconds where there are any.
std::string clock_of(LocalTime local) {
    return format_local(local).substr(std::string_view("2026-10-24T").size());
}

std::string day_of(LocalTime local) {
    return format_date(date::floor<date::days>(local));
}

struct WhenCells {
    std::string from, to, precision, start, end, zone;
};

WhenCells cells_of(const When& when) {
    if (const auto* timed = std::get_if<Timed>(&when)) {
        const LocalTime end = timed->end.value_or(timed->start);
        return {day_of(timed->start),
                day_of(end),
                "time",
                clock_of(timed->start),
                timed->end ? clock_of(*timed->end) : "",
                timed->zone};
    }
    if (const auto* days = std::get_if<AllDay>(&when))
        return {format_date(days->first), format_date(days->last), "all_day", "", "", ""};
    if (const auto* vague = std::get_if<Vague>(&when))
        return {format_date(vague->from),
                format_date(vague->to),
                std::string(name_of(vague->precision)),
                "",
                "",
                ""};
    return {"", "", "none", "", "", ""};
}

class CsvWriter {
  public:
    CsvWriter(const FeedContent& content, const Snapshot& world)
        : content_(content), world_(world) {}

    std::string write() {
        for (const std::string_view column : columns) ours(column);
        end_row();
        for (const ContentItem& item : content_.items) {
            row(item);
            end_row();
        }
        return std::move(text_);
    }

  private:
    void ours(std::string_view cell) {
        if (!at_start_) text_ += ';';
        at_start_ = false;
        text_ += quoted(cell);
    }
    void theirs(std::string_view cell) { ours(harmless(cell)); }
    void end_row() {
        text_ += "\r\n";
        at_start_ = true;
    }

    // What a file calls an event: its UID, so that reading the file back changes it and adds none.
    std::string uid_of(const std::string& id) const {
        const Placed* placed = world_.event(EventId(id));
        return placed != nullptr && !placed->event->uid.empty() ? placed->event->uid : id;
    }

    std::string municipalities_of(const ContentItem& item) const {
        std::string codes;
        for (const MunicipalityCode& code : item.placed->municipalities)
            codes += (codes.empty() ? "" : ",") + code.text();
        return codes;
    }

    std::string place_name(const Event& event) const {
        const Gazetteer& gazetteer = world_.ground().gazetteer;
        if (event.municipality)
            if (const Municipality* found = gazetteer.by_code(*event.municipality))
                return std::string(pick(found->name, content_.language));
        std::string areas;
        for (const std::string& area : event.areas) areas += (areas.empty() ? "" : ", ") + area;
        return areas;
    }

    std::string venue_name(const Event& event) const {
        const Venue* venue = event.venue ? world_.venue(*event.venue) : nullptr;
        return venue != nullptr ? std::string(pick(venue->name, content_.language))
                                : event.venue_text;
    }

    static std::string_view status_of(const Event& event) {
        if (event.takes_place == TakesPlace::cancelled) return "cancelled";
        return event.claim == Claim::confirmed ? "confirmed" : "planned";
    }

    void row(const ContentItem& item) {
        const Event& event = item.event;
        const WhenCells when = cells_of(event.when);
        const std::string uid = uid_of(event.id.text());
        ours(item.recurrence_id ? ical::occurrence_uid(uid, *item.recurrence_id) : uid);
        theirs(item.title);
        ours(event.transparent ? "umbrella" : "event");
        for (const std::string& cell :
             {when.from, when.to, when.precision, when.start, when.end, when.zone})
            ours(cell);
        theirs(venue_name(event));
        theirs(place_name(event));
        ours(municipalities_of(item));
        theirs(event.organiser.name);
        ours(event.expected_attendance ? std::to_string(*event.expected_attendance) : "");
        ours(status_of(event));
        theirs(event.umbrella.empty() ? "" : uid_of(event.umbrella));
        ours(event.duplicate_of ? uid_of(event.duplicate_of->text()) : "");
        ours(name_of(event.claim));
        theirs(pick(event.description, content_.language));
        ours(item.recurrence_id ? format_instant(*item.recurrence_id) : "");
    }

    const FeedContent& content_;
    const Snapshot& world_;
    std::string text_;
    bool at_start_ = true;
};

}  // namespace

std::string as_csv(const FeedContent& content, const Snapshot& world) {
    return CsvWriter(content, world).write();
}

}  // namespace sopu::feeds
