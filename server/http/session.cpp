#include "server/http/session.h"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <exception>

#include "server/http/limits.h"
#include "server/http/problem.h"
#include "server/http/session_reading.h"

namespace sopu::http {
namespace {

constexpr auto token = asio::as_tuple(asio::use_awaitable_t<Executor>{});

// The transport's own: Date tells when a message was sent, whatever day it is in the world of
// events (RFC 9110 6.6.1).
SystemSeconds wall_clock() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

Response internal_error(std::string_view path) {
    return refusal(path, 500, "internal", "Something went wrong on our side.");
}

}  // namespace

void Mailbox::run_there(std::function<void()> work) {
    const std::lock_guard lock(mutex_);
    if (context_ != nullptr) asio::dispatch(*context_, std::move(work));
}

void Mailbox::close() {
    const std::lock_guard lock(mutex_);
    context_ = nullptr;
}

// What a request waits for; touched on the I/O thread only. `wake` is null when nobody waits.
struct Session::Exchange {
    std::optional<Response> response;
    Timer* wake = nullptr;
};

// Carries one answer to the I/O thread, and if its last copy dies without one, says so.
class Session::ReplyOnce {
  public:
    ReplyOnce(std::shared_ptr<Mailbox> mailbox, std::shared_ptr<Exchange> exchange,
              std::string path)
        : mailbox_(std::move(mailbox)), exchange_(std::move(exchange)), path_(std::move(path)) {}
    ReplyOnce(const ReplyOnce&) = delete;
    ReplyOnce& operator=(const ReplyOnce&) = delete;
    ~ReplyOnce() { answer(internal_error(path_)); }

    void answer(Response response) {
        if (answered_.exchange(true)) return;
        mailbox_->run_there([exchange = exchange_, response = std::move(response)]() mutable {
            exchange->response = std::move(response);
            if (exchange->wake != nullptr) exchange->wake->cancel();
        });
    }

