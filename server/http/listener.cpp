#include "server/http/listener.h"

#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <thread>
#include <utility>

#include "server/http/address.h"
#include "server/http/limits.h"
#include "server/http/session.h"

namespace sopu::http {
namespace {

using asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using boost::system::error_code;

constexpr auto token = asio::as_tuple(asio::use_awaitable_t<Executor>{});

constexpr std::string_view full_answer =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Retry-After: 2\r\nContent-Length: 22\r\nConnection: close\r\n\r\nToo many connections.\n";

// What says that the process, not this one connection, is short of something.
bool is_shortage(const error_code& error) {
    return error == asio::error::no_descriptors || error == asio::error::no_memory ||
           error == asio::error::no_buffer_space ||
           error == boost::system::errc::too_many_files_open_in_system;
}

error_code share_port(Acceptor& acceptor) {
    const int on = 1;
    const int done = setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    return done == 0 ? error_code{} : error_code(errno, boost::system::system_category());
}

// SO_REUSEPORT would let a second server take half of the connections of the first in silence. So
// the first socket listens without it, which fails if anybody listens there, and allows sharing
// only afterwards; the others of this server then join.
error_code open_acceptor(Acceptor& acceptor, const tcp::endpoint& endpoint, bool first) {
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && !first) error = share_port(acceptor);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error && first) error = share_port(acceptor);
    return error;
}

// One I/O thread with all that is its own.
class IoThread {
  public:
    explicit IoThread(Shared& shared)
        : shared_(shared), mailbox_(std::make_shared<Mailbox>(context_)) {}
    ~IoThread() { mailbox_->close(); }
    IoThread(const IoThread&) = delete;
    IoThread& operator=(const IoThread&) = delete;

    error_code open(const tcp::endpoint& endpoint, bool first) {
        return open_acceptor(acceptor_, endpoint, first);
    }
    tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }

    void start();
    // Requests under way may go on until then. From any thread.
    void begin_stop(Clock::time_point until);
    void join() {
        if (thread_.joinable()) thread_.join();
    }

  private:
    void run();
    void stop_here(Clock::time_point until);
    void admit(Socket socket);
    Awaitable<> accept_loop();
    Awaitable<> rest(const error_code& error);
    Awaitable<> sweep_loop();

    Shared& shared_;
    Roster roster_;  // before the context: sessions leave it when the context dies
    asio::io_context context_{1};
    std::shared_ptr<Mailbox> mailbox_;
    Acceptor acceptor_{context_};
    Timer sweep_timer_{context_};
    Timer rest_timer_{context_};
    Clock::time_point drain_until_ = Clock::time_point::max();
    bool resting_ = false;
    std::thread thread_;
};

void IoThread::start() {
    asio::co_spawn(context_, accept_loop(), asio::detached);
    asio::co_spawn(context_, sweep_loop(), asio::detached);
    thread_ = std::thread([this] { run(); });
}

void IoThread::run() {
    while (true) {
        try {
            context_.run();
            return;
        } catch (const std::exception& error) {
            shared_.log(std::string("I/O thread goes on after: ") + error.what());
        }
    }
}

void IoThread::begin_stop(Clock::time_point until) {
    asio::post(context_, [this, until] { stop_here(until); });
}

void IoThread::stop_here(Clock::time_point until) {
    error_code ignored;
    acceptor_.close(ignored);
    rest_timer_.cancel();
    roster_.stopping = true;
    drain_until_ = until;
    for (Session* session : roster_.members) session->drain();
    sweep_timer_.cancel();
}

Awaitable<> IoThread::accept_loop() {
    while (acceptor_.is_open()) {
        Socket socket(context_);
        auto [error] = co_await acceptor_.async_accept(socket, token);
        if (!acceptor_.is_open()) break;
        if (!error) {
            resting_ = false;
            admit(std::move(socket));
        } else if (error != asio::error::connection_aborted) {
            co_await rest(error);
        }
    }
}

