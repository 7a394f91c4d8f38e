#include "server/http/middleware.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/text.h"
#include "server/http/address.h"
#include "server/http/http_date.h"
#include "server/http/problem.h"

namespace sopu::http {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> security_headers = {{
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
     "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'; "
     "manifest-src 'self'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
}};

Response with_defaults(Response response) {
    for (const auto& [name, value] : security_headers)
        if (response.header(name).empty())
            response.headers.emplace_back(std::string(name), std::string(value));
    return response;
}

// RFC 9110 8.8.3.2: weakly equal tags have the same text, whatever their "W/".
std::string_view opaque(std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
}

// A tag may hold commas, so the list is read tag by tag and not split.
bool lists_tag(std::string_view list, std::string_view etag) {
    while (true) {
        const std::size_t open = list.find('"');
        if (open == std::string_view::npos) return false;
        const std::size_t close = list.find('"', open + 1);
        if (close == std::string_view::npos) return false;
        if (list.substr(open, close - open + 1) == opaque(etag)) return true;
        list.remove_prefix(close + 1);
    }
}

// An If-None-Match that came in several lines is one list.
bool none_match_fails(const Request& request, std::string_view etag, bool& asked) {
    bool matches = false;
    for (const auto& [name, value] : request.headers) {
        if (name != "if-none-match") continue;
        asked = true;
        matches = matches || trim(value) == "*" || (!etag.empty() && lists_tag(value, etag));
    }
    return matches;
}

bool not_modified(const Request& request, std::string_view etag, std::string_view last_modified) {
    bool asked = false;
    const bool matches = none_match_fails(request, etag, asked);
    if (asked) return matches;  // RFC 9110 13.1.3: then If-Modified-Since is not looked at
    const auto since = parse_http_date(request.header("if-modified-since"));
    const auto modified = parse_http_date(last_modified);
    return since && modified && *modified <= *since;
}

// What describes the body goes with the body; ETag, Vary, Cache-Control stay (RFC 9110 15.4.5).
Response without_content(Response response) {
    response.status = 304;
    response.body = nullptr;
    std::erase_if(response.headers, [](const auto& header) {
        return ascii_lower(header.first).starts_with("content-") &&
               ascii_lower(header.first) != "content-security-policy" &&
               ascii_lower(header.first) != "content-location";
    });
    return response;
}

bool reads(const Request& request) {
    return request.method == Method::get || request.method == Method::head;
}

}  // namespace

Handler with_security_headers(Handler handler) {
    return [handler = std::move(handler)](const Request& request, Reply reply) {
        handler(request, [reply = std::move(reply)](Response response) {
            reply(with_defaults(std::move(response)));
        });
    };
}

Handler with_rate_limit(Handler handler, std::shared_ptr<RateLimiter> limiter) {
    if (!limiter) return handler;
    return [handler = std::move(handler), limiter = std::move(limiter)](const Request& request,
                                                                        Reply reply) {
        const auto wait = limiter->retry_after(address_key(request.remote));
        if (!wait) return handler(request, std::move(reply));
        reply(problem(429, "rate_limited", "Too many requests. Try again later.")
                  .with("Retry-After", std::to_string(wait->count())));
    };
}

Response conditional(const Request& request, Response response) {
    if (!reads(request) || response.status != 200) return response;
    if (!not_modified(request, response.header("etag"), response.header("last-modified")))
        return response;
    return without_content(std::move(response));
}

}  // namespace sopu::http
