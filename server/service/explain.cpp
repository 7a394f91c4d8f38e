#include "server/service/explain.h"

#include "server/words/dates.h"

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
    args["place"] = other.venue_name.empty() ? "none" : other.venue_name;
    args["when"] = words::when_text(language, other.when, ground.zones, today);
    std::string text = messages.text(language, sentence_key(finding), args);
    if (const std::string claim = claim_key(finding); !claim.empty() && other.hidden == Hidden::no)
        text += " " + messages.text(language, claim);
    return text;
}

std::string sentence(std::string_view language, const Suggestion& suggestion, const Zones& zones,
                     const words::Messages& messages, std::optional<Date> today) {
    const std::string key = "suggestion." + std::string(name_of(suggestion.verdict));
    return messages.text(language, key,
                         {{"when", words::when_text(language, suggestion.when, zones, today)}});
}

LocalizedText sentences(const Finding& finding, const Shown& other, const Ground& ground,
                        const words::Messages& messages) {
    LocalizedText texts;
    for (const char* language : {"fi", "sv", "en"})
        texts[language] = sentence(language, finding, other, ground, messages);
    return texts;
}

}  // namespace sopu::service
