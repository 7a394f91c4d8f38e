#include "server/json/recurrence_json.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "engine/base/limits.h"
#include "engine/model/event.h"
#include "engine/recur/limits.h"
#include "engine/time/iso.h"
#include "server/json/when_json.h"
#include "server/json/writer.h"

namespace sopu::json {

namespace {

constexpr TextRule title_rule{sopu::limits::title_bytes_max, Lines::one};
constexpr TextRule description_rule{sopu::limits::description_bytes_max, Lines::many};

constexpr std::string_view range_this = "this";
constexpr std::string_view range_following = "following";

std::string item_of(std::string_view list, std::size_t index) {
    return std::string(list) + "[" + std::to_string(index) + "]";
}

boost::json::object written(const recur::Length& length) {
    return {{"days", length.days}, {"seconds", length.time.count()}};
}

boost::json::value written(const std::optional<recur::Length>& length) {
    return length ? boost::json::value(written(*length)) : nullptr;
}

boost::json::value written(const recur::ExtraDate& extra) {
    const std::string start = format_moment(extra.start);
    if (const auto* end = std::get_if<recur::Moment>(&extra.end))
        return boost::json::object{{"start", start}, {"end", format_moment(*end)}};
    if (const auto* length = std::get_if<recur::Length>(&extra.end))
        return boost::json::object{{"start", start}, {"length", written(*length)}};
    return boost::json::value(start);
}

// A text that is said to be empty is not one that is not said: the first is {}, the second null.
boost::json::value written(const std::optional<LocalizedText>& text) {
    if (!text) return nullptr;
    boost::json::object by_language;
    for (const auto& [language, it] : *text) by_language[language] = it;
    return by_language;
}

boost::json::value written(const std::optional<OverridePlace>& place) {
    if (!place) return nullptr;
    return boost::json::object{{"venue", id_or_null(place->venue)},
                               {"venue_text", text_or_null(place->venue_text)},
                               {"position", position_or_null(place->position)}};
}

std::optional<recur::Moment> moment_in(ObjectReader& fields, std::string_view key,
                                       std::string_view said) {
    const std::optional<recur::Moment> moment = parse_moment(said);
    if (!moment) fields.error(key, "bad_moment", {{"value", ObjectReader::echo(said)}});
    return moment;
}

std::optional<recur::Moment> read_moment(ObjectReader& fields, std::string_view key) {
    const std::optional<std::string> said = fields.string_at(key);
    return said ? moment_in(fields, key, *said) : std::nullopt;
}

void read_length(ObjectReader& fields, std::optional<recur::Length>& out) {
    auto inner = fields.object("length");
    if (!inner) return;
    constexpr std::int64_t day = 86'400;
    recur::Length length;
    std::int64_t time = 0;
    inner->integer("days", length.days, {0, recur::limits::length_days_max});
    inner->integer("seconds", time, {0, recur::limits::length_days_max * day});
    inner->finish();
    length.time = seconds(time);
    out = length;
}

// Of two moments of one kind; others are compared when there are zones to do it with.
bool ends_before(const recur::ExtraDate& extra) {
    const auto* end = std::get_if<recur::Moment>(&extra.end);
    return end != nullptr && end->index() == extra.start.index() && *end < extra.start;
}

// "start/end", as RFC 5545 3.3.9 writes a period.
std::optional<recur::ExtraDate> read_extra(ObjectReader& fields, const std::string& key,
                                           std::string_view said) {
    const std::size_t slash = said.find('/');
    recur::ExtraDate extra;
    if (const auto start = moment_in(fields, key, said.substr(0, slash)))
        extra.start = *start;
    else
        return std::nullopt;
    if (slash == std::string_view::npos) return extra;
    const auto end = moment_in(fields, key, said.substr(slash + 1));
    if (!end) return std::nullopt;
    extra.end = *end;
    return extra;
}

std::optional<recur::ExtraDate> read_extra(ObjectReader& inner) {
    recur::ExtraDate extra;
    inner.require("start");
    const auto start = read_moment(inner, "start");
    if (const auto end = read_moment(inner, "end")) extra.end = *end;
    std::optional<recur::Length> length;
    read_length(inner, length);
    if (length) {
        if (inner.said("end")) inner.error("length", "end_and_length");
        extra.end = *length;
    }
    inner.finish();
    if (!start) return std::nullopt;
    extra.start = *start;
    return extra;
}

void read_extras(ObjectReader& fields, std::vector<recur::ExtraDate>& out) {
    const boost::json::array* items = fields.array("rdate", recur::limits::dates_max);
    if (items == nullptr) return;
    for (std::size_t i = 0; i < items->size(); ++i) {
        const std::string key = item_of("rdate", i);
        std::optional<recur::ExtraDate> extra;
        if (const auto* text = (*items)[i].if_string())
            extra = read_extra(fields, key, {text->data(), text->size()});
        else if (auto inner = fields.item("rdate", i, (*items)[i]))
            extra = read_extra(*inner);
        if (!extra) continue;
        if (fields.origin() == Origin::outside && ends_before(*extra))
            fields.error(key, "end_before_start");
        out.push_back(*extra);
    }
}

void read_exceptions(ObjectReader& fields, std::vector<recur::Moment>& out) {
    const boost::json::array* items = fields.array("exdate", recur::limits::dates_max);
    if (items == nullptr) return;
    for (std::size_t i = 0; i < items->size(); ++i) {
        const auto* text = (*items)[i].if_string();
        if (text == nullptr) {
            fields.error(item_of("exdate", i), "wrong_type", {{"expected", "string"}});
            continue;
        }
        if (const auto moment =
                moment_in(fields, item_of("exdate", i), {text->data(), text->size()}))
            out.push_back(*moment);
    }
}

void read_rule(ObjectReader& fields, std::optional<recur::Rule>& out) {
    const std::optional<std::string> said = fields.string_at("rrule");
    if (!said || said->empty()) return;
    auto rule = recur::parse_rule(*said);
    if (rule)
        out = std::move(*rule);
    else
        fields.error("rrule", rule.error().reason, rule.error().args, rule.error().code);
}

void read_range(ObjectReader& fields, recur::OverrideRange& out) {
    const std::optional<std::string> said = fields.string_at("range");
    if (said == range_following)
        out = recur::OverrideRange::this_and_future;
    else if (said && *said != range_this)
        fields.error("range", "unknown_value", {{"value", ObjectReader::echo(*said)}});
}

void read_text(ObjectReader& fields, std::string_view key, std::optional<LocalizedText>& out,
               TextRule rule) {
    const bool said = fields.said(key);
    LocalizedText text;
    fields.localized(key, text, rule);
    if (said) out = std::move(text);
}

void read_place(ObjectReader& fields, std::optional<OverridePlace>& out) {
    auto inner = fields.object("place");
    if (!inner) return;
    OverridePlace place;
    inner->id("venue", place.venue);
    inner->text("venue_text", place.venue_text, short_line);
    inner->position("position", place.position);
    inner->finish();
    out = std::move(place);
}

std::optional<Override> read_override(ObjectReader& fields) {
    Override changed;
    fields.require("recurrence_id");
    const auto recurrence_id = read_moment(fields, "recurrence_id");
    read_range(fields, changed.range);
    changed.cancelled = read_cancelled(fields).value_or(false);
    std::optional<std::string> unused_weekday;
    if (auto when = fields.object("when")) changed.when = read_when(*when, unused_weekday);
    read_length(fields, changed.length);
    read_text(fields, "title", changed.title, title_rule);
    read_text(fields, "description", changed.description, description_rule);
    read_place(fields, changed.place);
    fields.choice("claim", changed.claim);
    if (fields.said("transparent")) fields.boolean("transparent", changed.transparent.emplace());
    fields.ignore_null({"transparent"});
    fields.finish();
    if (!recurrence_id) return std::nullopt;
    changed.recurrence_id = *recurrence_id;
    return changed;
}

void read_overrides(ObjectReader& fields, std::vector<Override>& out) {
    const boost::json::array* items = fields.array("overrides", sopu::limits::overrides_max);
    if (items == nullptr) return;
    for (std::size_t i = 0; i < items->size(); ++i)
        if (auto inner = fields.item("overrides", i, (*items)[i]))
            if (auto changed = read_override(*inner)) out.push_back(std::move(*changed));
}

}  // namespace

std::optional<bool> read_cancelled(ObjectReader& fields) {
    std::optional<TakesPlace> said;
    fields.choice("takes_place", said);
    if (!said) return std::nullopt;
    if (*said != TakesPlace::scheduled && *said != TakesPlace::cancelled)
        fields.error("takes_place", "unknown_value", {{"value", std::string(name_of(*said))}});
    return *said == TakesPlace::cancelled;
}

std::string format_moment(const recur::Moment& moment) {
    if (const auto* day = std::get_if<Date>(&moment)) return format_date(*day);
    if (const auto* local = std::get_if<LocalTime>(&moment)) return format_local(*local);
    return format_instant(std::get<Instant>(moment));
}

std::optional<recur::Moment> parse_moment(std::string_view text) {
    if (const auto day = parse_date(text)) return *day;
    if (const auto local = parse_local(text)) return *local;
    if (const auto instant = parse_instant(text)) return *instant;
    return std::nullopt;
}

boost::json::object to_json(const Override& changed) {
    const bool following = changed.range == recur::OverrideRange::this_and_future;
    return {
        {"recurrence_id", format_moment(changed.recurrence_id)},
        {"range", following ? range_following : range_this},
        {"takes_place", name_of(changed.cancelled ? TakesPlace::cancelled : TakesPlace::scheduled)},
        {"when", changed.when ? boost::json::value(to_json(*changed.when)) : nullptr},
        {"length", written(changed.length)},
        {"title", written(changed.title)},
        {"description", written(changed.description)},
        {"place", written(changed.place)},
        {"claim", changed.claim ? boost::json::value(name_of(*changed.claim)) : nullptr},
        {"transparent", changed.transparent ? boost::json::value(*changed.transparent) : nullptr}};
}

boost::json::object to_json(const Recurrence& recurrence) {
    boost::json::object made{{"rrule", nullptr}};
    if (recurrence.rule) made["rrule"] = recur::format_rule(*recurrence.rule);
    boost::json::array dates;
    for (const recur::ExtraDate& it : recurrence.dates) dates.push_back(written(it));
    boost::json::array exceptions;
    for (const recur::Moment& it : recurrence.exceptions)
        exceptions.emplace_back(format_moment(it));
    boost::json::array overrides;
    for (const Override& it : recurrence.overrides) overrides.push_back(to_json(it));
    made["rdate"] = std::move(dates);
    made["exdate"] = std::move(exceptions);
    made["overrides"] = std::move(overrides);
    made["length"] = written(recurrence.length);
    return made;
}

Boxed<Recurrence> read_recurrence(ObjectReader& fields) {
    Recurrence recurrence;
    read_rule(fields, recurrence.rule);
    read_extras(fields, recurrence.dates);
    read_exceptions(fields, recurrence.exceptions);
    read_overrides(fields, recurrence.overrides);
    read_length(fields, recurrence.length);
    fields.finish();
    const bool said = recurrence != Recurrence{};
    if (fields.origin() == Origin::outside && !said) return {};
    return recurrence;
}

}  // namespace sopu::json
