#include "server/service/occurrence_edit.h"

#include <algorithm>
#include <set>

#include "engine/recur/series_dates.h"
#include "engine/world/series.h"

namespace sopu::service {
namespace {

using recur::OverrideRange;

// When an occurrence is; that it is written in another way is no difference.
struct Time {
    Instant start;
    recur::Length length;
    bool days = false;
    bool operator==(const Time&) const = default;
};

// All that holds for one occurrence.
struct Look {
    Time time;
    When when;
    LocalizedText title;
    LocalizedText description;
    OverridePlace place;
    Claim claim = Claim::confirmed;
    bool transparent = false;
    bool cancelled = false;

    bool operator==(const Look& other) const {
        return time == other.time && title == other.title && description == other.description &&
               place == other.place && claim == other.claim && transparent == other.transparent &&
               cancelled == other.cancelled;
    }
};

// A series as its overrides are read and written by it. Holds references: not to be kept.
class Reading {
  public:
    Reading(const Event& event, const Zones& zones)
        : event_(event),
          zones_(zones),
          series_(series_of(event, seconds{0}, zones)),
          reader_(series_, zones) {}

    Instant id_of(const Override& it) const { return reader_.instant(it.recurrence_id); }
    Instant id_of(const recur::Moment& moment) const { return reader_.instant(moment); }

    // Whether the series has it, whatever EXDATE and overrides say.
    bool has(Instant id) const { return has(id, {}); }
    bool is_left_out(Instant id) const { return has(id) && !has(id, series_.exceptions); }
    // The occurrences of a day, overrides and EXDATE aside.
    std::vector<Instant> of_day(Date day) const {
        const Instant start = to_instant(LocalTime(day), reader_.zone());
        std::vector<Instant> ids;
        for (const auto& it : plain({}, {start, start + date::days(2)}))
            if (date::floor<date::days>(to_local(it.recurrence_id, reader_.zone())) == day)
                ids.push_back(it.recurrence_id);
        return ids;
    }

    // Those of the ids that the series has.
    std::set<Instant> among(const std::vector<Instant>& ids) const {
        if (ids.empty()) return {};
        const auto [first, last] = std::minmax_element(ids.begin(), ids.end());
        std::set<Instant> found;
        for (const auto& it : plain({}, {*first, *last + seconds{1}}))
            found.insert(it.recurrence_id);
        return found;
    }

    // How to say where it is: a day, a time where that is clear, else an instant.
    recur::Moment moment(Instant id) const {
        const LocalTime local = to_local(id, reader_.zone());
        if (series_.all_day) return date::floor<date::days>(local);
        if (to_instant(local, reader_.zone()) == id) return local;
        return id;
    }

    // As the series has it.
    Look plain_look(Instant id) const {
        Look look;
        look.time = {id, series_.length, series_.all_day};
        look.when = when_of(look.time);
        look.title = event_.title;
        look.description = event_.description;
        look.place = {event_.venue, event_.venue_text, event_.position};
        look.claim = event_.claim;
        look.transparent = event_.transparent;
        return look;
    }
    // As an override makes the occurrence that it names.
    Look look_of(const Override& it) const {
        Look look = plain_look(id_of(it));
        put(it, look);
        if (!it.when && !it.length) return look;
        look.time = time_of(it);
        look.when = it.when.value_or(when_of(look.time));
        return look;
    }
    // As one named with following makes a later one: moved by as much local time.
    Look following_look(const Override& range, Instant id) const {
        Look look = plain_look(id);
        put(range, look);
        const Time named = time_of(range);
        const Zone& zone = reader_.zone();
        const seconds shift = to_local(named.start, zone) - to_local(id_of(range), zone);
        if (shift != seconds{0}) look.time.start = to_instant(to_local(id, zone) + shift, zone);
        look.time.length = named.length;
        look.time.days = named.days;
        look.when = when_of(look.time);
        return look;
    }
    // What holds without an override of its own.
    Look base_look(const std::vector<Override>& overrides, Instant id) const {
        const Override* last = nullptr;
        for (const Override& it : overrides) {
            if (it.range != OverrideRange::this_and_future || id_of(it) >= id) continue;
            if (last == nullptr || id_of(*last) <= id_of(it)) last = &it;
        }
        return last == nullptr ? plain_look(id) : following_look(*last, id);
    }

