#include "server/service/explain.h"

#include <algorithm>
#include <vector>

#include "server/service/limits.h"
#include "server/service/sentence_key.h"
#include "server/words/dates.h"
#include "server/words/repeats.h"

namespace sopu::service {
namespace {

// A word of the calendar's own in the language; what somebody else wrote stays as it is.
std::string word(std::string_view language, const std::string& group, std::string_view name,
                 const words::Messages& messages) {
    const std::string key = group + "." + std::string(name);
    return messages.has(key) ? messages.text(language, key) : std::string(name);
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
    return text;
}

std::string words_listed(std::string_view language, const std::string& group,
                         const std::string& list, const words::Messages& messages) {
    std::vector<std::string> names;
    for (const std::string_view each : split(list, ','))
        names.push_back(word(language, group, each, messages));
    return joined(names);
}

// Numbers and texts of the factors by name; a kilometre is told to the nearest whole.
words::Args arguments(std::string_view language, const Finding& finding,
                      const words::Messages& messages) {
    words::Args args{{"kilometres", 0LL}, {"together", "none"}};
    for (const auto& [name, factor] : finding.factors) {
        if (const auto* number = std::get_if<std::int64_t>(&factor))
            args[name] = static_cast<long long>(*number);
        else if (const auto* real = std::get_if<double>(&factor))
            args[name] = static_cast<long long>(*real + 0.5);
        else if (const auto* text = std::get_if<std::string>(&factor); text && name != "person")
            args[name] = *text;
    }
    if (const auto format = finding.factors.find("format"); format != finding.factors.end())
        args["format"] = word(language, "format", std::get<std::string>(format->second), messages);
    if (const auto common = finding.factors.find("audiences"); common != finding.factors.end())
        args["audiences"] =
            words_listed(language, "audience", std::get<std::string>(common->second), messages);
    return args;
}

// Of many that have a part in it the first few that the caller may know by name.
std::string names_of(std::string_view language, std::span<const Shown> others,
                     const words::Messages& messages) {
    std::vector<std::string> names;
    for (const Shown& other : others) {
        if (names.size() == limits::others_named_max) break;
        if (other.hidden == Hidden::no && !other.title.empty())
            names.push_back(shown_title(language, other, messages));
    }
    return names.empty() ? "none" : joined(names);
}

Date day_of(Instant instant, const Ground& ground) {
    return date::floor<date::days>(to_local(instant, ground.zones.home()));
}

// The days on which a series is hit: mine, else the other's.
std::vector<Date> days_hit(const Finding& finding, bool mine, const Ground& ground) {
    std::vector<Date> days;
    for (const Clash& clash : finding.clashes)
        days.push_back(day_of((mine ? clash.mine : clash.other).extent.start(), ground));
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return days;
}

// When the other is: of a series the occurrence that is hit, or how it repeats where several are.
std::string when_of(std::string_view language, const Finding& finding, const Shown& other,
                    const Ground& ground, const words::Messages& messages,
                    std::optional<Date> today) {
    if (!other.recurrence) return words::when_text(language, other.when, ground.zones, today);
    if (finding.occurrence_count > 1) {
        std::string pattern =
            words::repeat_text(language, other.when, *other.recurrence,
                               {ground.zones, messages, today, {}}, words::RepeatDetail::pattern);
        if (!pattern.empty()) return pattern;
    }
    if (finding.clashes.empty()) return words::when_text(language, other.when, ground.zones, today);
    return words::interval_text(language, finding.clashes.front().other.extent, ground.zones.home(),
                                today);
}

// Whole days as dates, anything else with its hours.
std::string span_text(std::string_view language, const Interval& span, const Ground& ground,
                      std::optional<Date> today) {
    const Zone& home = ground.zones.home();
    const LocalTime from = to_local(span.start(), home);
    const LocalTime to = to_local(span.end(), home);
    const Date first = date::floor<date::days>(from);
    const Date after = date::floor<date::days>(to);
    if (from != LocalTime(first) || to != LocalTime(after) || first == after)
        return words::interval_text(language, span, home, today);
    return words::dates_text(language, first, after - date::days{1}, today);
}

std::string fact_text(std::string_view language, const Finding& finding,
                      const words::Messages& messages) {
    if (finding.fact->type == FactType::clock)
        return messages.text(language, "doubt." + finding.fact->id);
    const std::string_view name = pick(finding.fact->name, language);
    return name.empty() ? "none" : std::string(name);
}

// When the fact holds. A clock that is changed makes the hour itself doubtful: only the day is
// said.
std::string when_of_fact(std::string_view language, const Finding& finding, const Ground& ground,
                         std::optional<Date> today) {
    const Clash& clash = finding.clashes.front();
    if (finding.fact->type == FactType::clock)
        return words::date_text(language, day_of(clash.mine.extent.start(), ground), today);
    if (finding.kind == Kind::busy_time)
        return words::dates_text(language, day_of(clash.mine.extent.start(), ground),
                                 day_of(clash.mine.extent.end() - seconds{1}, ground), today);
    return span_text(language, clash.other.extent, ground, today);
}

// The day of the week that mine is on; "none" if on several.
std::string weekday_of(std::string_view language, const Finding& finding, const Ground& ground) {
    const Interval& mine = finding.clashes.front().mine.extent;
    const Date day = day_of(mine.start(), ground);
    if (day != day_of(mine.end() - seconds{1}, ground)) return "none";
    return std::string(words::weekday_long(language, day));
}

// "14 kerrasta 2 osuu päällekkäin: ti 3.11. ja ti 10.11.", and what would keep the rest. "" where
// neither side repeats, and where the one occurrence of the other is told already.
std::string series_text(std::string_view language, const Finding& finding, const Ground& ground,
                        const words::Messages& messages, std::optional<Date> today) {
    if (finding.clashes.empty()) return {};
    const bool mine = finding.clashes.front().mine.recurrence_id.has_value();
    const bool other = finding.clashes.front().other.recurrence_id.has_value();
    if (!mine && (!other || finding.occurrence_count == 1)) return {};
    const std::vector<Date> days = days_hit(finding, mine, ground);
    // What was cut off is counted in pairs, of which a day may have several.
    const std::size_t unseen = finding.occurrence_count - finding.clashes.size();
    auto count = static_cast<long long>(days.size() + unseen);
    words::Args args{
        {"dates", words::days_listed(language, days, messages, today, days.size() + unseen)}};
    const bool overlaps =
        finding.certainty == Certainty::certain &&
        (finding.kind == Kind::venue_overlap || finding.kind == Kind::venue_related);
    std::string key = overlaps ? "conflict_series.overlap_" : "conflict_series.concerns_";
    const auto known = finding.factors.find("occurrences_of_mine");
    const bool has_all = mine && known != finding.factors.end();
    const long long all = has_all ? std::get<std::int64_t>(known->second) : 0;
    if (has_all) count = std::min(count, all);
    args["count"] = count;
    args["all"] = all;
    if (!has_all) return messages.text(language, key + "open", args);
    if (count == all && all > 1) return messages.text(language, key + "all", args);
    std::string text = messages.text(language, key + "some", args);
    if (count < all && finding.severity <= Severity::warning)
        text += " " + messages.text(language, "conflict_series.skip", args);
    return text;
}

std::string place_name(std::string_view language, const Shown& other) {
    const std::string_view listed = pick(other.venue_names, language);
    if (!listed.empty()) return std::string(listed);
    return other.venue_name.empty() ? "none" : other.venue_name;
}

}  // namespace

std::string shown_title(std::string_view language, const Shown& shown,
                        const words::Messages& messages) {
    switch (shown.hidden) {
        case Hidden::busy:
            return messages.text(language, "feed.busy");
        case Hidden::provisional:
            return messages.text(language, "hidden.title");
        case Hidden::no:
            break;
    }
    const std::string_view title = pick(shown.title, language);
    return title.empty() ? messages.text(language, "title.none") : std::string(title);
}

std::string sentence(std::string_view language, const Told& told, const Ground& ground,
                     const words::Messages& messages, std::optional<Date> today) {
    const Finding& finding = told.finding;
    words::Args args = arguments(language, finding, messages);
    args["place"] = place_name(language, told.other);
    args["others"] = names_of(language, told.others, messages);
    if (finding.fact) {
        args["fact"] = fact_text(language, finding, messages);
        args["when"] = when_of_fact(language, finding, ground, today);
        args["weekday"] = weekday_of(language, finding, ground);
    } else {
        args["other"] = shown_title(language, told.other, messages);
        args["when"] = when_of(language, finding, told.other, ground, messages, today);
    }
    std::string text = messages.text(language, sentence_key(finding), args);
    if (const std::string series = series_text(language, finding, ground, messages, today);
        !series.empty())
        text += " " + series;
    if (const std::string claim = claim_key(finding);
        !claim.empty() && told.other.hidden == Hidden::no)
        text += " " + messages.text(language, claim);
    return text;
}

LocalizedText sentences(const Told& told, const Ground& ground, const words::Messages& messages) {
    LocalizedText texts;
    for (const char* language : {"fi", "sv", "en"})
        texts[language] = sentence(language, told, ground, messages);
    return texts;
}

}  // namespace sopu::service
