#include "server/pages/staff_door.h"

#include <array>
#include <utility>

#include "server/http/status.h"
#include "server/service/limits.h"
#include "server/service/links.h"
#include "server/words/dates.h"

namespace sopu::pages {
namespace {

using words::Data;

constexpr std::string_view cookie_name = "sopu_session";
constexpr std::array<std::string_view, 7> sections{"site",  "form",    "page", "list",
                                                   "event", "receipt", "staff"};

bool only_reads(const http::Request& request) {
    return request.method == http::Method::get || request.method == http::Method::head;
}

std::optional<service::Caller> caller_of(const Context& context, const http::Request& request) {
    const auto session = request.cookie(cookie_name);
    return session ? context.service.caller_of_session(*session) : std::nullopt;
}

http::Response sign_in_first(const Language& language, const http::Request& request) {
    return http::Response::redirect(staff_path(StaffPage::sign_in, language) +
                                    "?next=" + service::percent_encoded(request.target))
        .with("Cache-Control", "no-store");
}

// Errors: forbidden with reason csrf; those of read_form.
Result<Typed> posted(const Context& context, const http::Request& request,
                     std::string_view session) {
    Typed typed = SOPU_TRY(read_form(request));
    if (!context.service.secrets().is_csrf_token(session, typed_or_empty(typed, "csrf")))
        return fail(Code::forbidden, "", "csrf");
    return typed;
}

Data menu(const Context& context, const Language& language, const std::string& here) {
    Data list{Data::List{}};
    for (const auto& [page, key] : {std::pair{StaffPage::queue, "staff.queue"},
                                    std::pair{StaffPage::conflicts, "staff.conflicts"},
                                    std::pair{StaffPage::password, "staff.password"}}) {
        Data item;
        item.set("href", staff_path(page, language));
        item.set("name", context.messages.text(language.code, key));
        item.set("current", staff_path(page, language) == here);
        list.add(std::move(item));
    }
    return list;
}

}  // namespace

http::Handler for_staff(const Context& context, const Language& language, StaffServing serve) {
    return [&context, &language, serve = std::move(serve)](const http::Request& request,
                                                           const http::Reply& reply) {
        auto caller = caller_of(context, request);
        if (!caller && only_reads(request)) return reply(sign_in_first(language, request));
        if (!caller)
            return reply(staff_refusal(context, language,
                                       {Error{Code::forbidden, "", "staff_only", {}, {}}}));
        const std::string session(*request.cookie(cookie_name));
        StaffDoor door{context.service.snapshot(),
                       std::move(*caller),
                       context.service.secrets().csrf_token(session),
                       {}};
        if (!only_reads(request)) {
            auto typed = posted(context, request, session);
            if (!typed) return reply(staff_refusal(context, language, {typed.error()}));
            door.typed = std::move(*typed);
        }
        serve(request, door, reply);
    };
}

bool is_signed_in(const Context& context, const http::Request& request) {
    return caller_of(context, request).has_value();
}

// Lax: a link from elsewhere finds staff signed in, a form from elsewhere does not.
std::string session_cookie(const Context& context, bool secure_request, const std::string& value) {
    const auto length = std::chrono::seconds(service::limits::session_length).count();
    std::string text =
        std::string(cookie_name) + "=" + value +
        "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(value.empty() ? 0 : length);
    return context.access.secure_cookies || secure_request ? text + "; Secure" : text;
}

Data staff_frame(const Context& context, const Language& language, std::string title,
                 const HrefIn& here) {
    Data data = page_data(context, language, std::move(title), here);
    data.set("t", words::page_texts(context.messages, language.code, sections));
    data.set("staff_styles", true);
    return data;
}

Data staff_data(const Context& context, const Language& language, const StaffDoor& door,
                std::string title, const HrefIn& here) {
    Data data = staff_frame(context, language, std::move(title), here);
    data.set("menu", menu(context, language, here(language)));
    data.set("csrf", door.csrf);
    data.set("sign_out_href", staff_path(StaffPage::sign_out, language));
    data.set("signed_in", context.messages.text(language.code, "staff.signed_in",
                                                {{"name", door.caller.name()}}));
    return data;
}

http::Response staff_page(const Context& context, int status, std::string_view name,
                          const Data& data) {
    return page(context, status, name, data, Caching::none);
}

http::Response staff_refusal(const Context& context, const Language& language,
                             const Errors& errors) {
    return error_page(context, language, http::status_of(errors),
                      context.messages.text(language.code, "page.error_title"),
                      words::error_text(context.messages, language.code, errors.front()));
}

std::string marked_language(std::string_view of_text, const Language& language) {
    return of_text == language.code ? std::string() : std::string(of_text);
}

std::string moment_text(const Context& context, const Language& language, Instant instant) {
    const Zone& home = context.service.snapshot()->ground().zones.home();
    const LocalTime local = to_local(instant, home);
    const Date day = date::floor<date::days>(local);
    return words::date_text(language.code, day, today_of(context)) + ", " +
           words::time_text(language.code, local);
}

std::string href_of_other(const Language& language, const Snapshot& world, const EventId& id,
                          const service::Caller& caller) {
    const Placed* placed = world.event(id);
    if (placed == nullptr) return {};
    if (service::is_staff_of(caller, *placed)) return staff_event_path(language, id.text());
    return is_public(*placed->event) ? event_path(language, id.text()) : std::string();
}

}  // namespace sopu::pages
