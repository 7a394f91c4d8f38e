// What lives here: Listener, the sockets: accepts connections, reads requests within limits and
// deadlines, hands them to one handler and writes the answers. The only Beast in the project is in
// session.cpp, the only Asio in listener.cpp and session.*.
// What may not: routes, sessions, JSON.
// Invariants: each thread has an io_context and a SO_REUSEPORT acceptor of its own, yet a port that
// anybody listens on is refused; a request over a limit is answered (400, 408, 413, 431) and the
// connection closed; a handler's exception becomes a 500 and a log line; stop() lets requests under
// way finish, for options.drain at most.
// Thread-safety: start, stop and wait from one thread; the handler is called from every I/O thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "server/http/message.h"

namespace sopu::http {

struct ListenerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  // 0: any free one, see Listener::port
    unsigned threads = 2;
    std::size_t header_bytes_max = 8 * 1024;
    std::size_t body_bytes_max = 64 * 1024;
    std::size_t import_body_bytes_max = 10 * 1024 * 1024;  // POST /api/v1/imports only
    std::size_t connections_max = 4'000;
    std::size_t connections_per_address_max = 400;
    std::chrono::seconds read_deadline{10};   // a whole request, from its first byte
    std::chrono::seconds idle_deadline{60};   // between requests on a kept connection
    std::chrono::seconds write_deadline{30};  // for each write_piece_bytes of an answer
    std::chrono::seconds reply_deadline{60};  // for the handler; then 503 and a log line
    std::chrono::seconds drain{10};
    // Peers whose X-Forwarded-For and X-Forwarded-Proto are believed.
    std::vector<std::string> trusted_proxies;
    std::function<void(std::string_view line)> log;  // called from any thread
};

class Listener {
  public:
    // Errors: invalid (not a numeric address), unavailable (address in use, no permission).
    static Result<std::unique_ptr<Listener>> start(ListenerOptions options, Handler handler);
    ~Listener();  // stops

    std::uint16_t port() const;
    void stop();  // graceful; returns when drained or out of time

  private:
    struct Impl;
    explicit Listener(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace sopu::http
