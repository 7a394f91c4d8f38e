#include "server/pages/occurrence.h"

#include <algorithm>
#include <charconv>

#include "engine/time/iso.h"
#include "server/pages/limits.h"
#include "server/words/dates.h"
#include "server/words/repeats.h"

namespace sopu::pages {
namespace {

using recur::Occurrence;
using words::Data;

Date day_of(Instant instant, const Zones& zones) {
    return date::floor<date::days>(to_local(instant, zones.home()));
}

// Of a series, wherever it is kept or not; by start.
std::vector<Occurrence> occurrences_of(const Placed& placed, const Interval& window,
                                       const Zones& zones) {
    const PlacedSeries& series = *placed.series;
    if (series.endless) return occurrences_in(series.said, window, zones);
    std::vector<Occurrence> found;
    for (const Occurrence& it : series.kept)
        if (found_in(extent_of(it), window)) found.push_back(it);
    return found;
}

// As far as anybody reads a list of coming dates: yearly events have some too.
Interval ahead(const Placed& placed, Instant now) {
    const Instant last = calendar_span().end();
    if (!placed.is_endless()) return {std::min(now, last), last};
    return {std::min(now, last), std::min(now + date::days(limits::times_ahead_days), last)};
}

// Occurrences that the series would have and that are left out.
std::vector<Occurrence> left_out(const Placed& placed, const Interval& window,
                                 const std::vector<Occurrence>& there, const Zones& zones) {
    recur::Series all = placed.series->said;
    all.exceptions.clear();
    std::erase_if(all.overrides, [](const recur::Override& it) { return it.cancelled; });
    std::vector<Occurrence> out;
    for (const Occurrence& it : occurrences_in(all, window, zones)) {
        const bool takes_place = std::any_of(
            there.begin(), there.end(),
            [&it](const Occurrence& other) { return other.recurrence_id == it.recurrence_id; });
        // Indices are of the list without the cancelled ones; where it would have been is enough.
        if (!takes_place && out.size() < limits::times_shown)
            out.push_back({it.recurrence_id, it.start, it.end, Occurrence::no_override});
    }
    return out;
}

class TimesView {
  public:
    TimesView(const Context& context, const Language& language, const Snapshot& world,
              const Placed& placed, const service::Caller& caller, const TimesForm& form)
        : context_(context),
          language_(language),
          world_(world),
          placed_(placed),
          caller_(caller),
          form_(form),
          zones_(world.ground().zones),
          today_(today_of(context)) {}

    void add(Data& data) const {
        const Instant now = context_.service.now();
        const Interval window = ahead(placed_, now);
        std::vector<Occurrence> all = occurrences_of(placed_, window, zones_);
        const std::size_t shown = std::min(all.size(), limits::times_shown);
        const Instant end = shown < all.size() ? all[shown].start : window.end();
        struct Row {
            Occurrence it;
            bool skipped;
        };
        std::vector<Row> rows;
        for (std::size_t i = 0; i < shown; ++i) rows.push_back({all[i], false});
        for (const Occurrence& it : left_out(placed_, {now, std::max(now, end)}, all, zones_))
            if (it.start >= now) rows.push_back({it, true});
        std::stable_sort(rows.begin(), rows.end(),
                         [](const Row& a, const Row& b) { return a.it.start < b.it.start; });
        Data list{Data::List{}};
        for (const Row& each : rows) list.add(row(each.it, each.skipped));
        data.set("times", std::move(list));
        data.set("times_rest", rest(all.size() - shown, shown));
    }

  private:
    std::string text(std::string_view key, const words::Args& args = {}) const {
        return context_.messages.text(language_.code, key, args);
    }

    std::string when_text(const When& when) const {
        return words::when_text(language_.code, when, zones_, today_);
    }

    std::string rest(std::size_t left, std::size_t shown) const {
        if (placed_.is_endless()) return text("event.times_go_on");
        if (left > 0) return text("event.times_left", {{"count", static_cast<long long>(left)}});
        return shown == 0 ? text("event.times_over") : std::string();
    }

    Data row(const Occurrence& it, bool skipped) const {
        const When when = when_of(placed_, extent_of(it), it.override_index, zones_);
        Data data;
        data.set("id", format_instant(it.recurrence_id));
        data.set("skipped", skipped);
        data.set("act", form_.href.empty() ? Data(false) : button(it, skipped, when_text(when)));
        data.set("text", when_text(when));
        std::string what;
        std::string usual;
        if (!skipped && it.override_index != Occurrence::no_override)
            tell_difference(it, when, what, usual);
        data.set("differs", !what.empty() || !usual.empty());
        data.set("what", std::move(what));
        data.set("usual", std::move(usual));
        return data;
    }