    // Only what differs from the series.
    Override difference(const recur::Moment& named, OverrideRange range, const Look& look) const {
        const Look plain = plain_look(id_of(named));
        Override made;
        made.recurrence_id = named;
        made.range = range;
        made.cancelled = look.cancelled;
        if (look.time != plain.time) {
            made.when = look.when;
            if (time_of(made).length != look.time.length) made.length = look.time.length;
        }
        if (look.title != plain.title) made.title = look.title;
        if (look.description != plain.description) made.description = look.description;
        if (look.place != plain.place) made.place = look.place;
        if (look.claim != plain.claim) made.claim = look.claim;
        if (look.transparent != plain.transparent) made.transparent = look.transparent;
        return made;
    }

    Time time_of(const Override& it) const {
        Override timed = it;
        timed.cancelled = false;
        Event one = event_;
        Recurrence recurrence;
        recurrence.length = series_.length;
        recurrence.overrides = {timed};
        one.recurrence = recurrence;
        const recur::Series series = series_of(one, seconds{0}, zones_);
        const auto& read = series.overrides.front();
        const bool days = it.when ? std::holds_alternative<AllDay>(*it.when) : series_.all_day;
        const Instant start = it.when ? reader_.own_start(read.start) : id_of(it);
        return {start, read.length, days};
    }

  private:
    bool has(Instant id, const std::vector<recur::Moment>& exceptions) const {
        const auto found = plain(exceptions, {id, id + seconds{1}});
        return std::any_of(found.begin(), found.end(),
                           [id](const auto& it) { return it.recurrence_id == id; });
    }
    std::vector<recur::Occurrence> plain(const std::vector<recur::Moment>& exceptions,
                                         const Interval& window) const {
        recur::Series series = series_;
        series.overrides.clear();
        series.exceptions = exceptions;
        return occurrences_in(series, window, zones_);
    }

    static void put(const Override& it, Look& look) {
        look.cancelled = it.cancelled;
        if (it.title) look.title = *it.title;
        if (it.description) look.description = *it.description;
        if (it.place) look.place = *it.place;
        if (it.claim) look.claim = *it.claim;
        if (it.transparent) look.transparent = *it.transparent;
    }

    When when_of(const Time& time) const {
        const Zone& zone = time.days ? zones_.home() : reader_.zone();
        const LocalTime start = to_local(time.start, zone);
        const date::days days{static_cast<int>(time.length.days)};
        if (time.days) {
            const Date first = date::floor<date::days>(start);
            return AllDay{first, first + std::max(days, date::days{1}) - date::days{1}};
        }
        const LocalTime end = to_local(to_instant(start + days, zone) + time.length.time, zone);
        Timed timed{start, end, std::string(home_zone)};
        if (const auto* said = std::get_if<Timed>(&event_.when)) {
            timed.zone = said->zone;
            if (!said->end && time.length == series_.length) timed.end.reset();
        }
        return timed;
    }

    const Event& event_;
    const Zones& zones_;
    recur::Series series_;
    recur::MomentReader reader_;
};

// One change carried through the overrides of a series.
class Change {
  public:
    Change(const Event& event, Instant id, OccurrenceChange change, const Zones& zones)
        : read_(event, zones),
          overrides_(event.recurrence->overrides),
          id_(id),
          change_(std::move(change)) {}

