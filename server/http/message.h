// What lives here: Request and Response, plain values. Handlers see these and never a Beast type.
// What may not: sockets (listener.cpp), routes (router.h), JSON (api/).
// Invariants: header names are kept lower-case; path segments and query values are percent-decoded
// exactly once and are valid UTF-8 (else the listener has answered 400).
// Thread-safety: plain values.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sopu::http {

enum class Method { get, head, post, put, patch, del, options, other };

// "GET"; other is "OTHER", which no request line can match by accident (methods are
// case-sensitive).
std::string_view method_name(Method method);
Method method_from(std::string_view name);

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Request {
    Method method = Method::get;
    std::string target;  // as sent
    std::string path;    // decoded
    Pairs query;         // decoded, in order
    Pairs headers;       // names lower-case
    std::string body;
    std::string remote;   // address of the caller (of the first trusted X-Forwarded-For hop)
    bool secure = false;  // https, as a trusted proxy says
    std::map<std::string, std::string, std::less<>> parameters;  // "{id}" of the route

    std::string_view header(std::string_view lower_name) const;                // "" if absent
    std::string_view parameter(std::string_view name) const;                   // "" if absent
    std::optional<std::string_view> query_value(std::string_view name) const;  // the first
    std::vector<std::string_view> query_values(std::string_view name) const;
    std::optional<std::string_view> cookie(std::string_view name) const;
};

struct Response {
    int status = 200;
    Pairs headers;
    // Shared so that a cached feed is sent without a copy.
    std::shared_ptr<const std::string> body;

    static Response text(int status, std::string content_type, std::string body);
    static Response redirect(std::string location, int status = 303);
    Response& with(std::string name, std::string value);
    std::string_view header(std::string_view name) const;  // case-insensitive
};

// A handler answers exactly once, now or later, from any thread; a second answer is dropped, and a
// Reply that dies unused is a 500. The request lives until the call returns: a handler that answers
// later copies what it needs.
using Reply = std::function<void(Response)>;
using Handler = std::function<void(const Request&, Reply)>;

// For handlers that answer at once.
Handler immediate(std::function<Response(const Request&)> handler);

}  // namespace sopu::http
