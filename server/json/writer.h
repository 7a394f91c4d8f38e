// What lives here: the few shapes that every codec writes alike: texts by language, lists, what is
// not said (null), positions.
// What may not: which fields a record has (the codecs).
// Invariants: what is written here, reader.h reads back as it was.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "engine/base/id.h"
#include "engine/base/text.h"
#include "engine/place/position.h"
#include "engine/time/instant.h"

namespace sopu::json {

// An empty text was not said: null.
boost::json::value text_or_null(const std::string& text);
boost::json::value localized_or_null(const LocalizedText& text);
boost::json::value number_or_null(const std::optional<int>& number);
boost::json::value instant_or_null(const std::optional<Instant>& instant);
boost::json::value position_or_null(const std::optional<Position>& position);
boost::json::array list(const std::vector<std::string>& texts);

template <class Tag>
boost::json::value id_or_null(const std::optional<Id<Tag>>& id) {
    return id ? boost::json::value(id->text()) : boost::json::value(nullptr);
}
template <class Tag>
boost::json::array list(const std::vector<Id<Tag>>& ids) {
    boost::json::array items;
    for (const Id<Tag>& id : ids) items.emplace_back(id.text());
    return items;
}

// A position to seven decimals, a centimetre. Numbers so short survive JSON exactly; Boost.JSON
// 1.81 reads one of seventeen digits a hair beside what was written.
Position kept_digits(const Position& position);

}  // namespace sopu::json
