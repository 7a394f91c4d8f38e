#include "server/api/answer.h"

#include <boost/json/object.hpp>

#include "engine/base/invariant.h"
#include "server/api/limits.h"
#include "server/http/status.h"
#include "server/json/parse.h"

namespace sopu::api {
namespace {

boost::json::array field_errors(const Errors& errors, std::string_view language,
                                const words::Messages& messages) {
    boost::json::array items;
    for (const Error& error : errors) {
        if (error.field.empty()) continue;
        items.push_back(boost::json::object{{"field", error.field},
                                            {"code", error.reason},
                                            {"message", error_text(messages, language, error)}});
    }
    return items;
}

// What the problem as a whole is called: the reason of an error about the whole, else its code.
std::string_view whole_code(const Error& first) {
    return first.field.empty() ? std::string_view(first.reason) : http::code_name(first.code);
}

std::string whole_title(const Error& first, std::string_view language,
                        const words::Messages& messages) {
    if (first.field.empty()) return error_text(messages, language, first);
    return messages.text(language, "error." + std::string(http::code_name(first.code)));
}

http::Response answer_of(int status, const boost::json::value& body, const char* type) {
    return http::Response::text(status, type, json::write_json(body))
        .with("Cache-Control", "private, no-cache")
        .with("Vary", "Accept-Language, Authorization, Cookie")
        .with("X-Content-Type-Options", "nosniff");
}

http::Response with_retry(http::Response response, const Error& first) {
    if (first.code == Code::unavailable)
        response.with("Retry-After", std::to_string(limits::retry_after_seconds));
    const auto wait = first.args.find("seconds");
    if (first.code == Code::rate_limited && wait != first.args.end())
        response.with("Retry-After", wait->second);
    // RFC 9110 11.6.1: a 401 says how one could prove who one is.
    if (first.code == Code::unauthorised) response.with("WWW-Authenticate", "Bearer");
    return response;
}

boost::json::object problem_object(const Errors& errors, std::string_view language,
                                   const words::Messages& messages) {
    INVARIANT(!errors.empty(), "a problem has an error");
    const Error& first = errors.front();
    return {{"type", "about:blank"},
            {"title", whole_title(first, language, messages)},
            {"status", http::status_of(errors)},
            {"code", whole_code(first)},
            {"errors", field_errors(errors, language, messages)}};
}

}  // namespace

http::Response json_answer(int status, const boost::json::value& body) {
    return answer_of(status, body, "application/json");
}

http::Response no_content() {
    http::Response response;
    response.status = 204;
    return response;
}

http::Response problem(const Errors& errors, std::string_view language,
                       const words::Messages& messages) {
    const boost::json::object body = problem_object(errors, language, messages);
    return with_retry(answer_of(http::status_of(errors), body, "application/problem+json"),
                      errors.front());
}

http::Response problem(const Errors& errors, const boost::json::array& conflicts,
                       std::string_view language, const words::Messages& messages) {
    boost::json::object body = problem_object(errors, language, messages);
    body["conflicts"] = conflicts;
    return with_retry(answer_of(http::status_of(errors), body, "application/problem+json"),
                      errors.front());
}

std::string etag_of(std::uint32_t revision) {
    return "\"r" + std::to_string(revision) + "\"";
}

}  // namespace sopu::api
