// What lives here: a small blocking HTTP client for tests: whole requests and answers, and raw
// bytes for what no decent client sends. What may not: assertions (tests make them), the project's
// own HTTP code (it must not test itself). Invariants: every wait ends after `patience`; then what
// was got so far is returned. Thread-safety: an object by one thread; the free functions by any.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sopu::test {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Answer {
    int status = 0;   // 0: no answer came
    Headers headers;  // names lower-case
    std::string body;

    std::string_view header(std::string_view lower_name) const;  // "" if absent
};

// A connection to 127.0.0.1 that is closed at the end of its life.
class Connection {
  public:
    explicit Connection(std::uint16_t port,
                        std::chrono::seconds patience = std::chrono::seconds{20});
    ~Connection();
    Connection(Connection&& other) noexcept;
    Connection& operator=(Connection&&) = delete;

    bool connected() const { return socket_ >= 0; }
    // False when the other side took not all of it.
    bool send(std::string_view bytes);
    void finish_sending();  // shuts down our direction

    // The next answer; `head` says that it is one to HEAD. Interim answers (1xx) are returned too.
    Answer receive(bool head = false);
    // Everything until the other side closes.
    std::string receive_all();
    // Whether the other side has closed (waits for it).
    bool closed();

  private:
    bool fill();  // more bytes into rest_, false at the end

    int socket_ = -1;
    std::string rest_;
};

// The bytes of a request with Host, and Content-Length where there is a body.
std::string request_text(std::string_view method, std::string_view target,
                         const Headers& headers = {}, std::string_view body = {});

// One request on a connection of its own.
Answer request(std::uint16_t port, std::string_view method, std::string_view target,
               const Headers& headers = {}, std::string_view body = {});

}  // namespace sopu::test
