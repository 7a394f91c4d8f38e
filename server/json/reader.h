// What lives here: ObjectReader, which takes the fields of one JSON object out one by one, checks
// their form and notes every error with its path ("resources[0].quantity").
// What may not: which fields a record has (the codecs), what needs the world (the service).
// Invariants: absent and null are the same and leave the default. A key that nobody asked for is an
// error (unknown_field). At most limits::errors_max errors are kept.
// Thread-safety: one thread; it refers to the object and to the errors it was given.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "engine/base/id.h"
#include "engine/base/limits.h"
#include "engine/base/names.h"
#include "engine/base/result.h"
#include "engine/base/text.h"
#include "engine/place/position.h"
#include "engine/time/instant.h"

namespace sopu::json {

// Limits, trimming and characters are judged for what comes from outside. A record that we wrote
// passed the limits of its day and is taken as it is.
enum class Origin { outside, ours };

struct TextRule {
    std::size_t bytes_max = 0;
    Lines lines = Lines::one;
};
inline constexpr TextRule short_line{sopu::limits::short_text_bytes_max, Lines::one};
inline constexpr TextRule id_line{sopu::limits::id_bytes_max, Lines::one};

struct IntegerRange {
    std::int64_t min = 0;
    std::int64_t max = 0;
};

class ObjectReader {
  public:
    ObjectReader(const boost::json::object& object, std::string path, Origin origin,
                 Errors& errors);

    // The value of a field; null if it is absent or null. The key counts as known from now on.
    const boost::json::value* find(std::string_view key);
    // As find, and an error (missing) if there is none.
    const boost::json::value* require(std::string_view key);
    // Whether the field is there and not null; it does not make the key known.
    bool said(std::string_view key) const;
    // Keys that may be there and are not read.
    void ignore(std::span<const std::string_view> keys);
    // Keys that may be there as null only.
    void ignore_null(std::initializer_list<std::string_view> keys);

    void text(std::string_view key, std::string& out, TextRule rule);
    void localized(std::string_view key, LocalizedText& out, TextRule rule);
    void text_list(std::string_view key, std::vector<std::string>& out, TextRule rule);
    void boolean(std::string_view key, bool& out);
    void integer(std::string_view key, std::optional<int>& out, IntegerRange range);
    void integer(std::string_view key, std::uint32_t& out);
    void integer(std::string_view key, std::int64_t& out, IntegerRange range);
    void instant(std::string_view key, std::optional<Instant>& out);
    void instant(std::string_view key, Instant& out);
    void position(std::string_view key, std::optional<Position>& out);
    std::optional<ObjectReader> object(std::string_view key);
    // The array, if it is one and short enough.
    const boost::json::array* array(std::string_view key,
                                    std::size_t items_max = sopu::limits::list_items_max);
    // A reader of an item of array(key).
    std::optional<ObjectReader> item(std::string_view key, std::size_t index,
                                     const boost::json::value& value);

    template <class Tag>
    void id(std::string_view key, Id<Tag>& out) {
        std::string text_of_id = out.text();
        text(key, text_of_id, id_line);
        out = Id<Tag>(std::move(text_of_id));
    }
    template <class Tag>
    void id(std::string_view key, std::optional<Id<Tag>>& out) {
        Id<Tag> found;
        id(key, found);
        if (!found.empty()) out = std::move(found);
    }
    template <class Tag>
    void id_list(std::string_view key, std::vector<Id<Tag>>& out) {
        std::vector<std::string> texts;
        text_list(key, texts, id_line);
        for (std::string& each : texts) out.emplace_back(std::move(each));
    }
    template <class E>
    void choice(std::string_view key, E& out) {
        std::optional<E> found;
        choice(key, found);
        if (found) out = *found;
    }
    template <class E>
    void choice(std::string_view key, std::optional<E>& out) {
        const std::optional<std::string> name = string_at(key);
        if (!name) return;
        out = from_name<E>(*name);
        if (!out) error(key, "unknown_value", {{"value", echo(*name)}});
    }

    // A string field as it stands; wrong_type if it is another type.
    std::optional<std::string> string_at(std::string_view key);

    // Notes an error of a field of this object; key "" is the object itself.
    void error(std::string_view key, std::string reason,
               std::map<std::string, std::string> args = {}, Code code = Code::invalid);
    // Errors for every key that nobody asked for. To be called once, at the end.
    void finish();

    Origin origin() const { return origin_; }
    // Whether an error is noted of the field or of anything inside it.
    bool has_error_under(std::string_view key) const;

    // What was sent, short and on one line, so that it can be repeated in an error.
    static std::string echo(std::string_view sent);

  private:
    std::string path_of(std::string_view key) const;
    std::optional<std::int64_t> whole_number(std::string_view key, IntegerRange range);
    std::optional<double> degrees(std::string_view key, double max);
    // The text if it keeps the rule; else nothing, and the error is noted.
    std::optional<std::string> checked(std::string_view key, std::string text, TextRule rule);

    const boost::json::object* object_;
    std::string path_;
    Origin origin_;
    Errors* errors_;
    std::vector<std::string_view> known_;
};

}  // namespace sopu::json