// The connection stays in the kernel's queue, and to ask for it again at once would be a busy loop.
Awaitable<> IoThread::rest(const error_code& error) {
    if (!resting_) shared_.log("accepting rests: " + error.message());
    resting_ = is_shortage(error);
    rest_timer_.expires_after(limits::accept_pause);
    co_await rest_timer_.async_wait(token);
}

void IoThread::admit(Socket socket) {
    error_code error;
    const tcp::endpoint peer = socket.remote_endpoint(error);
    if (error || roster_.stopping) return;
    std::string address = plain_address(peer.address().to_string());
    const auto& proxies = shared_.options.trusted_proxies;
    const bool is_proxy = std::any_of(proxies.begin(), proxies.end(), [&](const auto& proxy) {
        return plain_address(proxy) == address;
    });
    std::string key = is_proxy ? std::string{} : address_key(address);
    socket.set_option(tcp::no_delay(true), error);
    socket.non_blocking(true, error);
    if (shared_.gate.enter(key) != Gate::Verdict::open) {
        socket.write_some(asio::buffer(full_answer), error);  // as much as goes at once
        return;
    }
    auto session = std::make_unique<Session>(std::move(socket), shared_, mailbox_, roster_,
                                             std::move(address), std::move(key));
    asio::co_spawn(context_, Session::run(std::move(session)), asio::detached);
}

// Ends by itself when the server stops and the last session is gone; then the context has nothing
// left to do and the thread ends.
Awaitable<> IoThread::sweep_loop() {
    while (!roster_.stopping || !roster_.members.empty()) {
        const auto pause = roster_.stopping ? limits::stop_sweep_every : limits::sweep_every;
        sweep_timer_.expires_after(pause);
        co_await sweep_timer_.async_wait(token);
        const auto now = Clock::now();
        const bool over = roster_.stopping && now >= drain_until_;
        for (Session* session : roster_.members) over ? session->abort() : session->sweep(now);
    }
}

}  // namespace

struct Listener::Impl {
    Impl(ListenerOptions options, Handler handler)
        : shared(std::move(options), std::move(handler)) {}

    Result<void> open();
    Result<void> start();
    void stop();

    Shared shared;
    std::vector<std::unique_ptr<IoThread>> threads;
    std::uint16_t port = 0;
};

Result<void> Listener::Impl::open() {
    error_code error;
    const auto address = asio::ip::make_address(shared.options.address, error);
    if (error) return fail(Code::invalid, "listen", "bad_address", shared.options.address);
    tcp::endpoint endpoint(address, shared.options.port);
    for (unsigned i = 0; i < std::max(1U, shared.options.threads); ++i) {
        threads.push_back(std::make_unique<IoThread>(shared));
        error = threads.back()->open(endpoint, i == 0);
        if (error) {
            const bool taken = error == asio::error::address_in_use;
            return fail(Code::unavailable, "listen", taken ? "address_in_use" : "cannot_listen",
                        error.message());
        }
        endpoint = threads.back()->endpoint();  // port 0 has become one
    }
    port = endpoint.port();
    return {};
}

Result<void> Listener::Impl::start() {
    try {
        for (const auto& thread : threads) thread->start();
    } catch (const std::system_error& error) {
        return fail(Code::unavailable, "", "no_thread", error.what());
    }
    return {};
}

void Listener::Impl::stop() {
    const auto until = Clock::now() + shared.options.drain;
    for (const auto& thread : threads) thread->begin_stop(until);
    for (const auto& thread : threads) thread->join();
    threads.clear();
}

Result<std::unique_ptr<Listener>> Listener::start(ListenerOptions options, Handler handler) {
    auto impl = std::make_unique<Impl>(std::move(options), std::move(handler));
    SOPU_CHECK(impl->open());
    std::unique_ptr<Listener> listener(new Listener(std::move(impl)));
    SOPU_CHECK(listener->impl_->start());  // what has begun is stopped by the destructor
    return listener;
}

Listener::Listener(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Listener::~Listener() {
    stop();
}

std::uint16_t Listener::port() const {
    return impl_->port;
}

void Listener::stop() {
    impl_->stop();
}

}  // namespace sopu::http