    // Skips this occurrence, or takes the skip back.
    Data button(const Occurrence& it, bool skipped, const std::string& when) const {
        const std::string label = text(skipped ? "event.take_back" : "event.skip");
        Data hidden{Data::List{}};
        const auto add = [&hidden](std::string_view name, std::string_view value) {
            Data field;
            field.set("name", name);
            field.set("value", value);
            hidden.add(std::move(field));
        };
        for (const auto& [name, value] : form_.hidden) add(name, value);
        add("do", skipped ? "take_back" : "skip");
        add("occurrence", format_instant(it.recurrence_id));
        Data act;
        act.set("href", form_.href);
        act.set("label", label);
        act.set("title", label + ": " + when);
        act.set("hidden", std::move(hidden));
        return act;
    }

    // Another name, another place, another time than the series has.
    void tell_difference(const Occurrence& it, const When& when, std::string& what,
                         std::string& usual) const {
        const Placed& then = placed_.at(it.override_index);
        const auto add = [](std::string& to, const std::string& said) {
            if (!said.empty()) to += (to.empty() ? "" : ", ") + said;
        };
        const std::string title = title_of(context_, language_, world_, then, caller_).text;
        if (title != title_of(context_, language_, world_, placed_, caller_).text) add(what, title);
        const Interval as_rule{it.recurrence_id,
                               it.recurrence_id + placed_.times.extent().length()};
        const When ruled = when_of(placed_, as_rule, Occurrence::no_override, zones_);
        if (!(ruled == when)) add(usual, text("event.usually_at", {{"when", when_text(ruled)}}));
        const std::string place = place_of(context_, language_, world_, then);
        const std::string own = place_of(context_, language_, world_, placed_);
        if (place == own) return;
        add(what, place.empty() ? text("place.unknown") : place);
        if (!own.empty()) add(usual, text("event.usually_in", {{"place", own}}));
    }

    const Context& context_;
    const Language& language_;
    const Snapshot& world_;
    const Placed& placed_;
    const service::Caller& caller_;
    const TimesForm& form_;
    const Zones& zones_;
    const Date today_;
};

}  // namespace

When when_of(const Placed& placed, const Interval& extent, std::int32_t override_index,
             const Zones& zones) {
    if (!placed.series) return placed.event->when;
    const When& said = placed.at(override_index).event->when;
    if (std::holds_alternative<AllDay>(said)) {
        const Date first = day_of(extent.start(), zones);
        return AllDay{first, std::max(first, day_of(extent.end() - seconds(1), zones))};
    }
    const auto* timed = std::get_if<Timed>(&said);
    if (timed == nullptr) return said;
    const Zone* zone = zones.find(timed->zone);
    if (zone == nullptr) return said;
    Timed when{to_local(extent.start(), *zone), std::nullopt, timed->zone};
    if (timed->end) when.end = to_local(extent.end(), *zone);
    return when;
}

std::vector<When> times_in(const Placed& placed, const Interval& window, const Zones& zones) {
    std::vector<When> times;
    if (!placed.series) {
        const auto& windows = placed.times.windows;
        if (std::any_of(windows.begin(), windows.end(),
                        [&window](const Window& each) { return found_in(each.span, window); }))
            times.push_back(placed.event->when);
        return times;
    }
    for (const Occurrence& it : occurrences_of(placed, window, zones))
        times.push_back(when_of(placed, extent_of(it), it.override_index, zones));
    return times;
}

std::string time_of(const Context& context, const Language& language, const Placed& placed,
                    const Zones& zones, std::optional<Date> today) {
    const Event& event = *placed.event;
    if (!placed.series) return words::when_text(language.code, event.when, zones, today);
    words::RepeatContext said{zones, context.messages, today, {}};
    for (const Occurrence& it :
         occurrences_of(placed, ahead(placed, context.service.now()), zones)) {
        if (said.next.size() == limits::times_named) break;
        said.next.push_back(day_of(it.start, zones));
    }
    return words::repeat_text(language.code, event.when, *event.recurrence, said);
}

std::optional<When> next_when(const Placed& placed, Instant now, const Zones& zones) {
    if (!placed.series) return std::nullopt;
    const auto coming = occurrences_of(placed, ahead(placed, now), zones);
    if (coming.empty() && placed.series->kept.empty()) return std::nullopt;
    const Occurrence& it = coming.empty() ? placed.series->kept.back() : coming.front();
    return when_of(placed, extent_of(it), it.override_index, zones);
}

void add_times(Data& data, const Context& context, const Language& language, const Snapshot& world,
               const Placed& placed, const service::Caller& caller, const TimesForm& form) {
    data.set("has_times", placed.series != nullptr);
    if (placed.series) TimesView(context, language, world, placed, caller, form).add(data);
}

std::optional<service::EditOccurrence> occurrence_command(const Typed& typed, const EventId& id,
                                                          const service::Caller& caller) {
    const std::string_view what = typed_or_empty(typed, "do");
    const auto which = parse_instant(typed_or_empty(typed, "occurrence"));
    if ((what != "skip" && what != "take_back") || !which) return std::nullopt;
    service::EditOccurrence command;
    command.id = id;
    command.recurrence_id = *which;
    command.change.cancelled = what == "skip";
    command.caller = caller;
    const std::string_view revision = typed_or_empty(typed, "revision");
    std::from_chars(revision.data(), revision.data() + revision.size(), command.if_match);
    return command;
}

}  // namespace sopu::pages
