// Signing in and out, and changing one's password.
#include <utility>

#include "server/http/address.h"
#include "server/http/status.h"
#include "server/pages/staff.h"
#include "server/pages/staff_door.h"
#include "server/service/limits.h"
#include "server/service/links.h"

namespace sopu::pages {
namespace {

using words::Data;

HrefIn at(StaffPage page) {
    return [page](const Language& other) { return staff_path(page, other); };
}

// What was typed but for the password, and what is wrong.
struct SignIn {
    std::string user;
    std::string next;
    Errors errors;
};

http::Response sign_in_page(const Context& context, const Language& language, const SignIn& shown) {
    Data data =
        staff_frame(context, language, context.messages.text(language.code, "staff.sign_in"),
                    [&shown](const Language& other) {
                        std::string path = staff_path(StaffPage::sign_in, other);
                        if (shown.next.empty()) return path;
                        return path + "?next=" + service::percent_encoded(shown.next);
                    });
    data.set("action", staff_path(StaffPage::sign_in, language));
    data.set("user", shown.user);
    data.set("next", shown.next);
    data.set("error", shown.errors.empty() ? std::string()
                                           : words::error_text(context.messages, language.code,
                                                               shown.errors.front()));
    return staff_page(context, shown.errors.empty() ? 200 : http::status_of(shown.errors),
                      "staff_sign_in", data);
}

std::string next_of(std::string_view said) {
    return is_staff_target(said) ? std::string(said) : std::string();
}

// By address and name, as with the API's sessions: one who guesses at a name locks out neither its
// owner nor a whole office behind one address.
std::optional<Error> too_often(const Context& context, const http::Request& request,
                               const std::string& user) {
    if (!context.access.sign_in_limit) return std::nullopt;
    const auto wait =
        context.access.sign_in_limit->retry_after(http::address_key(request.remote) + " " + user);
    if (!wait) return std::nullopt;
    return Error{
        Code::rate_limited, "", "rate_limited", {{"seconds", std::to_string(wait->count())}}, {}};
}

http::Response with_wait(http::Response response, const Error& error) {
    return response.with("Retry-After", error.args.at("seconds"));
}

// A browser says when a form comes from another site: nobody is to be signed in unawares, as
// somebody else.
bool from_elsewhere(const http::Request& request) {
    return request.header("sec-fetch-site") == "cross-site";
}

std::string new_session(const Context& context, const store::Account& account) {
    return context.service.secrets().session_token(
        {account.id, account.generation, context.service.now() + service::limits::session_length});
}

void sign_in(const Context& context, const Language& language, const http::Request& request,
             const http::Reply& reply) {
    if (from_elsewhere(request))
        return reply(
            staff_refusal(context, language, {Error{Code::forbidden, "", "csrf", {}, {}}}));
    const auto typed = read_form(request);
    if (!typed) return reply(staff_refusal(context, language, {typed.error()}));
    SignIn shown;
    shown.user = trim(typed_or_empty(*typed, "user"));
    shown.next = next_of(typed_or_empty(*typed, "next"));
    std::string password(typed_or_empty(*typed, "password"));
    const bool too_long = shown.user.size() > service::limits::user_name_bytes_max ||
                          password.size() > service::limits::password_bytes_max;
    if (too_long) {  // no account has such a name or password: not worth a hash
        shown.user.clear();
        shown.errors = {Error{Code::unauthorised, "", "sign_in_failed", {}, {}}};
        return reply(sign_in_page(context, language, shown));
    }
    if (auto wait = too_often(context, request, shown.user)) {
        shown.errors = {*wait};
        return reply(with_wait(sign_in_page(context, language, shown), *wait));
    }
    const UserId user(shown.user);
    context.service.sign_in(
        user, std::move(password),
        [&context, &language, reply, shown = std::move(shown),
         secure = request.secure](const Result<store::Account>& account) mutable {
            if (!account) {
                shown.errors = {account.error()};
                return reply(sign_in_page(context, language, shown));
            }
            const std::string to =
                shown.next.empty() ? staff_path(StaffPage::queue, language) : shown.next;
            reply(http::Response::redirect(to)
                      .with("Cache-Control", "no-store")
                      .with("Set-Cookie",
                            session_cookie(context, secure, new_session(context, *account))));
        });
}

http::Response password_page(const Context& context, const Language& language,
                             const StaffDoor& door, const Errors& errors, bool done) {
    Data data =
        staff_data(context, language, door, context.messages.text(language.code, "staff.password"),
                   at(StaffPage::password));
    data.set("action", staff_path(StaffPage::password, language));
    data.set("done", done);
    data.set("has_errors", !errors.empty());
    Data list{Data::List{}};
    Data fields;
    for (const std::string_view name : {"old", "new", "again"}) {
        std::string wrong;
        for (const Error& error : errors)
            if (error.field == name && wrong.empty())
                wrong = words::error_text(context.messages, language.code, error);
        fields.set(std::string(name), std::move(wrong));
    }
    for (const Error& error : errors) {
        Data item;
        item.set("href", error.field.empty() ? "#content" : "#" + error.field);
        item.set("text", words::error_text(context.messages, language.code, error));
        list.add(std::move(item));
    }
    data.set("errors", std::move(list));
    data.set("wrong", std::move(fields));
    data.set("limits", context.messages.text(
                           language.code, "staff.password_limits",
                           {{"min", static_cast<long long>(service::limits::password_bytes_min)},
                            {"max", static_cast<long long>(service::limits::password_bytes_max)}}));
    return staff_page(context, errors.empty() ? 200 : http::status_of(errors), "staff_password",
                      data);
}

void change_password(const Context& context, const Language& language, const http::Request& request,
                     const StaffDoor& door, const http::Reply& reply) {
    const std::string next(typed_or_empty(door.typed, "new"));
    std::string old(typed_or_empty(door.typed, "old"));
    if (old.size() > service::limits::password_bytes_max) old.clear();
    if (typed_or_empty(door.typed, "again") != next)
        return reply(
            password_page(context, language, door, {invalid("again", "password_differs")}, false));
    // An open session must not become a way to guess.
    if (auto wait = too_often(context, request, door.caller.name()))
        return reply(with_wait(password_page(context, language, door, {*wait}, false), *wait));
    context.service.change_password(
        UserId(door.caller.name()), std::move(old), next,
        [&context, &language, door, reply,
         secure = request.secure](const Result<store::Account>& account) {
            if (!account)
                return reply(password_page(context, language, door, {account.error()}, false));
            // This browser stays signed in; every other session has ended.
            reply(http::Response::redirect(staff_path(StaffPage::password, language) + "?done=1")
                      .with("Cache-Control", "no-store")
                      .with("Set-Cookie",
                            session_cookie(context, secure, new_session(context, *account))));
        });
}

}  // namespace

http::Handler show_sign_in(const Context& context, const Language& language) {
    return http::immediate([&context, &language](const http::Request& request) {
        if (is_signed_in(context, request))
            return http::Response::redirect(staff_path(StaffPage::queue, language));
        SignIn shown;
        shown.next = next_of(request.query_value("next").value_or(""));
        return sign_in_page(context, language, shown);
    });
}

http::Handler post_sign_in(const Context& context, const Language& language) {
    return [&context, &language](const http::Request& request, const http::Reply& reply) {
        sign_in(context, language, request, reply);
    };
}

// A session is a signed text and lives until it expires; what ends here is this browser's hold on
// it.
http::Handler post_sign_out(const Context& context, const Language& language) {
    return for_staff(
        context, language,
        [&context, &language](const http::Request& request, const StaffDoor&,
                              const http::Reply& reply) {
            reply(http::Response::redirect(staff_path(StaffPage::sign_in, language))
                      .with("Cache-Control", "no-store")
                      .with("Set-Cookie", session_cookie(context, request.secure, "")));
        });
}

http::Handler show_password(const Context& context, const Language& language) {
    return for_staff(context, language,
                     [&context, &language](const http::Request& request, const StaffDoor& door,
                                           const http::Reply& reply) {
                         reply(password_page(context, language, door, {},
                                             request.query_value("done").has_value()));
                     });
}

http::Handler post_password(const Context& context, const Language& language) {
    return for_staff(context, language,
                     [&context, &language](const http::Request& request, const StaffDoor& door,
                                           const http::Reply& reply) {
                         change_password(context, language, request, door, reply);
                     });
}

}  // namespace sopu::pages
