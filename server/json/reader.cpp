#include "server/json/reader.h"

#include <algorithm>
#include <cmath>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "engine/time/iso.h"
#include "server/json/limits.h"
#include "server/json/writer.h"

namespace sopu::json {

namespace {

std::string_view view(const boost::json::string& text) {
    return {text.data(), text.size()};
}

// A text area of a browser sends CRLF (HTML: "newline normalization"); a line ends in LF here.
std::string with_plain_line_ends(const std::string& text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i)
        if (!(text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n')) plain += text[i];
    return plain;
}

// BCP 47 in outline: letters, digits and single hyphens, a letter first.
bool is_language_tag(std::string_view tag) {
    if (tag.size() < 2 || tag.size() > limits::language_tag_bytes_max) return false;
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (!letter(tag.front()) || tag.back() == '-') return false;
    for (std::size_t i = 1; i < tag.size(); ++i) {
        const char c = tag[i];
        if (c == '-' ? tag[i - 1] == '-' : !(letter(c) || (c >= '0' && c <= '9'))) return false;
    }
    return true;
}

}  // namespace

ObjectReader::ObjectReader(const boost::json::object& object, std::string path, Origin origin,
                           Errors& errors)
    : object_(&object), path_(std::move(path)), origin_(origin), errors_(&errors) {}

std::string ObjectReader::path_of(std::string_view key) const {
    if (key.empty()) return path_;
    if (path_.empty()) return std::string(key);
    return key.front() == '[' ? path_ + std::string(key) : path_ + "." + std::string(key);
}

std::string ObjectReader::echo(std::string_view sent) {
    std::string shown(sent.substr(0, limits::echo_bytes_max));
    // Not a part of a letter at the end: at most three bytes of one can be left.
    for (int i = 0; i < 3 && shown.size() < sent.size() && !is_utf8(shown); ++i) shown.pop_back();
    if (is_utf8(shown) && !has_control(shown, Lines::one)) return shown;
    for (char& c : shown) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte >= 0x7f) c = '?';
    }
    return shown;
}

void ObjectReader::error(std::string_view key, std::string reason,
                         std::map<std::string, std::string> args, Code code) {
    if (errors_->size() >= limits::errors_max) return;
    errors_->push_back(Error{code, path_of(key), std::move(reason), std::move(args), {}});
}

bool ObjectReader::said(std::string_view key) const {
    const boost::json::value* value = object_->if_contains({key.data(), key.size()});
    return value != nullptr && !value->is_null();
}

bool ObjectReader::has_error_under(std::string_view key) const {
    const std::string path = path_of(key);
    return std::any_of(errors_->begin(), errors_->end(), [&](const Error& error) {
        return error.field == path || error.field.starts_with(path + ".");
    });
}

const boost::json::value* ObjectReader::find(std::string_view key) {
    known_.push_back(key);
    return said(key) ? object_->if_contains({key.data(), key.size()}) : nullptr;
}

const boost::json::value* ObjectReader::require(std::string_view key) {
    const boost::json::value* value = find(key);
    if (value == nullptr) error(key, "missing");
    return value;
}

void ObjectReader::ignore(std::span<const std::string_view> keys) {
    known_.insert(known_.end(), keys.begin(), keys.end());
}

void ObjectReader::ignore_null(std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys)
        if (!said(key)) known_.push_back(key);
}

void ObjectReader::finish() {
    for (const auto& pair : *object_) {
        const std::string_view key{pair.key().data(), pair.key().size()};
        if (std::find(known_.begin(), known_.end(), key) == known_.end())
            error(echo(key), "unknown_field");
    }
}

std::optional<std::string> ObjectReader::string_at(std::string_view key) {
    const boost::json::value* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (const auto* found = value->if_string()) return std::string(view(*found));
    error(key, "wrong_type", {{"expected", "string"}});
    return std::nullopt;
}

std::optional<std::string> ObjectReader::checked(std::string_view key, std::string text,
                                                 TextRule rule) {
    if (origin_ == Origin::ours) return text;
    // The length first: nothing else is done with a megabyte that is refused anyway.
    if (text.size() > rule.bytes_max) {
        error(key, "too_long", {{"max", std::to_string(rule.bytes_max)}});
        return std::nullopt;
    }
    if (!is_utf8(text)) {
        error(key, "not_utf8");
        return std::nullopt;
    }
    if (rule.lines == Lines::many) text = with_plain_line_ends(text);
    if (has_control(text, rule.lines)) {
        error(key, "control_character");
        return std::nullopt;
    }
    return std::string(trim(text));
}

void ObjectReader::text(std::string_view key, std::string& out, TextRule rule) {
    std::optional<std::string> found = string_at(key);
    if (!found) return;
    if (auto kept = checked(key, std::move(*found), rule)) out = std::move(*kept);
}

void ObjectReader::localized(std::string_view key, LocalizedText& out, TextRule rule) {
    const boost::json::value* value = find(key);
    if (value == nullptr) return;
    const boost::json::object* texts = value->if_object();
    if (texts == nullptr) {
        error(key, "wrong_type", {{"expected", "object"}});
        return;
    }
    if (origin_ == Origin::outside && texts->size() > limits::languages_per_text_max) {
        error(key, "too_many", {{"max", std::to_string(limits::languages_per_text_max)}});
        return;
    }
    ObjectReader inner(*texts, path_of(key), origin_, *errors_);
    for (const auto& pair : *texts) {
        const std::string_view language{pair.key().data(), pair.key().size()};
        if (origin_ == Origin::outside && !is_language_tag(language)) {
            inner.error(echo(language), "unknown_value", {{"value", echo(language)}});
            continue;
        }
        std::string found;
        inner.text(language, found, rule);
        if (!found.empty()) out.insert_or_assign(std::string(language), std::move(found));
    }
}

