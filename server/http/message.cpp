#include "server/http/message.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"

namespace sopu::http {
namespace {

constexpr std::array<std::string_view, 8> method_names = {"GET",   "HEAD",   "POST",    "PUT",
                                                          "PATCH", "DELETE", "OPTIONS", "OTHER"};

std::string_view value_of(const Pairs& pairs, std::string_view name) {
    const auto found = std::find_if(pairs.begin(), pairs.end(),
                                    [&](const auto& pair) { return pair.first == name; });
    return found == pairs.end() ? std::string_view{} : std::string_view{found->second};
}

}  // namespace

std::string_view method_name(Method method) {
    return method_names[static_cast<std::size_t>(method)];
}

Method method_from(std::string_view name) {
    const auto found = std::find(method_names.begin(), method_names.end(), name);
    if (found == method_names.end()) return Method::other;
    return static_cast<Method>(found - method_names.begin());
}

std::string_view Request::header(std::string_view lower_name) const {
    return value_of(headers, lower_name);
}

std::string_view Request::parameter(std::string_view name) const {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string_view{} : std::string_view{found->second};
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
    for (const auto& [key, value] : query)
        if (key == name) return value;
    return std::nullopt;
}

std::vector<std::string_view> Request::query_values(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [key, value] : query)
        if (key == name) values.push_back(value);
    return values;
}

// RFC 6265 5.4: "name=value" pairs between semicolons; names are case-sensitive.
std::optional<std::string_view> Request::cookie(std::string_view name) const {
    for (const auto& [key, line] : headers) {
        if (key != "cookie") continue;
        for (const std::string_view part : split(line, ';')) {
            const std::size_t equals = part.find('=');
            if (equals == std::string_view::npos || trim(part.substr(0, equals)) != name) continue;
            return trim(part.substr(equals + 1));
        }
    }
    return std::nullopt;
}

Response Response::text(int status, std::string content_type, std::string body) {
    Response response;
    response.status = status;
    response.headers.emplace_back("Content-Type", std::move(content_type));
    response.body = std::make_shared<const std::string>(std::move(body));
    return response;
}

Response Response::redirect(std::string location, int status) {
    Response response;
    response.status = status;
    response.headers.emplace_back("Location", std::move(location));
    return response;
}

Response& Response::with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

std::string_view Response::header(std::string_view name) const {
    const std::string wanted = ascii_lower(name);
    for (const auto& [key, value] : headers)
        if (ascii_lower(key) == wanted) return value;
    return {};
}

Handler immediate(std::function<Response(const Request&)> handler) {
    return [handler = std::move(handler)](const Request& request, const Reply& reply) {
        reply(handler(request));
    };
}

}  // namespace sopu::http
