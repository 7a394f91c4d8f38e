// "Open your entry with its code": for whoever wrote the eight characters of a receipt down.
#include "server/http/status.h"
#include "server/pages/form_fields.h"
#include "server/pages/frame.h"
#include "server/pages/pages.h"
#include "server/service/links.h"

namespace sopu::pages {
namespace {

http::Response code_page(const Context& context, const Language& language, int status,
                         std::string_view typed, std::string error) {
    words::Data data =
        page_data(context, language, context.messages.text(language.code, "code.title"),
                  [](const Language& other) { return std::string(other.code_form); });
    data.set("action", language.code_form);
    data.set("typed", typed);
    data.set("error", std::move(error));
    return page(context, status, "code", data, Caching::none);
}

http::Response opened(const Context& context, const Language& language, const EventId& id) {
    const auto world = context.service.snapshot();
    const Placed* placed = world->event(id);
    if (placed == nullptr) return not_found(context, language);
    const std::string token = context.service.secrets().edit_token(*placed->event);
    return http::Response::redirect(receipt_path(language, id.text()) +
                                    "?token=" + service::percent_encoded(token))
        .with("Cache-Control", "no-store");
}

}  // namespace

http::Handler code_form(const Context& context, const Language& language) {
    return http::immediate([&context, &language](const http::Request&) {
        return code_page(context, language, 200, "", "");
    });
}

http::Handler open_by_code(const Context& context, const Language& language) {
    return [&context, &language](const http::Request& request, const http::Reply& reply) {
        const auto read = read_form(request);
        const std::string typed(read ? typed_or_empty(*read, "code") : std::string_view());
        context.service.event_of_code(
            typed, [&context, &language, typed, reply](const Result<EventId>& found) {
                if (found) return reply(opened(context, language, *found));
                const bool unknown = found.error().code == Code::not_found;
                reply(code_page(
                    context, language, unknown ? 422 : http::status_of({found.error()}), typed,
                    unknown ? context.messages.text(language.code, "code.unknown")
                            : words::error_text(context.messages, language.code, found.error())));
            });
    };
}

}  // namespace sopu::pages
