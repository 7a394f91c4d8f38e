#include "server/http/target.h"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "engine/base/text.h"

namespace sopu::http {
namespace {

namespace urls = boost::urls;

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool percents_are_whole(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') continue;
        if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
    }
    return true;
}

// What Boost.URL, which holds to the letter of RFC 3986, would refuse although everybody sends it.
std::string escape_stray(std::string_view target) {
    constexpr std::string_view stray = "[]{}|\\^`\"<>";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string escaped;
    escaped.reserve(target.size());
    for (const char c : target) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80 && stray.find(c) == std::string_view::npos) {
            escaped.push_back(c);
            continue;
        }
        escaped.push_back('%');
        escaped.push_back(digits[byte >> 4U]);
        escaped.push_back(digits[byte & 15U]);
    }
    return escaped;
}

// RFC 9112 3.2.2: proxies may send the whole URL. Who it names is Host's business, so that all
// before the path is left out; what is neither form stays as it is, and is refused by the parser.
std::string origin_form(std::string_view target) {
    const std::size_t slashes = target.find("://");
    if (slashes == std::string_view::npos) return std::string(target);
    const std::string scheme = ascii_lower(target.substr(0, slashes));
    if (scheme != "http" && scheme != "https") return std::string(target);
    std::string_view rest = target.substr(slashes + 3);
    rest.remove_prefix(std::min(rest.find_first_of("/?#"), rest.size()));
    return rest.starts_with('/') ? std::string(rest) : "/" + std::string(rest);
}

bool has_encoded_slash(std::string_view path) {
    return path.find("%2F") != std::string_view::npos || path.find("%2f") != std::string_view::npos;
}

Result<std::string> decoded(urls::pct_string_view part, bool space_as_plus) {
    urls::encoding_opts options;
    options.space_as_plus = space_as_plus;
    std::string text = part.decode(options);
    if (!is_utf8(text)) return fail(Code::invalid, "", "not_utf8");
    if (text.find('\0') != std::string::npos) return fail(Code::invalid, "", "control_character");
    return text;
}

Result<Target> take_apart(const urls::url_view& url) {
    const std::string_view encoded_path(url.encoded_path().data(), url.encoded_path().size());
    if (has_encoded_slash(encoded_path)) return fail(Code::invalid, "", "encoded_slash");
    Target target;
    target.path = SOPU_TRY(decoded(url.encoded_path(), false));
    for (const auto& pair : url.encoded_params()) {
        std::string key = SOPU_TRY(decoded(pair.key, true));
        std::string value = SOPU_TRY(decoded(pair.value, true));
        if (key.empty() && !pair.has_value) continue;  // "?&a=b": nothing was said
        target.query.emplace_back(std::move(key), std::move(value));
    }
    return target;
}

}  // namespace

Result<Target> decode_target(std::string_view target) {
    if (!percents_are_whole(target)) return fail(Code::invalid, "", "bad_percent");
    const std::string origin = escape_stray(origin_form(target));
    const auto url = urls::parse_origin_form(origin);
    if (!url) return fail(Code::invalid, "", "bad_target");
    return take_apart(*url);
}

}  // namespace sopu::http
