#include "server/json/when_json.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"
#include "engine/place/gazetteer.h"
#include "engine/time/iso.h"

namespace sopu::json {

namespace {

boost::json::object written(const Timed& timed) {
    return {{"start", format_local(timed.start)},
            {"end", timed.end ? boost::json::value(format_local(*timed.end)) : nullptr},
            {"zone", timed.zone}};
}

boost::json::object written(const AllDay& days) {
    return {{"first", format_date(days.first)}, {"last", format_date(days.last)}};
}

boost::json::object written(const Vague& vague) {
    boost::json::object when{{"from", format_date(vague.from)},
                             {"to", format_date(vague.to)},
                             {"precision", name_of(vague.precision)},
                             {"part_of_day", nullptr},
                             {"duration_minutes", nullptr}};
    if (vague.part_of_day) when["part_of_day"] = name_of(*vague.part_of_day);
    if (vague.duration) when["duration_minutes"] = vague.duration->count();
    return when;
}

boost::json::object written(const Undated&) {
    return {};
}

std::optional<LocalTime> local_time(ObjectReader& fields, std::string_view key) {
    const std::optional<std::string> said = fields.string_at(key);
    if (!said) return std::nullopt;
    const std::optional<LocalTime> parsed = parse_local(*said);
    if (!parsed) fields.error(key, "bad_time", {{"value", ObjectReader::echo(*said)}});
    return parsed;
}

std::optional<Date> calendar_date(ObjectReader& fields, std::string_view key) {
    const std::optional<std::string> said = fields.string_at(key);
    if (!said) return std::nullopt;
    const std::optional<Date> parsed = parse_date(*said);
    if (!parsed) fields.error(key, "bad_date", {{"value", ObjectReader::echo(*said)}});
    return parsed;
}

When read_timed(ObjectReader& fields) {
    Timed timed;
    if (fields.require("start") != nullptr)
        if (const auto start = local_time(fields, "start")) timed.start = *start;
    timed.end = local_time(fields, "end");
    fields.text("zone", timed.zone, short_line);
    if (timed.zone.empty()) timed.zone = Timed{}.zone;
    return timed;
}

When read_all_day(ObjectReader& fields) {
    AllDay days;
    if (fields.require("first") != nullptr)
        if (const auto first = calendar_date(fields, "first")) days.first = *first;
    const auto last = fields.find("last") != nullptr ? calendar_date(fields, "last") : days.first;
    if (last) days.last = *last;
    return days;
}

When read_vague(ObjectReader& fields) {
    Vague vague;
    std::optional<Precision> precision;
    fields.choice("precision", precision);
    if (fields.require("from") != nullptr)
        if (const auto from = calendar_date(fields, "from")) vague.from = *from;
    vague.to = vague.from;
    if (fields.find("to") != nullptr) {
        if (const auto to = calendar_date(fields, "to")) vague.to = *to;
    } else if (precision.value_or(Precision::day) != Precision::day) {
        fields.error("to", "missing");  // a month has an end, and we do not guess it
    }
    vague.precision =
        precision.value_or(vague.from == vague.to ? Precision::day : Precision::window);
    fields.choice("part_of_day", vague.part_of_day);
    std::optional<int> duration;
    fields.integer("duration_minutes", duration, {1, sopu::limits::duration_minutes_max});
    if (duration) vague.duration = minutes(*duration);
    return vague;
}

bool any_said(ObjectReader& fields, std::initializer_list<std::string_view> keys) {
    return std::any_of(keys.begin(), keys.end(),
                       [&](std::string_view key) { return fields.said(key); });
}

struct WeekdayWords {
    std::string_view key;
    std::array<std::string_view, 11> words;  // fi, "on" in fi, sv, en; long and short
};

// In the order of ISO 8601, Monday first.
constexpr std::array<WeekdayWords, 7> weekday_words{{
    {"mon", {"ma", "maanantai", "maanantaina", "må", "mån", "måndag", "mon", "monday"}},
    {"tue", {"ti", "tiistai", "tiistaina", "tis", "tisdag", "tue", "tues", "tuesday"}},
    {"wed", {"ke", "keskiviikko", "keskiviikkona", "on", "ons", "onsdag", "wed", "wednesday"}},
    {"thu",
     {"to", "torstai", "torstaina", "tor", "tors", "torsdag", "thu", "thur", "thurs", "thursday"}},
    {"fri", {"pe", "perjantai", "perjantaina", "fr", "fre", "fredag", "fri", "friday"}},
    {"sat", {"la", "lauantai", "lauantaina", "lö", "lör", "lördag", "sat", "saturday"}},
    {"sun", {"su", "sunnuntai", "sunnuntaina", "sö", "sön", "söndag", "sun", "sunday"}},
}};

}  // namespace

boost::json::object to_json(const When& when) {
    return std::visit([](const auto& said) { return written(said); }, when);
}

When read_when(ObjectReader& fields, std::optional<std::string>& weekday) {
    if (fields.origin() == Origin::outside) {
        std::string said;
        fields.text("weekday", said, short_line);
        if (!said.empty()) weekday = said;
    }
    When when = Undated{};
    if (any_said(fields, {"start", "end"}))
        when = read_timed(fields);
    else if (any_said(fields, {"first", "last"}))
        when = read_all_day(fields);
    else if (any_said(fields, {"from", "to", "precision", "part_of_day", "duration_minutes"}))
        when = read_vague(fields);
    else if (fields.find("zone") != nullptr || weekday)
        fields.error("start", "missing");  // half a time is a slip, not an undated idea
    // The fields of the other kinds may be there as null, as a form sends them.
    fields.ignore_null({"start", "end", "zone", "first", "last", "from", "to", "precision",
                        "part_of_day", "duration_minutes"});
    fields.finish();
    return when;
}

std::optional<date::weekday> parse_weekday(std::string_view said) {
    std::string word = fold_name(trim(said));
    if (!word.empty() && word.back() == '.') word.pop_back();
    if (word.empty()) return std::nullopt;
    for (std::size_t day = 0; day < weekday_words.size(); ++day) {
        const auto& words = weekday_words[day].words;
        if (std::find(words.begin(), words.end(), word) != words.end())
            return date::weekday(static_cast<unsigned>(day) + 1);  // 1 is Monday, 7 is Sunday
    }
    return std::nullopt;
}

std::string_view weekday_key(date::weekday day) {
    return weekday_words[day.iso_encoding() - 1].key;
}

std::optional<Date> weekday_date(const When& when) {
    if (const auto* timed = std::get_if<Timed>(&when)) return date::floor<date::days>(timed->start);
    if (const auto* days = std::get_if<AllDay>(&when)) return days->first;
    if (const auto* vague = std::get_if<Vague>(&when))
        if (vague->precision == Precision::day) return vague->from;
    return std::nullopt;
}

}  // namespace sopu::json
