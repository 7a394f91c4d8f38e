#include "server/http/session_reading.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>

#include "engine/base/text.h"
#include "server/http/address.h"
#include "server/http/problem.h"
#include "server/http/target.h"

namespace sopu::http {
namespace {

namespace beast = boost::beast;

constexpr auto token = asio::as_tuple(asio::use_awaitable_t<Executor>{});
constexpr std::string_view imports_path = "/api/v1/imports";

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

Response bad_request(std::string_view path, std::string_view title) {
    return refusal(path, 400, "invalid", title);
}

Response body_too_large(std::string_view path) {
    return refusal(path, 413, "too_large", "The body is too large.");
}

Response head_too_large() {
    return refusal("", 431, "too_large", "The request's header is too large.");
}

bool is_import(const Request& request) {
    return request.method == Method::post && request.path == imports_path;
}

std::size_t count(const Request& request, std::string_view name) {
    std::size_t n = 0;
    for (const auto& header : request.headers)
        if (header.first == name) ++n;
    return n;
}

// What would let two readers of the same bytes see different requests (RFC 9112 3.2, 6.1, 6.3), and
// what we do not offer.
std::optional<Response> judge_framing(const Request& request, unsigned version) {
    if (version != 10 && version != 11)
        return bad_request(request.path, "HTTP/1.1 is spoken here.");
    const std::size_t hosts = count(request, "host");
    if (hosts > 1 || (hosts == 0 && version == 11))
        return bad_request(request.path, "A request has one Host.");
    const std::size_t codings = count(request, "transfer-encoding");
    if (codings == 0) return std::nullopt;
    if (version == 10 || count(request, "content-length") > 0)
        return bad_request(request.path, "The length of the body is not clear.");
    if (codings > 1 || ascii_lower(trim(request.header("transfer-encoding"))) != "chunked")
        return refusal(request.path, 501, "unsupported", "Only chunked bodies are taken.");
    return std::nullopt;
}

}  // namespace

Awaitable<Session::Outcome> Session::read_request(Reading& reading) {
    arm(shared_.options.read_deadline);
    const std::size_t head_max = shared_.options.header_bytes_max;
    reading.parser.header_limit(static_cast<std::uint32_t>(head_max + 1));
    reading.parser.body_limit(boost::none);  // judge_head sets it, knowing what the body is for
    auto [error, size] =
        co_await beast::http::async_read_header(socket_, buffer_, reading.parser, token);
    if (error) co_return failed_read(error, "");
    if (size > head_max) co_return Outcome::refused(head_too_large());
    if (auto refused = judge_head(reading)) co_return Outcome::refused(std::move(*refused));
    Outcome outcome = co_await read_body(reading);
    co_return outcome;
}

Awaitable<Session::Outcome> Session::read_body(Reading& reading) {
    if (reading.wants_continue && buffer_.size() == 0) {
        const bool told = co_await send_bytes("HTTP/1.1 100 Continue\r\n\r\n", {});
        if (!told) co_return Outcome::gone();
        arm(shared_.options.read_deadline);
    }
    auto [error, size] = co_await beast::http::async_read(socket_, buffer_, reading.parser, token);
    if (error) co_return failed_read(error, reading.request.path);
    reading.request.body = std::move(reading.parser.get().body());
    co_return Outcome{};
}

// The header is taken over before the body is read: Beast would mix a chunked body's trailer into
// it, and a trailer must not pass for a header (RFC 9110 6.5.1).
std::optional<Response> Session::judge_head(Reading& reading) {
    const auto& message = reading.parser.get();
    Request& request = reading.request;
    request.method = method_from(view(message.method_string()));
    request.target = view(message.target());
    for (const auto& field : message)
        request.headers.emplace_back(ascii_lower(view(field.name_string())), view(field.value()));
    reading.framing.head_request = request.method == Method::head;
    reading.framing.http_1_0 = message.version() == 10;
    reading.framing.keep = reading.parser.keep_alive();

    auto target = decode_target(request.target);
    if (!target)
        return bad_request(request.target, "The address of the request is not well-formed.");
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    Caller caller = caller_of(peer_, request.headers, shared_.options.trusted_proxies);
    request.remote = std::move(caller.address);
    request.secure = caller.secure;

    if (auto refused = judge_framing(request, message.version())) return refused;
    return judge_body(reading);
}

std::optional<Response> Session::judge_body(Reading& reading) {
    const Request& request = reading.request;
    const bool import = is_import(request);
    const std::size_t small = shared_.options.body_bytes_max;
    const std::size_t limit = import ? shared_.options.import_body_bytes_max : small;
    const auto length = reading.parser.content_length();
    if (length && *length > limit) return body_too_large(request.path);
    reading.parser.body_limit(limit);

    const bool chunked = reading.parser.chunked();
    const bool may_be_large = chunked || (length && *length > small);
    if (import && may_be_large && !reading.seat.take())
        return refusal(request.path, 503, "unavailable", "Too many imports at a time.")
            .with("Retry-After", "5");

    const std::string expect = ascii_lower(trim(request.header("expect")));
    if (expect.empty() || reading.framing.http_1_0) return std::nullopt;  // RFC 9110 10.1.1
    if (expect != "100-continue")
        return refusal(request.path, 417, "unsupported", "That expectation cannot be met.");
    reading.wants_continue = chunked || (length && *length > 0);
    return std::nullopt;
}

// What Beast did not like, as the answer it deserves; nobody is told anything when nobody is there.
Session::Outcome Session::failed_read(const boost::system::error_code& failure,
                                      std::string_view path) const {
    using beast::http::error;
    if (aborted_) return Outcome::gone();
    if (expired_)
        return Outcome::refused(refusal(path, 408, "timeout", "The request took too long."));
    if (failure == error::end_of_stream || failure == error::partial_message)
        return Outcome::gone();
    if (failure == error::header_limit || failure == error::buffer_overflow)
        return Outcome::refused(head_too_large());
    if (failure == error::body_limit) return Outcome::refused(body_too_large(path));
    const bool syntax = failure.category() == make_error_code(error::bad_method).category();
    if (!syntax) return Outcome::gone();
    return Outcome::refused(bad_request(path, "This is not an HTTP request."));
}

}  // namespace sopu::http
