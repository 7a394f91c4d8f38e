#include "server/feeds/handlers.h"

#include "server/http/compression.h"
#include "server/http/http_date.h"
#include "server/http/status.h"

namespace sopu::feeds {
namespace {

// Calendar programs show nothing of a refusal; the line is for whoever opens the address by hand.
http::Response refused(const Context& context, const Errors& errors, std::string_view language) {
    std::string text;
    for (const Error& error : errors) {
        if (!error.field.empty()) text += error.field + ": ";
        text += words::error_text(context.messages, language, error) + "\n";
    }
    return http::Response::text(http::status_of(errors), "text/plain; charset=utf-8",
                                std::move(text))
        .with("X-Content-Type-Options", "nosniff");
}

http::Response answer(const http::Request& request, RenderedFeed feed) {
    const std::string etag = http::strong_etag(feed.bytes);
    http::Response response =
        http::Response::text(200, std::move(feed.content_type), std::move(feed.bytes));
    response.with("ETag", etag)
        .with("Last-Modified", http::http_date(feed.last_modified))
        .with("Cache-Control", "public, max-age=" + std::to_string(feed_max_age.count()))
        .with("Content-Disposition", "inline; filename=\"" + feed.file_name + "\"")
        // A public calendar may be read by a page of anybody's.
        .with("Access-Control-Allow-Origin", "*");
    return http::negotiated(request, std::move(response));
}

http::Response serve(const Context& context, const http::Request& request, Of of, Format format) {
    const auto world = context.service.snapshot();
    FeedRequest wanted;
    wanted.of = of;
    wanted.format = format;
    wanted.subject = request.parameter(of == Of::area ? "area" : "id");
    auto query =
        service::read_list_query(request.query, routine_default(of), world->ground().zones);
    if (!query) return refused(context, query.error(), "fi");
    wanted.query = std::move(*query);
    auto feed = render_feed(*world, wanted, context.messages, context.base_url);
    if (!feed) return refused(context, {feed.error()}, wanted.query.language);
    return answer(request, std::move(*feed));
}

}  // namespace

http::Handler get_feed(const Context& context, Of of, Format format) {
    return http::immediate([&context, of, format](const http::Request& request) {
        return serve(context, request, of, format);
    });
}

}  // namespace sopu::feeds