  private:
    const std::shared_ptr<Mailbox> mailbox_;
    const std::shared_ptr<Exchange> exchange_;
    const std::string path_;
    std::atomic<bool> answered_{false};
};

Session::Session(Socket socket, Shared& shared, std::shared_ptr<Mailbox> mailbox, Roster& roster,
                 std::string peer, std::string gate_key)
    : socket_(std::move(socket)),
      shared_(shared),
      mailbox_(std::move(mailbox)),
      roster_(roster),
      peer_(std::move(peer)),
      gate_key_(std::move(gate_key)),
      // A chunk's extension counts as a head does; without a bound here it would have none.
      buffer_(shared.options.header_bytes_max + first_read_bytes),
      wake_(socket_.get_executor()) {
    roster_.members.insert(this);
}

Session::~Session() {
    roster_.members.erase(this);
    shared_.gate.leave(gate_key_);
}

// The last resort of the session loop: whatever was thrown ends this connection only.
Awaitable<> Session::run(std::unique_ptr<Session> self) {
    try {
        while (co_await self->serve_one()) {
        }
    } catch (const std::exception& error) {
        self->shared_.log(std::string("connection ended: ") + error.what());
    }
}

void Session::arm(std::chrono::seconds time) {
    deadline_ = Clock::now() + time;
    expired_ = false;
}

// Told again at every sweep: a composed read may have been between two reads the last time.
void Session::sweep(Clock::time_point now) {
    if (now < deadline_) return;
    expired_ = true;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
    wake_.cancel();
}

void Session::drain() {
    if (idle_) abort();
}

void Session::abort() {
    aborted_ = true;
    boost::system::error_code ignored;
    socket_.close(ignored);
    wake_.cancel();
}

Awaitable<bool> Session::serve_one() {
    const bool begun = co_await first_byte();
    if (!begun) co_return false;
    std::optional<Reading> reading(std::in_place, shared_);
    Outcome outcome = co_await read_request(*reading);
    Framing framing = reading->framing;
    if (outcome.kind == Outcome::Kind::gone) co_return false;
    if (outcome.kind == Outcome::Kind::refused) {
        reading.reset();
        framing.keep = false;
        const bool told = co_await send(std::move(outcome.refusal), framing);
        if (told) co_await linger();
        co_return false;
    }
    Response response = co_await answer(reading->request);
    reading.reset();  // its body and its seat are free before anybody sees the answer
    if (aborted_) co_return false;
    framing.keep = framing.keep && !roster_.stopping && !expired_;
    const bool sent = co_await send(std::move(response), framing);
    if (sent && !framing.keep) co_await linger();
    kept_ = true;
    co_return sent&& framing.keep;
}

// A new connection must speak within the time of a request; one that is kept may be silent longer.
Awaitable<bool> Session::first_byte() {
    if (buffer_.size() > 0) co_return true;
    if (roster_.stopping || aborted_) co_return false;
    arm(kept_ ? shared_.options.idle_deadline : shared_.options.read_deadline);
    if (buffer_.capacity() > first_read_bytes) buffer_.shrink_to_fit();
    idle_ = true;
    auto [error, size] = co_await socket_.async_read_some(buffer_.prepare(first_read_bytes), token);
    idle_ = false;
    buffer_.commit(size);
    co_return !error && size > 0;
}

// What the handler says, or 500 if it breaks, or 503 if it says nothing in time.
Awaitable<Response> Session::answer(const Request& request) {
    arm(shared_.options.reply_deadline);
    const auto exchange = std::make_shared<Exchange>();
    call_handler(request, exchange);
    while (!exchange->response && !expired_ && !aborted_) {
        exchange->wake = &wake_;
        wake_.expires_at(Clock::time_point::max());
        co_await wake_.async_wait(token);
        exchange->wake = nullptr;
    }
    if (exchange->response) co_return std::move(*exchange->response);
    if (!aborted_) shared_.log("a handler did not answer in time");
    co_return refusal(request.path, 503, "unavailable", "The answer did not come in time.");
}

void Session::call_handler(const Request& request, const std::shared_ptr<Exchange>& exchange) {
    const auto once = std::make_shared<ReplyOnce>(mailbox_, exchange, request.path);
    // The path is not logged: it may hold an edit token.
    const std::string method(method_name(request.method));
    try {
        shared_.handler(request, [once](Response response) { once->answer(std::move(response)); });
    } catch (const std::exception& error) {
        shared_.log("the handler of a " + method + " threw: " + error.what());
        once->answer(internal_error(request.path));
    } catch (...) {
        shared_.log("the handler of a " + method + " threw something");
        once->answer(internal_error(request.path));
    }
}

Awaitable<bool> Session::send(Response response, Framing framing) {
    auto head = response_head(response, framing, wall_clock());
    if (!head) {
        shared_.log("a handler's answer had a header or status that cannot be sent");
        response = internal_error("");
        head = response_head(response, framing, wall_clock());
    }
    const bool with_body = has_body(response, framing);
    const std::string_view body = with_body ? std::string_view(*response.body) : std::string_view{};
    const bool sent = co_await send_bytes(*head, body);
    co_return sent;
}

// The head and the first piece go out in one call; each piece has a deadline of its own, so that a
// slow but living reader gets a long answer in full.
Awaitable<bool> Session::send_bytes(std::string_view head, std::string_view body) {
    do {
        const std::string_view piece = body.substr(0, limits::write_piece_bytes);
        body.remove_prefix(piece.size());
        const std::array<asio::const_buffer, 2> bytes = {asio::buffer(head), asio::buffer(piece)};
        arm(shared_.options.write_deadline);
        auto [error, size] = co_await asio::async_write(socket_, bytes, token);
        if (error || size != head.size() + piece.size()) co_return false;
        head = {};
    } while (!body.empty());
    co_return true;
}

// To close with bytes unread is a reset, which may take the answer with it (RFC 9112 9.6).
Awaitable<> Session::linger() {
    boost::system::error_code failure;
    socket_.shutdown(asio::socket_base::shutdown_send, failure);
    arm(limits::linger_max);
    buffer_.clear();
    while (!failure && !expired_) {
        auto [error, size] =
            co_await socket_.async_read_some(buffer_.prepare(first_read_bytes), token);
        failure = error;
    }
}

}  // namespace sopu::http
