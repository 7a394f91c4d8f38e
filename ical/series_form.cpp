#include "ical/series_form.h"

#include <algorithm>

#include "engine/base/invariant.h"
#include "engine/recur/series_dates.h"
#include "ical/occurrence_time.h"
#include "ical/series_rule.h"
#include "ical/series_uid.h"

namespace sopu::ical {

namespace {

using recur::SeriesDates;

recur::Series without_overrides(recur::Series series) {
    series.overrides.clear();
    return series;
}

// Where each override stands: its recurrence-id as an instant.
std::vector<Instant> ids_of(const recur::Series& series, const recur::MomentReader& reader) {
    std::vector<Instant> ids;
    for (const recur::Override& said : series.overrides)
        ids.push_back(reader.instant(said.recurrence_id));
    return ids;
}

std::vector<Instant> specials_of(const SeriesDates& dates, const recur::Series& series,
                                 const recur::MomentReader& reader,
                                 const std::vector<Instant>& ids) {
    std::vector<Instant> specials = ids;
    for (const SeriesDates::Extra& extra : dates.extras()) specials.push_back(extra.start);
    for (const recur::Moment& said : series.exceptions)
        if (recur::is_in_years(said)) specials.push_back(reader.instant(said));
    return specials;
}

// In a list sorted by start; null if it has none there.
const SeriesDates::Extra* extra_at(const std::vector<SeriesDates::Extra>& list, Instant start) {
    const auto at = std::lower_bound(
        list.begin(), list.end(), start,
        [](const SeriesDates::Extra& it, Instant instant) { return it.start < instant; });
    return at != list.end() && at->start == start ? &*at : nullptr;
}

class SeriesSplitter {
  public:
    SeriesSplitter(const FeedItem& item, const Interval& window, const Zones& zones)
        : item_(item),
          event_(*item.event),
          window_(window),
          zones_(zones),
          series_(series_of(event_, seconds{0}, zones)),
          reader_(series_, zones),
          dates_(series_, reader_),
          undisturbed_(without_overrides(series_), reader_),
          ids_(ids_of(series_, reader_)),
          rule_(series_, specials_of(dates_, series_, reader_, ids_), zones) {
        if (const auto* timed = std::get_if<Timed>(&event_.when)) form_.zone = timed->zone;
        form_.all_day = series_.all_day;
        made_.variants.reserve(overrides().size());
        for (const Override& said : overrides())
            made_.variants.push_back(with_override(event_, said));
    }

    SeriesForm split() {
        find_exceptions();
        find_stretches();
        for (const Stretch& stretch : stretches_)
            if (stretch.rule) add_master(stretch);
        for (const recur::Occurrence& it : occurrences_in(series_, window_, zones_))
            if (!is_told(it)) add_single(it);
        return std::move(made_);
    }

  private:
    // What lies between two this-and-future overrides follows the first of them, or the event.
    struct Stretch {
        Instant from;
        Instant before;
        const SeriesDates::Range* range = nullptr;
        std::optional<recur::Rule> rule;  // if it is told by a master
        Instant first{};                  // of the rule, where the series has it
        std::vector<SeriesDates::Extra> dates;

        seconds shift() const { return range ? range->shift : seconds{0}; }
        bool holds(Instant id) const { return from <= id && id < before; }
    };

    const std::vector<Override>& overrides() const { return event_.recurrence->overrides; }

    void find_stretches() {
        const Interval span = calendar_span();
        Stretch stretch{span.start(), span.end(), nullptr, {}, {}, {}};
        for (const SeriesDates::Range& range : dates_.ranges()) {
            stretch.before = range.after;
            stretches_.push_back(stretch);
            stretch = {range.after, span.end(), &range, {}, {}, {}};
        }
        stretches_.push_back(stretch);
        for (Stretch& it : stretches_) find_master(it);
    }

    void find_master(Stretch& stretch) const {
        if (!rule_.is_portable() || (stretch.range != nullptr && !keeps_days(*stretch.range)))
            return;
        const auto first = rule_.first(stretch.from, stretch.before);
        if (!first) return;
        stretch.first = *first;
        stretch.rule = rule_.between(stretch.from, stretch.before, stretch.shift());
        if (!stretch.rule || dates_.extras().empty()) return;
        // Google shows no RDATE behind the end of the rule (ICALENDAR 4).
        const auto last = is_endless(*event_.recurrence) && stretch.before >= calendar_span().end()
                              ? std::optional(stretch.before)
                              : rule_.last(*first, stretch.before);
        const auto& extras = dates_.extras();
        for (auto it = std::upper_bound(
                 extras.begin(), extras.end(), *first,
                 [](Instant start, const SeriesDates::Extra&extra) { return start < extra.start; });
             last && it != extras.end() && it->start < *last; ++it)
            if (is_plain_date(*it)) stretch.dates.push_back(*it);
    }

