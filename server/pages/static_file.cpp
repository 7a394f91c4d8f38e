// The files of web/static as they are, and the page for an address where there is nothing.
#include <array>
#include <utility>

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
        const auto found = context.static_files.find(request.parameter("name"));
        if (found == context.static_files.end()) return not_found(context, languages[0]);
        http::Response response =
            http::Response::text(200, std::string(type_of(found->first)), found->second);
        response.with("Cache-Control", "public, max-age=3600")
            .with("ETag", http::strong_etag(found->second));
        return http::negotiated(request, std::move(response));
    });
}

http::Handler nothing_here(const Context& context) {
    return http::immediate([&context](const http::Request& request) {
        return not_found(context, language_of_path(request.path));
    });
}

}  // namespace sopu::pages
