#include "server/http/wire.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/text.h"

namespace sopu::http {
namespace {

constexpr std::array<std::pair<int, std::string_view>, 31> reasons = {{
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
}};

std::string_view reason_of(int status) {
    const auto found = std::find_if(reasons.begin(), reasons.end(),
                                    [&](const auto& pair) { return pair.first == status; });
    return found == reasons.end() ? std::string_view{} : found->second;  // may be empty
}

bool is_token(std::string_view name) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               marks.find(c) != std::string_view::npos;
    });
}

bool is_value(std::string_view value) {
    return value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

bool is_ours(std::string_view name) {
    const std::string lower = ascii_lower(name);
    return lower == "date" || lower == "content-length" || lower == "connection" ||
           lower == "transfer-encoding";
}

bool is_bodiless(int status) {
    return status == 204 || status == 304;
}

}  // namespace

bool has_body(const Response& response, const Framing& framing) {
    return !framing.head_request && !is_bodiless(response.status) && response.body &&
           !response.body->empty();
}

std::optional<std::string> response_head(const Response& response, const Framing& framing,
                                         SystemSeconds now) {
    // A 1xx is not an answer, and what is no status code at all is a mistake of the handler.
    if (response.status < 200 || response.status > 599) return std::nullopt;
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
    head.append(reason_of(response.status)).append("\r\nDate: ").append(http_date(now));
    for (const auto& [name, value] : response.headers) {
        if (!is_token(name) || !is_value(value)) return std::nullopt;
        if (!is_ours(name)) head.append("\r\n").append(name).append(": ").append(value);
    }
    if (!is_bodiless(response.status)) {
        const std::size_t length = response.body ? response.body->size() : 0;
        head.append("\r\nContent-Length: ").append(std::to_string(length));
    }
    if (!framing.keep) head.append("\r\nConnection: close");
    if (framing.keep && framing.http_1_0) head.append("\r\nConnection: keep-alive");
    return head.append("\r\n\r\n");
}

}  // namespace sopu::http
