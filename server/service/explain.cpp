#include "server/service/explain.h"

#include <algorithm>
#include <vector>

#include "server/words/dates.h"
#include "server/words/repeats.h"

namespace sopu::service {
namespace {

// Numbers and texts of the factors by name; a kilometre is told to the nearest whole.
words::Args arguments(const Finding& finding) {
    words::Args args;
    for (const auto& [name, factor] : finding.factors) {
        if (const auto* number = std::get_if<std::int64_t>(&factor))
            args[name] = static_cast<long long>(*number);
        else if (const auto* real = std::get_if<double>(&factor))
            args[name] = static_cast<long long>(*real + 0.5);
        else if (const auto* text = std::get_if<std::string>(&factor); text && name != "person")
            args[name] = *text;
    }
    return args;
}

// Where a gap is not one number of minutes (a side without a clock time), the sentence that needs
// none is said.
std::string sentence_key(const Finding& finding) {
    const bool wants_minutes = finding.kind == Kind::buffer_overlap;
    const Certainty certainty = wants_minutes && !finding.factors.contains("minutes")
                                    ? Certainty::possible
                                    : finding.certainty;
    return "conflict." + std::string(name_of(finding.kind)) + "." + std::string(name_of(certainty));
}

// A weak claim is told in a sentence of its own: it is why this is not blocking.
std::string claim_key(const Finding& finding) {
    if (finding.factors.contains("unverified")) return "claim.unverified";
    const auto claim = finding.factors.find("claim");
    return claim == finding.factors.end() ? "" : "claim." + std::get<std::string>(claim->second);
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

std::string sentence(std::string_view language, const Finding& finding, const Shown& other,
                     const Ground& ground, const words::Messages& messages,
                     std::optional<Date> today) {
    words::Args args = arguments(finding);
    args["other"] = shown_title(language, other, messages);
    args["place"] = place_name(language, other);
    args["when"] = when_of(language, finding, other, ground, messages, today);
    std::string text = messages.text(language, sentence_key(finding), args);
    if (const std::string series = series_text(language, finding, ground, messages, today);
        !series.empty())
        text += " " + series;
    if (const std::string claim = claim_key(finding); !claim.empty() && other.hidden == Hidden::no)
        text += " " + messages.text(language, claim);
    return text;
}

LocalizedText sentences(const Finding& finding, const Shown& other, const Ground& ground,
                        const words::Messages& messages) {
    LocalizedText texts;
    for (const char* language : {"fi", "sv", "en"})
        texts[language] = sentence(language, finding, other, ground, messages);
    return texts;
}

}  // namespace sopu::service
