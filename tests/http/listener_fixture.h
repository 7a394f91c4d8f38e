// What lives here: a listener on a free port for the length of a test, and a handler that tells
// what it was asked. What may not: assertions about answers. Invariants: 127.0.0.1 and port 0
// always; stopped at the end of its life. Thread-safety: Server by one thread, its log lines by
// any.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/http/listener.h"

namespace sopu::test {

class Server {
  public:
    explicit Server(http::Handler handler)
        : Server(std::move(handler), [](http::ListenerOptions&) {}) {}

    template <class Change>
    Server(http::Handler handler, Change change) {
        http::ListenerOptions options;
        options.port = 0;
        options.drain = std::chrono::seconds{1};
        options.log = [this](std::string_view line) {
            const std::lock_guard lock(mutex_);
            lines_.emplace_back(line);
        };
        change(options);
        auto started = http::Listener::start(std::move(options), std::move(handler));
        REQUIRE(started.has_value());
        listener_ = std::move(*started);
    }

    std::uint16_t port() const { return listener_->port(); }
    void stop() { listener_->stop(); }

    bool logged(std::string_view part) const {
        const std::lock_guard lock(mutex_);
        for (const std::string& line : lines_)
            if (line.find(part) != std::string::npos) return true;
        return false;
    }

  private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;            // under mutex_
    std::unique_ptr<http::Listener> listener_;  // last: its threads write the lines
};

// "METHOD /path key=value… x-odd:value address body"
inline http::Handler echo() {
    return http::immediate([](const http::Request& request) {
        std::string text = std::string(http::method_name(request.method)) + " " + request.path;
        for (const auto& [key, value] : request.query) text += " " + key + "=" + value;
        const std::string_view odd = request.header("x-odd");
        if (!odd.empty()) text += " x-odd:" + std::string(odd);
        text += " " + request.remote;
        if (!request.body.empty()) text += " " + request.body;
        return http::Response::text(200, "text/plain", text);
    });
}

}  // namespace sopu::test