    // A second master for what follows a range: the rule must stay true of the moved occurrences.
    bool keeps_days(const SeriesDates::Range& range) const {
        if (range.cancelled) return false;
        const auto days = [](LocalTime local) { return date::floor<date::days>(local); };
        if (days(series_.start + range.shift) != days(series_.start)) return false;
        const When& when = variant(range.index).when;
        if (const auto* timed = std::get_if<Timed>(&when))
            return !form_.all_day && timed->zone == form_.zone;
        return form_.all_day && std::holds_alternative<AllDay>(when);
    }

    // One that RDATE can say in the form of DTSTART, that takes place and is not the rule's anyway.
    bool is_plain_date(const SeriesDates::Extra& extra) const {
        return !extra.end && !extra.length && !rule_.has(extra.start) &&
               !is_excepted(extra.start) && !has_left(extra.start) &&
               to_instant(extra.local, reader_.zone()) == extra.start;
    }

    bool is_excepted(Instant id) const {
        return undisturbed_.is_gone(id, to_local(id, reader_.zone()));
    }

    // The override of its own that an occurrence has; nothing if it has none.
    const SeriesDates::Replaced* own_override(Instant id) const {
        const auto& list = dates_.replaced();
        const auto at = std::lower_bound(
            list.begin(), list.end(), id,
            [](const SeriesDates::Replaced& it, Instant i) { return it.recurrence_id < i; });
        return at != list.end() && at->recurrence_id == id ? &*at : nullptr;
    }

    // Not at its place in the series any more: cancelled, or a date among times or a time among
    // dates, which khal shows twice. An exception takes it out and the latter is said by itself.
    bool has_left(std::int32_t index) const {
        const bool all_day = std::holds_alternative<AllDay>(variant(index).when);
        return said(index).cancelled || all_day != form_.all_day;
    }
    bool has_left(Instant id) const {
        const auto* own = own_override(id);
        return own != nullptr && has_left(own->index);
    }

    const Override& said(std::int32_t index) const {
        return overrides()[static_cast<std::size_t>(index)];
    }
    const Event& variant(std::int32_t index) const {
        return index < 0 ? event_ : made_.variants[static_cast<std::size_t>(index)];
    }

    const Stretch& stretch_of(Instant id) const {
        return *std::find_if(stretches_.begin(), stretches_.end(),
                             [id](const Stretch& it) { return it.holds(id); });
    }

    // What a master and its overrides tell: the rule's own occurrences and the dates it lists.
    bool is_in_master(const Stretch& stretch, Instant id) const {
        if (!stretch.rule || id < stretch.first || is_excepted(id) || has_left(id)) return false;
        if (extra_at(stretch.dates, id) != nullptr) return true;
        return rule_.has(id) && !is_period(id);
    }

    // Said again by an RDATE with a length of its own, which a master cannot tell.
    bool is_period(Instant id) const {
        const SeriesDates::Extra* extra = extra_at(dates_.extras(), id);
        return extra != nullptr && (extra->end || extra->length);
    }

    bool is_told(const recur::Occurrence& it) const {
        const Instant id = it.recurrence_id;
        const Stretch& stretch = stretch_of(id);
        const bool special = own_override(id) != nullptr || dates_.is_extra(id);
        if (special) return is_in_master(stretch, id);
        return stretch.rule && id >= stretch.first;
    }

    Vevent blank(std::int32_t override_index) const {
        Vevent made;
        made.event = &variant(override_index);
        made.place = place_of(override_index);
        made.form = form_;
        return made;
    }

    FeedPlace place_of(std::int32_t index) const {
        if (index < 0) return {item_.location, item_.position};
        if (!item_.override_places.empty())
            return item_.override_places[static_cast<std::size_t>(index)];
        if (!said(index).place) return {item_.location, item_.position};
        return {said(index).place->venue_text, said(index).place->position};
    }

    void add_master(const Stretch& stretch) {
        const std::int32_t index = stretch.range ? stretch.range->index : -1;
        Vevent master = blank(index);
        const bool follows = stretch.range != nullptr;
        master.uid = follows ? following_uid(uid_of(event_), stretch.range->after) : uid_of(event_);
        master.rule = stretch.rule;
        OccurrenceTime time{rule_.local(stretch.first) + stretch.shift(), series_.length,
                            variant(index).when, has_open_end(index)};
        if (follows) time.length = stretch.range->length;
        const bool as_said = !follows && rule_.is_in_step() && !event_.recurrence->length;
        if (as_said)
            master.when = event_.when;
        else
            time.tell(zones_, master.when, master.duration);
        for (const SeriesDates::Extra& extra : stretch.dates)
            master.dates.push_back(extra.local + stretch.shift());
        master.exceptions = exceptions_of(stretch);
        const std::string uid = master.uid;
        made_.vevents.push_back(std::move(master));
        for (const SeriesDates::Replaced& own : dates_.replaced())
            if (stretch.holds(own.recurrence_id)) add_override(stretch, own, uid);
    }

