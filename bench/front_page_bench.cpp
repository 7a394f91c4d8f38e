// How long does the server take for a front page when the calendar holds 50 000 events? Asked of
// the whole program over a socket of this machine: routing, choosing, rendering, packing, sending.
// The anchor is what we promise: 5 ms at the median.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "server/cli/commands.h"
#include "server/cli/database.h"
#include "server/cli/foundation.h"

namespace {

using namespace std::chrono_literals;
using sopu::Change;
using sopu::Event;
using Clock = std::chrono::steady_clock;

constexpr double promised_ms = 5.0;
constexpr std::size_t events_promised = 50'000;
constexpr int asked_times = 300;
constexpr std::size_t put_at_once = 5'000;
constexpr int days_spread = 730;  // from a month ago to two years on
constexpr auto answer_within = 60s;

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "front_page_bench: %s\n", why.c_str());
    std::_Exit(3);
}

// Events as municipalities have them: a few large ones have most, evenings and weekends are full.
class Calendar {
  public:
    explicit Calendar(const sopu::Ground& ground) : ground_(ground) {
        const auto now = std::chrono::floor<sopu::seconds>(std::chrono::system_clock::now());
        first_ = date::floor<date::days>(now) - date::days(30);
        now_ = now;
    }

    Change next() {
        Event event;
        const std::string number = std::to_string(next_++);
        event.id = sopu::EventId("bench-" + number);
        event.uid = event.id.text() + "@bench";
        event.title = {{"fi", "Kylätapahtuma " + number}, {"sv", "Byevenemang " + number}};
        event.municipality = municipality();
        event.venue_text = "Seurantalo " + std::to_string(below(40));
        event.organiser.name = "Yhdistys " + std::to_string(below(3000));
        const int hour = below(10) < 7 ? 17 + below(3) : 9 + below(6);
        const sopu::LocalTime start{(first_ + date::days(below(days_spread))).time_since_epoch() +
                                    std::chrono::hours(hour)};
        event.when = sopu::Timed{start, start + std::chrono::hours(2), "Europe/Helsinki"};
        event.state = sopu::State::published;
        event.verified = true;
        event.created = event.updated = now_;
        return sopu::Put<Event>{std::make_shared<const Event>(std::move(event))};
    }

  private:
    int below(int bound) { return std::uniform_int_distribution<>(0, bound - 1)(random_); }
    sopu::MunicipalityCode municipality() {
        const auto& all = ground_.gazetteer.municipalities();
        const double chance = std::uniform_real_distribution<>(0, 1)(random_);
        const auto at = static_cast<std::size_t>(chance * chance * static_cast<double>(all.size()));
        return all[at].code;
    }

    const sopu::Ground& ground_;
    std::mt19937_64 random_{1};
    date::sys_days first_;
    sopu::Instant now_;
    std::size_t next_ = 0;
};

void fill(const std::string& path, const sopu::cli::Foundation& foundation, std::size_t count) {
    auto database = sopu::cli::open_to_write(path, foundation.ground(),
                                             sopu::cli::real_ports([](std::string_view) {}));
    if (!database) give_up("no database: " + database.error().reason);
    Calendar calendar(foundation.ground());
    for (std::size_t done = 0; done < count;) {
        std::vector<Change> changes;
        for (; changes.size() < put_at_once && done < count; ++done)
            changes.push_back(calendar.next());
        sopu::service::PutRecords command{
            std::move(changes), {}, "bench", sopu::service::Caller::program()};
        if (!database->service->submit_and_wait(std::move(command))) give_up("cannot fill");
    }
}

// The server of `sopu serve`, in a thread of this program; SIGTERM ends it. The caller has blocked
// that signal before any thread was made.
class Serving {
  public:
    Serving(sopu::cli::ServeOptions options, const sopu::cli::Foundation& foundation)
        : thread_([options = std::move(options), &foundation] {
              std::ostringstream out;
              std::ostringstream err;
              sopu::cli::Console console{out, err};
              if (auto done = sopu::cli::serve(options, foundation, console); !done)
                  give_up("cannot serve: " + done.error().reason);
          }) {}
    ~Serving() {
        ::kill(::getpid(), SIGTERM);
        thread_.join();
    }

