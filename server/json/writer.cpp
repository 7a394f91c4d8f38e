#include "server/json/writer.h"

#include <cmath>

#include "engine/time/iso.h"

namespace sopu::json {

boost::json::value text_or_null(const std::string& text) {
    return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
}

boost::json::value localized_or_null(const LocalizedText& text) {
    if (text.empty()) return nullptr;
    boost::json::object texts;
    for (const auto& [language, words] : text) texts[language] = words;
    return texts;
}

boost::json::value number_or_null(const std::optional<int>& number) {
    return number ? boost::json::value(*number) : boost::json::value(nullptr);
}

boost::json::value instant_or_null(const std::optional<Instant>& instant) {
    return instant ? boost::json::value(format_instant(*instant)) : boost::json::value(nullptr);
}

boost::json::value position_or_null(const std::optional<Position>& position) {
    if (!position) return nullptr;
    const Position kept = kept_digits(*position);
    return boost::json::object{{"latitude", kept.latitude}, {"longitude", kept.longitude}};
}

boost::json::array list(const std::vector<std::string>& texts) {
    boost::json::array items;
    for (const std::string& text : texts) items.emplace_back(text);
    return items;
}

Position kept_digits(const Position& position) {
    constexpr double parts = 1e7;
    return {std::round(position.latitude * parts) / parts,
            std::round(position.longitude * parts) / parts};
}

}  // namespace sopu::json