    // Cancelled occurrences are exceptions: every client knows EXDATE (decision 11).
    void find_exceptions() {
        const auto add = [this](Instant id) {
            if (rule_.has(id)) gone_.push_back(id);
        };
        for (const recur::Moment& it : series_.exceptions)
            if (recur::is_in_years(it)) add(reader_.instant(it));
        for (const SeriesDates::Replaced& own : dates_.replaced())
            if (has_left(own.index)) add(own.recurrence_id);
        for (const SeriesDates::Extra& extra : dates_.extras())
            if (extra.end || extra.length) add(extra.start);
        std::sort(gone_.begin(), gone_.end());
        gone_.erase(std::unique(gone_.begin(), gone_.end()), gone_.end());
    }

    std::vector<LocalTime> exceptions_of(const Stretch& stretch) const {
        std::vector<LocalTime> list;
        for (auto it = std::lower_bound(gone_.begin(), gone_.end(), stretch.first);
             it != gone_.end() && *it < stretch.before; ++it)
            list.push_back(rule_.local(*it) + stretch.shift());
        return list;
    }

    void add_override(const Stretch& stretch, const SeriesDates::Replaced& own,
                      const std::string& uid) {
        const bool begins = stretch.range != nullptr && stretch.range->index == own.index;
        if (begins || !is_in_master(stretch, own.recurrence_id)) return;
        Vevent made = blank(own.index);
        made.uid = uid;
        made.recurrence_id = rule_.local(own.recurrence_id) + stretch.shift();
        const recur::Override& where = series_.overrides[static_cast<std::size_t>(own.index)];
        tell_override(own.index, reader_.own_start(where.start), made);
        made_.vevents.push_back(std::move(made));
    }

    void tell_override(std::int32_t index, Instant start, Vevent& made) const {
        const Override& changed = said(index);
        if (changed.when && !changed.length) {
            made.when = *changed.when;
            return;
        }
        const When& like = variant(index).when;
        const auto& where = series_.overrides[static_cast<std::size_t>(index)];
        LocalTime local = rule_.local(start);
        if (const auto* timed = changed.when ? std::get_if<Timed>(&*changed.when) : nullptr)
            local = timed->start;
        const OccurrenceTime time{local, where.length, like, has_open_end(index)};
        time.tell(zones_, made.when, made.duration);
    }

    bool has_open_end(std::int32_t index) const {
        const bool own_length = index >= 0 && said(index).length;
        const bool own_when = index >= 0 && said(index).when;
        if (own_length || (!own_when && event_.recurrence->length)) return false;
        const auto* timed = std::get_if<Timed>(&variant(index).when);
        return timed != nullptr && !timed->end;
    }

    void add_single(const recur::Occurrence& it) {
        Vevent made = blank(it.override_index);
        made.uid = occurrence_uid(uid_of(event_), it.recurrence_id);
        const auto* own = own_override(it.recurrence_id);
        const bool is_own = own != nullptr && own->index == it.override_index;
        if (is_own && said(own->index).when && !said(own->index).length)
            made.when = *said(own->index).when;
        else
            // A PERIOD says its end even if the event says none.
            made.when = when_of(it, variant(it.override_index).when,
                                it.end == it.start && has_open_end(it.override_index), zones_);
        made_.vevents.push_back(std::move(made));
    }

    const FeedItem& item_;
    const Event& event_;
    const Interval window_;
    const Zones& zones_;
    const recur::Series series_;
    const recur::MomentReader reader_;
    const SeriesDates dates_;
    const SeriesDates undisturbed_;  // EXDATE alone takes something out of it
    const std::vector<Instant> ids_;
    const SeriesRule rule_;
    DateForm form_;
    std::vector<Instant> gone_;  // of the rule, and not said by a master; sorted
    std::vector<Stretch> stretches_;
    SeriesForm made_;
};

}  // namespace

SeriesForm series_form(const FeedItem& item, const Interval& window, const Zones& zones) {
    INVARIANT(item.event->recurrence, "the event repeats");
    return SeriesSplitter(item, window, zones).split();
}

}  // namespace sopu::ical
