#include "server/words/messages.h"

#include <algorithm>
#include <charconv>

#include <unicode/plurrule.h>
#include <boost/json.hpp>

#include "server/words/pattern.h"

namespace sopu::words {
namespace {

struct Compiled {
    Pattern pattern;
    std::vector<std::string> arguments;
};

struct Language {
    std::map<std::string, Compiled, std::less<>> by_key;
    PluralOf plural_of;
};

tl::unexpected<Error> bad(std::string detail) {
    return fail(Code::internal, "", "bad_messages", std::move(detail));
}

// PluralRules::select is const and keeps nothing, so that one object serves all threads.
Result<PluralOf> plural_rules(const std::string& lang) {
    UErrorCode status = U_ZERO_ERROR;
    const std::shared_ptr<const icu::PluralRules> rules(
        icu::PluralRules::forLocale(icu::Locale(lang.c_str()), status));
    if (U_FAILURE(status) || !rules) return bad(lang + ": " + u_errorName(status));
    return PluralOf([rules](long long number) {
        std::string category;
        rules->select(static_cast<double>(number)).toUTF8String(category);
        return category;
    });
}

Result<Language> parse_language(const std::string& lang, const std::string& text) {
    boost::system::error_code problem;
    const auto json = boost::json::parse(text, problem);
    if (problem) return bad(lang + ": " + problem.message());
    const auto* object = json.if_object();
    if (!object) return bad(lang + ": not an object");
    Language out;
    out.plural_of = SOPU_TRY(plural_rules(lang));
    for (const auto& member : *object) {
        const std::string key(member.key());
        const auto* value = member.value().if_string();
        if (!value) return bad(lang + ": " + key + ": not a text");
        auto pattern = compile({value->data(), value->size()});
        if (!pattern) return bad(lang + ": " + key + ": " + pattern.error().detail);
        std::set<std::string> names;
        collect_arguments(*pattern, names);
        out.by_key[key] = {*std::move(pattern), {names.begin(), names.end()}};
    }
    return out;
}

std::string_view code_key(Code code) {
    switch (code) {
        case Code::invalid:
            return "error.invalid";
        case Code::unauthorised:
            return "error.unauthorised";
        case Code::forbidden:
            return "error.forbidden";
        case Code::not_found:
            return "error.not_found";
        case Code::conflict:
            return "error.conflict";
        case Code::stale:
            return "error.stale";
        case Code::precondition_required:
            return "error.precondition_required";
        case Code::too_large:
            return "error.too_large";
        case Code::unsupported:
            return "error.unsupported";
        case Code::rate_limited:
            return "error.rate_limited.plain";
        case Code::unavailable:
            return "error.unavailable";
        case Code::internal:
            return "error.internal";
    }
    return "error.internal";
}

// Errors carry texts; their numbers are written as numbers, a value that was typed is not.
std::variant<std::string, long long> number_if_digits(const std::string& name,
                                                      const std::string& value) {
    if (name != "max" && name != "min" && name != "seconds") return value;
    long long number = 0;
    const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (problem != std::errc{} || end != value.data() + value.size()) return value;
    return number;
}

// "resources[0].quantity" -> "resources.quantity"
std::string without_indexes(std::string_view path) {
    std::string out;
    bool inside = false;
    for (const char c : path) {
        if (c == '[') inside = true;
        if (!inside) out += c;
        if (c == ']') inside = false;
    }
    return out;
}

}  // namespace

struct Messages::Table {
    std::map<std::string, Language, std::less<>> by_language;

    const Language* language(std::string_view lang) const {
        auto found = by_language.find(lang);
        if (found == by_language.end()) found = by_language.find("fi");
        return found == by_language.end() ? nullptr : &found->second;
    }
    const Compiled* find(std::string_view lang, std::string_view key) const {
        const auto* its = language(lang);
        if (!its) return nullptr;
        const auto found = its->by_key.find(key);
        return found == its->by_key.end() ? nullptr : &found->second;
    }
};

Result<Messages> Messages::parse(const std::map<std::string, std::string>& json_by_language) {
    auto table = std::make_shared<Table>();
    for (const auto& [lang, json] : json_by_language)
        table->by_language.emplace(lang, SOPU_TRY(parse_language(lang, json)));
    if (!table->language("fi")) return bad("fi: there is no such file");
    return Messages(std::move(table));
}

std::string Messages::text(std::string_view lang, std::string_view key, const Args& args) const {
    const auto* compiled = table_->find(lang, key);
    if (!compiled) return "[" + std::string(key) + "]";
    return write(compiled->pattern, args, lang, table_->language(lang)->plural_of);
}

bool Messages::has(std::string_view key) const {
    for (const auto& [lang, language] : table_->by_language)
        if (!language.by_key.contains(key)) return false;
    return true;
}

std::vector<std::string> Messages::keys(std::string_view lang) const {
    std::vector<std::string> out;
    if (const auto* language = table_->language(lang))
        for (const auto& [key, compiled] : language->by_key) out.push_back(key);
    return out;
}

std::vector<std::string> Messages::arguments(std::string_view lang, std::string_view key) const {
    const auto* compiled = table_->find(lang, key);
    return compiled ? compiled->arguments : std::vector<std::string>{};
}

std::vector<std::string> Messages::languages() const {
    std::vector<std::string> out;
    for (const auto& [lang, language] : table_->by_language) out.push_back(lang);
    return out;
}

std::string error_text(const Messages& messages, std::string_view lang, const Error& error) {
    Args args;
    for (const auto& [name, value] : error.args) args[name] = number_if_digits(name, value);
    const std::string key = "error." + error.reason;
    // A reason told with figures that this error does not carry would show "{max}" to people.
    const auto tells = [&](const std::string& candidate) {
        const auto names = messages.arguments(lang, candidate);
        return messages.has(candidate) &&
               std::ranges::all_of(names, [&](const auto& name) { return args.contains(name); });
    };
    if (tells(key)) return messages.text(lang, key, args);
    if (messages.has(key + ".plain")) return messages.text(lang, key + ".plain");
    return messages.text(lang, code_key(error.code));
}

std::string field_text(const Messages& messages, std::string_view lang, std::string_view path) {
    std::string rest = without_indexes(path);
    while (!rest.empty()) {
        const auto key = "field." + rest;
        if (messages.has(key)) return messages.text(lang, key);
        const auto dot = rest.rfind('.');
        rest.resize(dot == std::string::npos ? 0 : dot);
    }
    return std::string(path);
}

}  // namespace sopu::words
