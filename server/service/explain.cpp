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

}  // namespace

std::string shown_title(std::string_view language, const Shown& shown,
                        const words::Messages& messages) {
    switch (shown.hidden) {
        case Hidden::busy: return messages.text(language, "feed.busy");
        case Hidden::provisional: return messages.text(language, "hidden.title");
        case Hidden::no: break;
    }
    const std::string_view title = pick(shown.title, language);
    return title.empty() ? messages.text(language, "title.none") : std::string(title);
}

std::string sentence(std::string_view language, const Finding& finding, const Shown& other,
                     const Ground& ground, const words::Messages& messages,
                     std::optional<Date> today) {
    words::Args args = arguments(finding);
    args["other"] = shown_title(language, other, messages);
    args["place"] = other.venue_name;
    args["when"] = words::when_text(language, other.when, ground.zones, today);
    std::string key = "conflict." + std::string(name_of(finding.kind)) + "." +
                      std::string(name_of(finding.certainty));
    std::string text = messages.text(language, key, args);
    // A weak claim is told in a sentence of its own: it is why this is not blocking.
    if (const auto claim = finding.factors.find("claim"); claim != finding.factors.end())
        if (const std::string name = "claim." + std::get<std::string>(claim->second);
            messages.has(name))
            text += " " + messages.text(language, name);
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