  private:
    std::thread thread_;
};

sockaddr_in address_of(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

std::uint16_t free_port() {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = address_of(0);
    socklen_t size = sizeof address;
    if (::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        give_up("no free port");
    ::close(fd);
    return ntohs(address.sin_port);
}

// One connection that stays open, as a browser keeps it.
class Connection {
  public:
    explicit Connection(std::uint16_t port) {
        const sockaddr_in address = address_of(port);
        const auto until = Clock::now() + answer_within;
        for (;;) {
            fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
            if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
                break;
            ::close(fd_);
            if (Clock::now() > until) give_up("the server does not listen");
            std::this_thread::sleep_for(50ms);
        }
        const int on = 1;
        ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    ~Connection() { ::close(fd_); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // The status; the answer is read whole.
    int get(const std::string& path) {
        const std::string request = "GET " + path +
                                    " HTTP/1.1\r\nHost: localhost\r\n"
                                    "Accept-Encoding: gzip\r\n\r\n";
        if (::send(fd_, request.data(), request.size(), 0) != ssize_t(request.size()))
            give_up("cannot ask");
        std::string answer;
        std::size_t head = std::string::npos;
        while ((head = answer.find("\r\n\r\n")) == std::string::npos) receive(answer);
        const std::size_t at = answer.find("Content-Length: ");
        if (at == std::string::npos) give_up("an answer without a length");
        const std::size_t body = std::stoul(answer.substr(at + 16));
        while (answer.size() < head + 4 + body) receive(answer);
        return std::stoi(answer.substr(9, 3));
    }

  private:
    void receive(std::string& into) {
        char bytes[65536];
        const ssize_t got = ::recv(fd_, bytes, sizeof bytes, 0);
        if (got <= 0) give_up("the server hung up");
        into.append(bytes, static_cast<std::size_t>(got));
    }

    int fd_ = -1;
};

void measure(const char* name, Connection& connection, const std::vector<std::string>& paths,
             std::size_t n) {
    std::vector<double> took;
    for (int i = 0; i < asked_times; ++i) {
        const std::string& path = paths[static_cast<std::size_t>(i) % paths.size()];
        const auto start = Clock::now();
        const int status = connection.get(path);
        const std::chrono::duration<double, std::milli> each = Clock::now() - start;
        if (status != 200) give_up(path + " answered " + std::to_string(status));
        took.push_back(each.count());
    }
    std::sort(took.begin(), took.end());
    const double median = took[took.size() / 2];
    std::printf(
        "{\"bench\":\"front_page\",\"case\":\"%s\",\"n\":%zu,\"ours\":%.2f,\"anchor\":%.1f,"
        "\"anchor_name\":\"promised p50\",\"unit\":\"ms\",\"ratio\":%.2f,\"p99\":%.2f}\n",
        name, n, median, promised_ms, promised_ms / median, took[took.size() * 99 / 100]);
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    std::size_t n = events_promised;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--quick") == 0) n = 5'000;
        if (std::strcmp(argv[i], "--n") == 0 && i + 1 < argc) n = std::stoul(argv[++i]);
    }
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop, nullptr);

    const auto foundation = sopu::cli::Foundation::load();
    if (!foundation) give_up(foundation.error().reason);
    std::string folder = (std::filesystem::temp_directory_path() / "sopu-bench-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) give_up("no folder for the database");
    sopu::cli::ServeOptions options;
    options.config.db = folder + "/sopu.db";
    options.config.listen = {"127.0.0.1", free_port()};
    options.config.rate_limit = false;
    fill(options.config.db, **foundation, n);
    {
        const Serving serving(options, **foundation);
        Connection connection(options.config.listen.port);
        while (connection.get("/readyz") != 200) std::this_thread::sleep_for(50ms);
        while (connection.get("/") == 503) std::this_thread::sleep_for(50ms);
        measure("national", connection, {"/", "/sv/", "/en/"}, n);
        std::vector<std::string> towns;
        for (const sopu::Municipality& it : (*foundation)->ground().gazetteer.municipalities())
            towns.push_back("/" + it.slug);
        measure("municipality", connection, towns, n);
    }
    std::filesystem::remove_all(folder);
    return 0;
}
