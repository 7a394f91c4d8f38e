#include "server/routes.h"

#include "server/api/answer.h"
#include "server/api/api.h"
#include "server/api/door.h"
#include "server/http/compression.h"
#include "server/http/middleware.h"
#include "server/http/router.h"
#include "server/pages/pages.h"
#include "server/pages/staff.h"
#include "server/pages/staff_paths.h"

namespace sopu {
namespace {

using http::Method;

struct Route {
    Method method;
    std::string pattern;
    http::Handler handler;
};
using Routes = std::vector<Route>;

// API: events and questions (CONTRACT "HTTP"). `submit` and `ask` are the rate limits.
Routes event_routes(const api::Context& c, const std::shared_ptr<http::RateLimiter>& submissions,
                    const std::shared_ptr<http::RateLimiter>& questions) {
    const auto submit = [&](http::Handler h) { return http::with_rate_limit(h, submissions); };
    const auto ask = [&](http::Handler h) { return http::with_rate_limit(h, questions); };
    return {
        {Method::get, "/healthz", api::get_health(c)},
        {Method::get, "/readyz", api::get_ready(c)},

        {Method::get, "/api/v1/events", api::get_events(c)},
        {Method::post, "/api/v1/events", submit(api::post_event(c))},
        {Method::get, "/api/v1/events/{id}", api::get_event(c)},
        {Method::put, "/api/v1/events/{id}", api::put_event(c)},
        {Method::put, "/api/v1/events/{id}/occurrences/{recurrence_id}", api::put_occurrence(c)},
        {Method::post, "/api/v1/events/{id}/cancel", api::post_action(c, Action::cancel)},
        {Method::post, "/api/v1/events/{id}/withdraw", api::post_action(c, Action::withdraw)},
        {Method::post, "/api/v1/events/{id}/confirm", api::post_action(c, Action::confirm)},
        {Method::post, "/api/v1/events/{id}/release", api::post_action(c, Action::release)},
        {Method::post, "/api/v1/events/{id}/decision", api::post_decision(c)},
        {Method::get, "/api/v1/occurrences", api::get_occurrences(c)},
        {Method::post, "/api/v1/imports", api::post_import(c)},

        {Method::post, "/api/v1/conflicts/check", ask(api::post_check(c))},
        {Method::post, "/api/v1/suggestions", ask(api::post_suggestions(c))},
        {Method::get, "/api/v1/conflicts", api::get_conflicts(c)},
        {Method::patch, "/api/v1/conflicts/{id}", api::patch_conflict(c)},

        {Method::post, "/api/v1/sessions", api::post_session(c)},
        {Method::del, "/api/v1/sessions/current", api::delete_session(c)},
    };
}

// API: what events refer to.
Routes record_routes(const api::Context& c) {
    return {
        {Method::get, "/api/v1/municipalities", api::get_municipalities(c)},
        {Method::get, "/api/v1/observances", api::get_observances(c)},

        {Method::get, "/api/v1/areas", api::get_areas(c)},
        {Method::post, "/api/v1/areas", api::post_area(c)},
        {Method::get, "/api/v1/areas/{id}", api::get_area(c)},
        {Method::put, "/api/v1/areas/{id}", api::put_area(c)},
        {Method::del, "/api/v1/areas/{id}", api::delete_area(c)},

        {Method::get, "/api/v1/venues", api::get_venues(c)},
        {Method::post, "/api/v1/venues", api::post_venue(c)},
        {Method::get, "/api/v1/venues/{id}", api::get_venue(c)},
        {Method::put, "/api/v1/venues/{id}", api::put_venue(c)},
        {Method::del, "/api/v1/venues/{id}", api::delete_venue(c)},

        {Method::get, "/api/v1/organisations", api::get_organisations(c)},
        {Method::post, "/api/v1/organisations", api::post_organisation(c)},
        {Method::get, "/api/v1/organisations/{id}", api::get_organisation(c)},
        {Method::put, "/api/v1/organisations/{id}", api::put_organisation(c)},
        {Method::del, "/api/v1/organisations/{id}", api::delete_organisation(c)},

        {Method::get, "/api/v1/closures", api::get_closures(c)},
        {Method::post, "/api/v1/closures", api::post_closure(c)},
        {Method::get, "/api/v1/closures/{id}", api::get_closure(c)},
        {Method::put, "/api/v1/closures/{id}", api::put_closure(c)},
        {Method::del, "/api/v1/closures/{id}", api::delete_closure(c)},

        {Method::get, "/api/v1/resources", api::get_resources(c)},
        {Method::post, "/api/v1/resources", api::post_resource(c)},
        {Method::get, "/api/v1/resources/{id}", api::get_resource(c)},
        {Method::put, "/api/v1/resources/{id}", api::put_resource(c)},
        {Method::del, "/api/v1/resources/{id}", api::delete_resource(c)},
    };
}

// Feeds: four kinds in four formats.
Routes feed_routes(const feeds::Context& c) {
    Routes routes;
    for (const feeds::Format format :
         {feeds::Format::ics, feeds::Format::json, feeds::Format::csv, feeds::Format::atom}) {
        const std::string ending = "." + std::string(name_of(format));
        for (const auto& [path, of] :
             {std::pair{"/feeds/{area}", feeds::Of::area},
              std::pair{"/feeds/venues/{id}", feeds::Of::venue},
              std::pair{"/feeds/organisations/{id}", feeds::Of::organisation},
              std::pair{"/feeds/events/{id}", feeds::Of::event}})
            routes.push_back({Method::get, path + ending, feeds::get_feed(c, of, format)});
    }
    return routes;
}

// Pages, in each language at its own address: "/" "/sv/" "/en/", "/ilmoita" "/sv/anmal"
// "/en/submit". A literal segment wins, so that a place can never hide a page.
Routes page_routes(const Parts& parts) {
    const pages::Context& c = parts.pages;
    Routes routes{{Method::get, "/static/{name}", pages::static_file(c)},
                  {Method::get, "/robots.txt", pages::robots(c)},
                  {Method::get, "/sitemap.xml", pages::sitemap(c)}};
    for (const pages::Language& l : pages::languages) {
        const std::string prefix(l.prefix);
        const std::string form(l.form);
        const auto by = [&](const std::shared_ptr<http::RateLimiter>& limiter, http::Handler h) {
            return pages::with_rate_limit(c, l, std::move(h), limiter);
        };
        routes.push_back({Method::get, std::string(l.home), pages::coming_events(c, l)});
        routes.push_back({Method::get, prefix + "/{slug}", pages::place_events(c, l)});
        routes.push_back({Method::get, prefix + "/{slug}/{month}", pages::month_page(c, l)});
        const std::string subscribe(pages::subscribe_word(l));
        routes.push_back({Method::get, prefix + "/" + subscribe, pages::subscribe_page(c, l)});
        routes.push_back(
            {Method::get, prefix + "/{slug}/" + subscribe, pages::subscribe_page(c, l)});
        for (const pages::Info info : pages::infos)
            routes.push_back(
                {Method::get, pages::info_path(info, l), pages::info_page(c, l, info)});
        routes.push_back({Method::get, form, by(parts.questions, pages::show_form(c, l))});
        routes.push_back({Method::post, form, by(parts.submissions, pages::post_form(c, l))});
        routes.push_back(
            {Method::post, pages::answer_path(l), by(parts.questions, pages::form_answer(c, l))});
        routes.push_back({Method::get, std::string(l.code_form), pages::code_form(c, l)});
        routes.push_back(
            {Method::post, std::string(l.code_form), by(parts.codes, pages::open_by_code(c, l))});
        routes.push_back({Method::get, prefix + "/events/{id}", pages::event_page(c, l)});
        routes.push_back({Method::get, prefix + "/receipt/{id}", pages::receipt(c, l)});
        routes.push_back({Method::post, prefix + "/receipt/{id}", pages::event_action(c, l)});
    }
    return routes;
}

// Pages for staff: "/henkilokunta", "/sv/personal", "/en/staff" and below.
Routes staff_routes(const pages::Context& c) {
    using pages::StaffPage;
    Routes routes;
    for (const pages::Language& l : pages::languages) {
        const auto at = [&l](StaffPage page) { return pages::staff_path(page, l); };
        const std::string event = pages::staff_event_pattern(l);
        routes.push_back({Method::get, at(StaffPage::sign_in), pages::show_sign_in(c, l)});
        routes.push_back({Method::post, at(StaffPage::sign_in), pages::post_sign_in(c, l)});
        routes.push_back({Method::post, at(StaffPage::sign_out), pages::post_sign_out(c, l)});
        routes.push_back({Method::get, at(StaffPage::password), pages::show_password(c, l)});
        routes.push_back({Method::post, at(StaffPage::password), pages::post_password(c, l)});
        routes.push_back({Method::get, at(StaffPage::queue), pages::staff_queue(c, l)});
        routes.push_back({Method::post, at(StaffPage::queue), pages::post_batch(c, l)});
        routes.push_back({Method::get, at(StaffPage::conflicts), pages::staff_conflicts(c, l)});
        routes.push_back({Method::post, at(StaffPage::conflicts), pages::post_conflict(c, l)});
        routes.push_back({Method::get, event, pages::staff_event(c, l)});
        routes.push_back({Method::post, event, pages::post_staff_decision(c, l)});
    }
    return routes;
}

// A page is sent in gzip to whoever takes it. The request is gone by the time an answer comes
// later, so what compression asks of it is copied.
http::Handler with_compression(http::Handler handler) {
    return [handler = std::move(handler)](const http::Request& request, http::Reply reply) {
        http::Request asked;
        asked.method = request.method;
        asked.headers = request.headers;
        handler(request,
                [asked = std::move(asked), reply = std::move(reply)](http::Response response) {
                    reply(http::compressed(asked, std::move(response)));
                });
    };
}

// What is in no table.
http::Handler nothing_here(const Parts& parts) {
    return [&parts, page = pages::nothing_here(parts.pages)](const http::Request& request,
                                                             http::Reply reply) {
        if (!request.path.starts_with("/api/")) return page(request, std::move(reply));
        const Errors errors{Error{Code::not_found, "", "not_found", {}, {}}};
        reply(api::problem(errors, api::language_of(request), parts.api.messages));
    };
}

http::Router router_of(const Parts& parts) {
    http::Router router;
    for (Route& it : event_routes(parts.api, parts.submissions, parts.questions))
        router.add(it.method, std::move(it.pattern), std::move(it.handler));
    for (Route& it : record_routes(parts.api))
        router.add(it.method, std::move(it.pattern), std::move(it.handler));
    for (Route& it : feed_routes(parts.feeds))
        router.add(it.method, std::move(it.pattern), std::move(it.handler));
    for (Route& it : page_routes(parts))
        router.add(it.method, std::move(it.pattern), with_compression(std::move(it.handler)));
    for (Route& it : staff_routes(parts.pages))
        router.add(it.method, std::move(it.pattern), with_compression(std::move(it.handler)));
    // "/{slug}/{month}" would take it for a place.
    router.add(Method::get, "/api/{rest}", nothing_here(parts));
    router.otherwise(nothing_here(parts));
    return router;
}

}  // namespace

http::Handler make_handler(const Parts& parts) {
    const auto router = std::make_shared<const http::Router>(router_of(parts));
    return http::with_security_headers([router](const http::Request& request, http::Reply reply) {
        router->handle(request, std::move(reply));
    });
}

std::vector<std::string> route_list(const Parts& parts) {
    return router_of(parts).list();
}

}  // namespace sopu