const boost::json::array* ObjectReader::array(std::string_view key, std::size_t items_max) {
    const boost::json::value* value = find(key);
    if (value == nullptr) return nullptr;
    const boost::json::array* items = value->if_array();
    if (items == nullptr) {
        error(key, "wrong_type", {{"expected", "array"}});
        return nullptr;
    }
    if (origin_ == Origin::outside && items->size() > items_max) {
        error(key, "too_many", {{"max", std::to_string(items_max)}});
        return nullptr;
    }
    return items;
}

void ObjectReader::text_list(std::string_view key, std::vector<std::string>& out, TextRule rule) {
    const boost::json::array* items = array(key);
    if (items == nullptr) return;
    for (std::size_t i = 0; i < items->size(); ++i) {
        const std::string at = std::string(key) + "[" + std::to_string(i) + "]";
        const auto* found = (*items)[i].if_string();
        if (found == nullptr) {
            error(at, "wrong_type", {{"expected", "string"}});
            continue;
        }
        auto kept = checked(at, std::string(view(*found)), rule);
        if (!kept) continue;
        if (kept->empty() && origin_ == Origin::outside)
            error(at, "missing");
        else
            out.push_back(std::move(*kept));
    }
}

void ObjectReader::boolean(std::string_view key, bool& out) {
    const boost::json::value* value = find(key);
    if (value == nullptr) return;
    if (const bool* found = value->if_bool())
        out = *found;
    else
        error(key, "wrong_type", {{"expected", "boolean"}});
}

std::optional<std::int64_t> ObjectReader::whole_number(std::string_view key, IntegerRange range) {
    const boost::json::value* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (!value->is_number() || value->is_double()) {
        error(key, "wrong_type", {{"expected", "integer"}});
        return std::nullopt;
    }
    // A whole number is unsigned in a value that we built or that 64 bits with a sign cannot hold.
    boost::json::error_code does_not_fit;
    const auto found = value->to_number<std::int64_t>(does_not_fit);
    if (does_not_fit || found < range.min || found > range.max) {
        error(key, "out_of_range",
              {{"min", std::to_string(range.min)}, {"max", std::to_string(range.max)}});
        return std::nullopt;
    }
    return found;
}

void ObjectReader::integer(std::string_view key, std::optional<int>& out, IntegerRange range) {
    if (origin_ == Origin::ours)
        range = {std::numeric_limits<int>::min(), std::numeric_limits<int>::max()};
    if (const auto found = whole_number(key, range)) out = static_cast<int>(*found);
}

void ObjectReader::integer(std::string_view key, std::uint32_t& out) {
    constexpr std::int64_t max = std::numeric_limits<std::uint32_t>::max();
    if (const auto found = whole_number(key, {0, max})) out = static_cast<std::uint32_t>(*found);
}

void ObjectReader::integer(std::string_view key, std::int64_t& out, IntegerRange range) {
    if (origin_ == Origin::ours)
        range = {std::numeric_limits<std::int64_t>::min(),
                 std::numeric_limits<std::int64_t>::max()};
    if (const auto found = whole_number(key, range)) out = *found;
}

void ObjectReader::instant(std::string_view key, std::optional<Instant>& out) {
    const std::optional<std::string> found = string_at(key);
    if (!found) return;
    if (const auto parsed = parse_instant(*found))
        out = *parsed;
    else
        error(key, "bad_instant", {{"value", echo(*found)}});
}

void ObjectReader::instant(std::string_view key, Instant& out) {
    std::optional<Instant> found;
    instant(key, found);
    if (found) out = *found;
}

std::optional<double> ObjectReader::degrees(std::string_view key, double max) {
    const boost::json::value* value = require(key);
    if (value == nullptr) return std::nullopt;
    if (!value->is_number()) {
        error(key, "wrong_type", {{"expected", "number"}});
        return std::nullopt;
    }
    const double found = value->to_number<double>();
    if (!(found >= -max && found <= max)) {  // written so that not-a-number is out as well
        const std::string limit = std::to_string(static_cast<int>(max));
        error(key, "out_of_range", {{"min", "-" + limit}, {"max", limit}});
        return std::nullopt;
    }
    return found;
}

void ObjectReader::position(std::string_view key, std::optional<Position>& out) {
    auto inner = object(key);
    if (!inner) return;
    const std::optional<double> latitude = inner->degrees("latitude", 90);
    const std::optional<double> longitude = inner->degrees("longitude", 180);
    inner->finish();
    if (latitude && longitude) out = kept_digits({*latitude, *longitude});
}

std::optional<ObjectReader> ObjectReader::object(std::string_view key) {
    const boost::json::value* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (const auto* found = value->if_object())
        return ObjectReader(*found, path_of(key), origin_, *errors_);
    error(key, "wrong_type", {{"expected", "object"}});
    return std::nullopt;
}

std::optional<ObjectReader> ObjectReader::item(std::string_view key, std::size_t index,
                                               const boost::json::value& value) {
    const std::string at = std::string(key) + "[" + std::to_string(index) + "]";
    if (const auto* found = value.if_object())
        return ObjectReader(*found, path_of(at), origin_, *errors_);
    error(at, "wrong_type", {{"expected", "object"}});
    return std::nullopt;
}

}  // namespace sopu::json
