// The files of web/static as they are, and the pages for what cannot be answered: nothing at an
// address, too many requests.
#include <array>
#include <utility>

#include "server/http/address.h"
#include "server/http/compression.h"
#include "server/pages/frame.h"
#include "server/pages/pages.h"

namespace sopu::pages {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> types{{
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".txt", "text/plain; charset=utf-8"},
}};

std::string_view type_of(std::string_view name) {
    for (const auto& [ending, type] : types)
        if (name.ends_with(ending)) return type;
    return "application/octet-stream";
}

}  // namespace

http::Handler static_file(const Context& context) {
    return http::immediate([&context](const http::Request& request) {
        const std::string_view name = request.parameter("name");
        if (name == "theme.css" && !context.site.theme.empty())
            return http::negotiated(
                request, http::Response::text(200, "text/css; charset=utf-8", context.site.theme)
                             .with("Cache-Control", "public, max-age=3600")
                             .with("ETag", http::strong_etag(context.site.theme)));
        const auto found = context.static_files.find(name);
        if (found == context.static_files.end()) return not_found(context, languages[0]);
        http::Response response =
            http::Response::text(200, std::string(type_of(found->first)), found->second);
        response.with("Cache-Control", "public, max-age=3600")
            .with("ETag", http::strong_etag(found->second));
        return http::negotiated(request, std::move(response));
    });
}

http::Handler with_rate_limit(const Context& context, const Language& language,
                              http::Handler handler, std::shared_ptr<http::RateLimiter> limiter) {
    if (!limiter) return handler;
    return [&context, &language, handler = std::move(handler), limiter = std::move(limiter)](
               const http::Request& request, http::Reply reply) {
        const auto wait = limiter->retry_after(http::address_key(request.remote));
        if (!wait) return handler(request, std::move(reply));
        const std::string seconds_left = std::to_string(wait->count());
        const Error error{Code::rate_limited, "", "rate_limited", {{"seconds", seconds_left}}, {}};
        reply(error_page(context, language, 429,
                         context.messages.text(language.code, "page.error_title"),
                         words::error_text(context.messages, language.code, error))
                  .with("Retry-After", seconds_left));
    };
}

http::Handler nothing_here(const Context& context) {
    return http::immediate([&context](const http::Request& request) {
        return not_found(context, language_of_path(request.path));
    });
}

}  // namespace sopu::pages
