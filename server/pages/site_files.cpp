// robots.txt and sitemap.xml (sitemaps.org 0.9).
#include "engine/model/lifecycle.h"
#include "engine/time/iso.h"
#include "server/pages/limits.h"
#include "server/pages/pages.h"
#include "server/pages/place.h"
#include "server/service/listing.h"

namespace sopu::pages {
namespace {

// Paths have no character that XML would mind: slugs and ids are percent-encoded.
void add(std::string& xml, const std::string& base, const std::string& path,
         const std::string& changed) {
    xml += "<url><loc>" + base + path + "</loc>";
    if (!changed.empty()) xml += "<lastmod>" + changed + "</lastmod>";
    xml += "</url>\n";
}

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else
            out += c;
    }
    return out;
}

std::string sitemap_of(const Context& context) {
    const auto world = context.service.snapshot();
    const std::string base = escaped(context.base_url);
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
    for (const Language& language : languages) {
        add(xml, base, std::string(language.home), {});
        for (const Info info : infos) add(xml, base, info_path(info, language), {});
        for (const Municipality& one : world->ground().gazetteer.municipalities())
            add(xml, base, front_path(Place{&one, {}, {}, one.name}, language), {});
    }
    service::Filter filter;
    filter.window = service::feed_window(*world, context.service.now(), std::nullopt);
    const auto found = service::select(*world, filter, service::Caller::anonymous());
    std::size_t count = 0;
    if (found)
        for (const Placed* placed : *found) {
            if (count++ == limits::sitemap_events_max) break;
            for (const Language& language : languages)
                add(xml, base, event_path(language, placed->id().text()),
                    format_instant(placed->event->updated));
        }
    return xml + "</urlset>\n";
}

}  // namespace

http::Handler robots(const Context& context) {
    return http::immediate([&context](const http::Request&) {
        std::string text = "User-agent: *\nDisallow: /api/\n";
        for (const Language& language : languages)
            text += "Disallow: " + std::string(language.prefix) + "/receipt/\n";
        text += "Sitemap: " + context.base_url + "/sitemap.xml\n";
        return http::Response::text(200, "text/plain; charset=utf-8", std::move(text))
            .with("Cache-Control", "public, max-age=3600");
    });
}

http::Handler sitemap(const Context& context) {
    return http::immediate([&context](const http::Request&) {
        return http::Response::text(200, "application/xml; charset=utf-8", sitemap_of(context))
            .with("Cache-Control", "public, max-age=3600");
    });
}

}  // namespace sopu::pages
