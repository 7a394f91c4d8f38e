#include <memory>

#include <boost/json/array.hpp>

#include "server/api/answer.h"
#include "server/api/api.h"
#include "server/api/door.h"
#include "server/http/address.h"
#include "server/json/reader.h"
#include "server/json/record.h"
#include "server/service/limits.h"

namespace sopu::api {
namespace {

struct Credentials {
    std::string user;
    std::string password;
};

// A password is bytes: it is neither trimmed nor normalised, only bounded, so that hashing is.
void read_password(json::ObjectReader& fields, std::string& password) {
    if (fields.require("password") == nullptr) return;
    const auto said = fields.string_at("password");
    if (said && said->size() > service::limits::password_bytes_max)
        fields.error("password", "too_long",
                     {{"max", std::to_string(service::limits::password_bytes_max)}});
    else if (said)
        password = *said;
}

Checked<Credentials> read_credentials(const http::Request& request) {
    const boost::json::value body = SOPU_TRY(listed(json_body(request)));
    return json::read_input<Credentials>(body, [](json::ObjectReader& fields,
                                                  Credentials& credentials) {
        fields.require("user");
        fields.text("user", credentials.user, {service::limits::user_name_bytes_max, Lines::one});
        read_password(fields, credentials.password);
    });
}

// Lax: a link from elsewhere finds staff signed in; a form from elsewhere does not, and
// X-CSRF-Token guards what is left.
std::string cookie(const std::string& value, long long seconds_left, bool secure) {
    std::string text = "sopu_session=" + value +
                       "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(seconds_left);
    return secure ? text + "; Secure" : text;
}

http::Response signed_in(const Context& context, const store::Account& account, bool secure) {
    const service::Secrets& secrets = context.service.secrets();
    const std::string token = secrets.session_token(
        {account.id, account.generation, context.service.now() + service::limits::session_length});
    http::Response response = json_answer(
        200, boost::json::object{
                 {"csrf", secrets.csrf_token(token)},
                 {"roles", boost::json::array(account.roles.begin(), account.roles.end())}});
    const auto left = std::chrono::seconds(service::limits::session_length).count();
    response.with("Set-Cookie", cookie(token, left, secure));
    return response;
}

// By address and name, so that one who guesses at a name locks out neither its owner nor a whole
// office behind one address.
std::optional<Error> too_often(const Context& context, const http::Request& request,
                               const std::string& user) {
    if (!context.sign_in_limit) return std::nullopt;
    const auto wait =
        context.sign_in_limit->retry_after(http::address_key(request.remote) + " " + user);
    if (!wait) return std::nullopt;
    return Error{
        Code::rate_limited, "", "rate_limited", {{"seconds", std::to_string(wait->count())}}, {}};
}

}  // namespace

http::Handler post_session(const Context& context) {
    return [&context](const http::Request& request, const http::Reply& reply) {
        const std::string language = language_of(request);
        auto credentials = read_credentials(request);
        if (!credentials) return reply(problem(credentials.error(), language, context.messages));
        if (const auto wait = too_often(context, request, credentials->user))
            return reply(problem({*wait}, language, context.messages));
        const bool secure = context.secure_cookies || request.secure;
        context.service.sign_in(
            UserId(credentials->user), std::move(credentials->password),
            [&context, reply, language, secure](const Result<store::Account>& account) {
                reply(account ? signed_in(context, *account, secure)
                              : problem({account.error()}, language, context.messages));
            });
    };
}

// A session is a signed text and lives until it expires; what ends here is this browser's hold on
// it.
http::Handler delete_session(const Context& context) {
    return answering(context, [&context](const http::Request& request, const Door& door) -> Answer {
        if (!door.caller.is_staff())
            return tl::make_unexpected(
                Errors{Error{Code::unauthorised, "", "unauthorised", {}, {}}});
        return no_content().with("Set-Cookie",
                                 cookie("", 0, context.secure_cookies || request.secure));
    });
}

}  // namespace sopu::api
