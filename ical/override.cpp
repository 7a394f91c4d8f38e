#include "ical/override.h"

#include <utility>

#include "ical/zone_names.h"

namespace sopu::ical {

namespace {

Instant start_instant(const When& when, const Zones& zones) {
    if (const auto* days = std::get_if<AllDay>(&when))
        return to_instant(LocalTime(days->first), zones.home());
    const auto& timed = std::get<Timed>(when);
    return to_instant(timed.start, *zones.find(timed.zone));
}

// Nothing where no end is said.
std::optional<recur::Length> length_said(const When& when, const Zones& zones) {
    if (const auto* days = std::get_if<AllDay>(&when))
        return recur::Length{(days->last - days->first).count() + 1, seconds{0}};
    const auto& timed = std::get<Timed>(when);
    if (!timed.end) return std::nullopt;
    const Zone& zone = *zones.find(timed.zone);
    return recur::Length{0, to_instant(*timed.end, zone) - to_instant(timed.start, zone)};
}

bool is_all_day(const When& when) {
    return std::holds_alternative<AllDay>(when);
}

}  // namespace

recur::Series start_of_series(const When& start, const Zones& zones) {
    recur::Series series;
    if (const auto* days = std::get_if<AllDay>(&start)) {
        series.all_day = true;
        series.start = LocalTime(days->first);
    }
    if (const auto* timed = std::get_if<Timed>(&start)) {
        series.start = timed->start;
        series.zone = zones.find(timed->zone);
    }
    return series;
}

OverrideMaker::OverrideMaker(const Taken& master, const std::optional<recur::Length>& length,
                             const Zones& zones)
    : series_(master.event),
      zones_(zones),
      length_(length ? length : length_said(series_.when, zones)),
      reader_(start_of_series(series_.when, zones), zones) {}

Override OverrideMaker::make(const Piece& piece) {
    for (const Note& it : piece.taken.notes) note(it.reason, it.detail);
    const Event& event = piece.taken.event;
    Override made;
    made.recurrence_id = id_of(*piece.id);
    made.range = piece.id->range;
    made.cancelled = event.takes_place == TakesPlace::cancelled;
    if (made.cancelled) return made;
    const When when = in_zone_of_series(event.when);
    if (!lies_as_said(made, when, piece.length)) {
        made.when = when;
        made.length = piece.length;
    }
    take_texts(piece, made);
    if (event.venue_text != series_.venue_text || event.position != series_.position)
        made.place = OverridePlace{std::nullopt, event.venue_text, event.position};
    if (event.claim != series_.claim) made.claim = event.claim;
    if (event.transparent != series_.transparent) made.transparent = event.transparent;
    note_what_is_left(piece);
    return made;
}

void OverrideMaker::finish(std::vector<Note>& into) {
    into.insert(into.end(), std::make_move_iterator(notes_.begin()),
                std::make_move_iterator(notes_.end()));
    notes_.clear();
}

void OverrideMaker::note(std::string reason, std::string detail) {
    if (noted_.emplace(reason, detail).second)
        notes_.push_back({std::move(reason), std::move(detail)});
}

recur::Moment OverrideMaker::id_of(const SaidId& said) const {
    const auto moment = moment_in_series(said.moment, said.zone, series_.when, zones_);
    if (is_all_day(series_.when)) return date::floor<date::days>(reader_.local(moment));
    if (std::holds_alternative<Date>(moment)) return reader_.local(moment);
    return moment;
}

// Google says the times of an override in UTC; people read them as the series' clock shows them.
When OverrideMaker::in_zone_of_series(const When& when) const {
    const auto* timed = std::get_if<Timed>(&when);
    const auto* series = std::get_if<Timed>(&series_.when);
    if (timed == nullptr || series == nullptr || !is_utc_name(timed->zone)) return when;
    const Zone& zone = *zones_.find(series->zone);
    const Zone& utc = *zones_.find(timed->zone);
    const auto shown = [&](LocalTime at) -> std::optional<LocalTime> {
        const Instant instant = to_instant(at, utc);
        const LocalTime local = to_local(instant, zone);
        if (to_instant(local, zone) != instant) return std::nullopt;
        return local;
    };
    const auto start = shown(timed->start);
    if (!start) return when;
    Timed moved{*start, std::nullopt, series->zone};
    if (timed->end) {
        moved.end = shown(*timed->end);
        if (!moved.end) return when;
    }
    return moved;
}

bool OverrideMaker::lies_as_said(const Override& made, const When& when,
                                 const std::optional<recur::Length>& length) const {
    if (is_all_day(when) != is_all_day(series_.when)) return false;
    if (start_instant(when, zones_) != reader_.instant(made.recurrence_id)) return false;
    return (length ? length : length_said(when, zones_)) == length_;
}

// A title that is not there says nothing: an occurrence without a name helps nobody. What is not
// for everybody must not be told as part of a series that is.
void OverrideMaker::take_texts(const Piece& piece, Override& made) {
    const Event& event = piece.taken.event;
    if (event.visibility != series_.visibility && event.visibility != Visibility::everyone) {
        note("override_not_public", "line " + std::to_string(piece.taken.line));
        return;
    }
    if (!event.title.empty() && event.title != series_.title) made.title = event.title;
    if (event.description != series_.description) made.description = event.description;
}

void OverrideMaker::note_what_is_left(const Piece& piece) {
    const Event& event = piece.taken.event;
    const auto left = [&](bool differs, const char* name) {
        if (differs) note("override_differs", name);
    };
    left(event.categories != series_.categories, "CATEGORIES");
    left(event.link != series_.link, "URL");
    left(event.organiser != series_.organiser, "ORGANIZER");
    left(event.visibility != series_.visibility, "CLASS");
}

}  // namespace sopu::ical