    std::vector<Override> of_this() {
        Override* own = find(OverrideRange::this_one);
        const Look base = own_base();
        if (own == nullptr) {
            overrides_.push_back(
                read_.difference(read_.moment(id_), OverrideRange::this_one, base));
            own = &overrides_.back();
        }
        apply(*own);
        drop_if(*own, base);
        return std::move(overrides_);
    }

    std::vector<Override> of_following() {
        const std::vector<Override> before = overrides_;
        std::stable_sort(
            overrides_.begin(), overrides_.end(),
            [this](const auto& a, const auto& b) { return read_.id_of(a) < read_.id_of(b); });
        Override* range = find(OverrideRange::this_and_future);
        if (range == nullptr) {
            // Before an override of its own, which then is the last said of this occurrence.
            const auto at = std::find_if(overrides_.begin(), overrides_.end(),
                                         [this](auto& it) { return read_.id_of(it) >= id_; });
            range = &*overrides_.insert(
                at, read_.difference(read_.moment(id_), OverrideRange::this_and_future,
                                     read_.base_look(before, id_)));
        }
        apply(*range);
        for (std::size_t i = 0; i < overrides_.size();) {
            Override& it = overrides_[i];
            if (&it == range || read_.id_of(it) < id_) {
                ++i;
                continue;
            }
            const std::size_t size = overrides_.size();
            carry_over(it, before);
            if (overrides_.size() == size) ++i;
            range = find(OverrideRange::this_and_future);
        }
        drop_if(*range, read_.base_look(overrides_, id_));
        return std::move(overrides_);
    }

  private:
    Override* find(OverrideRange range) {
        const auto at = std::find_if(overrides_.rbegin(), overrides_.rend(), [&](const auto& it) {
            return it.range == range && read_.id_of(it) == id_;
        });
        return at == overrides_.rend() ? nullptr : &*at;
    }

    // What holds for this one without its own override: the range that begins with it, if any.
    Look own_base() {
        const Override* range = find(OverrideRange::this_and_future);
        return range == nullptr ? read_.base_look(overrides_, id_) : read_.look_of(*range);
    }

    void apply(Override& it) const {
        const Look plain = read_.plain_look(id_);
        const auto set = [](auto& field, const auto& said, const auto& as_series) {
            if (!said) return;
            field = said;
            if (*said == as_series) field.reset();
        };
        set(it.title, change_.title, plain.title);
        set(it.description, change_.description, plain.description);
        set(it.place, change_.place, plain.place);
        set(it.claim, change_.claim, plain.claim);
        if (change_.cancelled) it.cancelled = *change_.cancelled;
        if (!change_.when) return;
        it.when = change_.when;
        it.length.reset();
        if (read_.time_of(it) == plain.time) it.when.reset();
    }

    // A later override keeps what is its own and takes the rest from what now holds.
    void carry_over(Override& it, const std::vector<Override>& before) {
        const Instant id = read_.id_of(it);
        const bool of_this = id == id_;
        const Look old_base = read_.base_look(before, id);
        const Look base = of_this ? own_base() : read_.base_look(overrides_, id);
        Look look = read_.look_of(it);
        const Look old_look = look;
        const auto follow = [&](auto Look::*field, bool said) {
            if (said && (of_this || old_look.*field == old_base.*field)) look.*field = base.*field;
        };
        follow(&Look::title, change_.title.has_value());
        follow(&Look::description, change_.description.has_value());
        follow(&Look::place, change_.place.has_value());
        follow(&Look::claim, change_.claim.has_value());
        follow(&Look::cancelled, change_.cancelled.has_value());
        if (change_.when && (of_this || old_look.time == old_base.time)) {
            look.time = base.time;
            look.when = base.when;
        }
        if (look == old_look) return;
        it = read_.difference(it.recurrence_id, it.range, look);
        drop_if(it, base);
    }

