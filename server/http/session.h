// What lives here: Session, one connection from its first byte to its last, and what the sessions
// of one I/O thread share. Internal to this folder: only listener.cpp and session*.cpp include it,
// because it speaks Asio.
// What may not: accepting and threads (listener.cpp); the meaning of requests.
// Invariants: a session lives on one I/O thread and is touched by no other; whatever it waits for
// has a deadline, looked at by sweep(); answers from other threads come in by the Mailbox.
// Thread-safety: Mailbox, Shared and Exchange::answer from any thread, the rest from its I/O
// thread.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "server/http/gate.h"
#include "server/http/listener.h"
#include "server/http/wire.h"

namespace sopu::http {

namespace asio = boost::asio;

using Clock = std::chrono::steady_clock;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
constexpr std::size_t first_read_bytes = 2'048;  // what an idle connection holds

template <class T = void>
using Awaitable = asio::awaitable<T, Executor>;

// What all threads of a listener share.
struct Shared {
    Shared(ListenerOptions options_in, Handler handler_in)
        : options(std::move(options_in)),
          handler(std::move(handler_in)),
          gate(options.connections_max, options.connections_per_address_max) {}

    void log(std::string_view line) const {
        if (options.log) options.log(line);
    }

    const ListenerOptions options;
    const Handler handler;
    Gate gate;
    std::atomic<std::size_t> large_bodies{0};
};

// The way to an I/O thread from any other. It outlives the thread: after close() what is sent is
// dropped, so that a reply may come when there is no server any more.
class Mailbox {
  public:
    explicit Mailbox(asio::io_context& context) : context_(&context) {}

    void run_there(std::function<void()> work);  // at once, if this is that thread
    void close();

  private:
    std::mutex mutex_;
    asio::io_context* context_;  // under mutex_; null when closed
};

class Session;

// The sessions of one I/O thread.
struct Roster {
    std::unordered_set<Session*> members;
    bool stopping = false;
};

class Session {
  public:
    // `gate_key` is what the gate counted the connection by; the session leaves by it.
    Session(Socket socket, Shared& shared, std::shared_ptr<Mailbox> mailbox, Roster& roster,
            std::string peer, std::string gate_key);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // The whole life; owns the session.
    static Awaitable<> run(std::unique_ptr<Session> self);

    void sweep(Clock::time_point now);  // ends what is past its deadline
    void drain();                       // the server stops: idle ones end now
    void abort();                       // all end now

  private:
    struct Exchange;
    struct Outcome;
    struct Reading;
    class ReplyOnce;

    Awaitable<bool> serve_one();
    Awaitable<bool> first_byte();
    Awaitable<Outcome> read_request(Reading& reading);
    Awaitable<Outcome> read_body(Reading& reading);
    Awaitable<Response> answer(const Request& request);
    Awaitable<bool> send(Response response, Framing framing);
    Awaitable<bool> send_bytes(std::string_view head, std::string_view body);
    Awaitable<> linger();

    std::optional<Response> judge_head(Reading& reading);
    std::optional<Response> judge_body(Reading& reading);
    void call_handler(const Request& request, const std::shared_ptr<Exchange>& exchange);
    Outcome failed_read(const boost::system::error_code& failure, std::string_view path) const;
    void arm(std::chrono::seconds time);

    Socket socket_;
    Shared& shared_;
    const std::shared_ptr<Mailbox> mailbox_;
    Roster& roster_;
    const std::string peer_;
    const std::string gate_key_;
    boost::beast::flat_buffer buffer_;
    Timer wake_;
    Clock::time_point deadline_ = Clock::time_point::max();
    bool expired_ = false;
    bool aborted_ = false;
    bool idle_ = false;
    bool kept_ = false;  // a request has been answered here before
};

}  // namespace sopu::http
