#include "tests/support/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace sopu::test {
namespace {

std::string lowered(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

// Status line and header lines, without the empty line that ends them.
Answer parse_head(std::string_view head) {
    Answer answer;
    std::size_t start = head.find("\r\n");
    const std::string status_line(head.substr(0, start));
    if (status_line.starts_with("HTTP/1.1 ")) answer.status = std::atoi(status_line.c_str() + 9);
    while (start < head.size()) {
        start += 2;
        const std::size_t end = std::min(head.find("\r\n", start), head.size());
        const std::string_view line = head.substr(start, end - start);
        const std::size_t colon = line.find(": ");
        if (colon != std::string_view::npos)
            answer.headers.emplace_back(lowered(line.substr(0, colon)), line.substr(colon + 2));
        start = end;
    }
    return answer;
}

}  // namespace

std::string_view Answer::header(std::string_view lower_name) const {
    for (const auto& [name, value] : headers)
        if (name == lower_name) return value;
    return {};
}

Connection::Connection(std::uint16_t port, std::chrono::seconds patience) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return;
    const timeval time{patience.count(), 0};
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket);
        return;
    }
    socket_ = socket;
}

Connection::~Connection() {
    if (socket_ >= 0) ::close(socket_);
}

Connection::Connection(Connection&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), rest_(std::move(other.rest_)) {}

bool Connection::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void Connection::finish_sending() {
    shutdown(socket_, SHUT_WR);
}

bool Connection::fill() {
    std::array<char, 65'536> bytes;
    const ssize_t got = recv(socket_, bytes.data(), bytes.size(), 0);
    if (got <= 0) return false;
    rest_.append(bytes.data(), static_cast<std::size_t>(got));
    return true;
}

Answer Connection::receive(bool head) {
    while (rest_.find("\r\n\r\n") == std::string::npos)
        if (!fill()) return {};
    const std::size_t end = rest_.find("\r\n\r\n");
    Answer answer = parse_head(std::string_view(rest_).substr(0, end));
    rest_.erase(0, end + 4);
    const bool bodiless =
        head || answer.status < 200 || answer.status == 204 || answer.status == 304;
    if (bodiless) return answer;
    const auto length =
        std::strtoul(std::string(answer.header("content-length")).c_str(), nullptr, 10);
    while (rest_.size() < length)
        if (!fill()) break;
    answer.body = rest_.substr(0, length);
    rest_.erase(0, length);
    return answer;
}

std::string Connection::receive_all() {
    while (fill()) {
    }
    return std::exchange(rest_, {});
}

bool Connection::closed() {
    if (!rest_.empty()) return false;
    char byte = 0;
    const ssize_t got = recv(socket_, &byte, 1, 0);
    return got == 0 || (got < 0 && errno == ECONNRESET);
}

std::string request_text(std::string_view method, std::string_view target, const Headers& headers,
                         std::string_view body) {
    std::string text;
    text.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: test\r\n");
    for (const auto& [name, value] : headers)
        text.append(name).append(": ").append(value).append("\r\n");
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return text.append("\r\n").append(body);
}

Answer request(std::uint16_t port, std::string_view method, std::string_view target,
               const Headers& headers, std::string_view body) {
    Connection connection(port);
    if (!connection.connected()) return {};
    Headers all = headers;
    all.emplace_back("Connection", "close");
    // A server that refuses early may stop reading; its answer is what counts.
    connection.send(request_text(method, target, all, body));
    return connection.receive(method == "HEAD");
}

}  // namespace sopu::test