    // One that names no occurrence of the series is an occurrence of its own and stays.
    void drop_if(Override& it, const Look& base) {
        const Instant id = read_.id_of(it);
        if (read_.look_of(it) == base && read_.has(id) && !read_.is_left_out(id))
            overrides_.erase(overrides_.begin() + (&it - overrides_.data()));
    }

    Reading read_;
    std::vector<Override> overrides_;
    Instant id_;
    OccurrenceChange change_;
};

bool overridden(const Reading& read, const Recurrence& recurrence, Instant id) {
    return std::any_of(recurrence.overrides.begin(), recurrence.overrides.end(),
                       [&](const Override& it) { return read.id_of(it) == id; });
}

// The EXDATEs without what takes out this one; of a day that is out as a whole the others stay out.
std::vector<recur::Moment> without_exception(const Reading& read, const Recurrence& recurrence,
                                             Instant id, bool all_day) {
    std::vector<recur::Moment> kept;
    for (const recur::Moment& it : recurrence.exceptions) {
        const auto* day = std::get_if<Date>(&it);
        if (day == nullptr || all_day) {
            if (read.id_of(it) != id) kept.push_back(it);
            continue;
        }
        const std::vector<Instant> out = read.of_day(*day);
        if (std::find(out.begin(), out.end(), id) == out.end()) {
            kept.push_back(it);
            continue;
        }
        for (const Instant other : out)
            if (other != id) kept.push_back(read.moment(other));
    }
    return kept;
}

Event with_recurrence(const Event& event, Recurrence recurrence) {
    Event made = event;
    made.recurrence = std::move(recurrence);
    return made;
}

}  // namespace

Result<Event> with_changed_occurrence(const Event& event, const recur::Moment& recurrence_id,
                                      OverrideRange range, const OccurrenceChange& change,
                                      const Zones& zones) {
    if (!event.recurrence || !recur::is_in_years(recurrence_id))
        return fail(Code::not_found, "recurrence_id", "unknown_occurrence");
    const Reading read(event, zones);
    const Instant id = read.id_of(recurrence_id);
    Recurrence recurrence = *event.recurrence;
    const bool named = overridden(read, recurrence, id);
    if (!named && !read.has(id))
        return fail(Code::not_found, "recurrence_id", "unknown_occurrence");
    const bool following = range == OverrideRange::this_and_future;
    if (!named && read.is_left_out(id)) {
        if (!change.cancelled)
            return tl::make_unexpected(invalid("takes_place", "occurrence_skipped"));
        if (*change.cancelled && !following) return event;
        if (!*change.cancelled)
            recurrence.exceptions =
                without_exception(read, recurrence, id, std::holds_alternative<AllDay>(event.when));
    }
    const Event taken_back = with_recurrence(event, recurrence);
    Change carried(taken_back, id, change, zones);
    recurrence.overrides = following ? carried.of_following() : carried.of_this();
    return with_recurrence(event, std::move(recurrence));
}

std::vector<Override> drop_orphans(const Event& record, Event& edited, const Zones& zones) {
    if (!record.recurrence) return {};
    if (!edited.recurrence) return record.recurrence->overrides;
    const Reading before(record, zones);
    const Reading after(edited, zones);
    Recurrence recurrence = *edited.recurrence;
    const auto those_of = [&recurrence](const Reading& read) {
        std::vector<Instant> ids;
        for (const Override& it : recurrence.overrides)
            if (recur::is_in_years(it.recurrence_id)) ids.push_back(read.id_of(it));
        return read.among(ids);
    };
    const std::set<Instant> had = those_of(before);
    const std::set<Instant> has = those_of(after);
    std::vector<Override> dropped;
    std::erase_if(recurrence.overrides, [&](const Override& it) {
        const bool lost = had.contains(before.id_of(it)) && !has.contains(after.id_of(it));
        if (lost) dropped.push_back(it);
        return lost;
    });
    if (!dropped.empty()) edited.recurrence = std::move(recurrence);
    return dropped;
}

}  // namespace sopu::service
