// `sopu serve`: builds every part, from the ground up, and listens until it is told to stop.
#include <array>
#include <atomic>
#include <csignal>
#include <iostream>
#include <mutex>

#include <sodium.h>

#include "engine/time/iso.h"
#include "server/cli/commands.h"
#include "server/cli/database.h"
#include "server/cli/demo.h"
#include "server/cli/exit_code.h"
#include "server/cli/files.h"
#include "server/http/listener.h"
#include "server/outbound/letters.h"
#include "server/outbound/outbox_worker.h"
#include "server/pages/staff_paths.h"
#include "server/pages/theme.h"
#include "server/routes.h"
#include "server/service/timers.h"
#include "server/store/sqlite/settings.h"

namespace sopu::cli {
namespace {

// One line at a time on stderr, from any thread.
class Log {
  public:
    explicit Log(std::ostream& out) : out_(out) {}

    void operator()(std::string_view line) {
        const auto now = std::chrono::floor<seconds>(std::chrono::system_clock::now());
        const std::lock_guard lock(mutex_);
        out_ << format_instant(now) << ' ' << line << std::endl;
    }

  private:
    std::mutex mutex_;
    std::ostream& out_;
};

// The signals that end the server are blocked before the first thread is made, so that every thread
// blocks them and only wait() takes one.
class StopSignals {
  public:
    StopSignals() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGTERM);
        sigaddset(&set_, SIGINT);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
        // A peer that went away is an error of its socket, not the end of the program.
        std::signal(SIGPIPE, SIG_IGN);
    }
    int wait() const {
        int signal = 0;
        sigwait(&set_, &signal);
        return signal;
    }

  private:
    sigset_t set_{};
};

std::string address_text(const Address& address, std::uint16_t port) {
    const bool v6 = address.host.find(':') != std::string::npos;
    return "http://" + (v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(port);
}

std::string random_key() {
    std::array<unsigned char, 16> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return service::base64url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::shared_ptr<http::RateLimiter> limiter(const Config& config, unsigned burst,
                                           std::chrono::milliseconds interval) {
    if (!config.rate_limit) return nullptr;
    http::RateLimiter::Options options;
    options.burst = burst;
    options.interval = interval;
    return std::make_shared<http::RateLimiter>(options,
                                               [] { return std::chrono::steady_clock::now(); });
}

// What answers requests. The port is known only once the listener is there, and with it the base
// URL; until the routes are made a request is told to come back.
class Doors {
  public:
    http::Handler handler() {
        return [this](const http::Request& request, http::Reply reply) {
            if (const http::Handler* routes = ready_.load(std::memory_order_acquire))
                return (*routes)(request, std::move(reply));
            reply(http::Response::text(503, "text/plain; charset=utf-8", "Starting.\n")
                      .with("Retry-After", "1"));
        };
    }
    void open(Parts parts) {
        parts_ = std::make_unique<const Parts>(std::move(parts));
        routes_ = make_handler(*parts_);
        ready_.store(&routes_, std::memory_order_release);
    }

  private:
    std::unique_ptr<const Parts> parts_;
    http::Handler routes_;
    std::atomic<const http::Handler*> ready_ = nullptr;
};

// Pages: templates by their names, and the static files.
struct Web {
    words::Templates templates;
    words::Collation collation;
    std::map<std::string, std::string, std::less<>> static_files;
    pages::Site site;
};

// The calendar's own look and names. Its logo becomes a static file beside ours.
Result<void> add_site(const Config& config, Web& web) {
    web.site.name = config.site_name;
    web.site.operator_name = config.operator_name;
    web.site.authority = config.authority;
    if (!config.color.empty()) web.site.theme = SOPU_TRY(pages::theme_css(config.color));
    if (config.logo.empty()) return {};
    for (const std::string name : {"logo.svg", "logo.png"}) {
        if (!config.logo.ends_with(name.substr(name.find('.')))) continue;
        web.static_files[name] = SOPU_TRY(read_file(config.logo, logo_bytes_max));
        web.site.logo = name;
        return {};
    }
    return tl::unexpected(invalid("logo", "bad_logo", {{"value", config.logo}}));
}

Result<Web> load_web(const std::string& web_dir) {
    constexpr std::string_view ending = ".mustache";
    std::map<std::string, std::string> by_name;
    for (auto& [file, text] : SOPU_TRY(web_files("templates", web_dir)))
        if (file.ends_with(ending))
            by_name.emplace(file.substr(0, file.size() - ending.size()), text);
    Web web{SOPU_TRY(words::Templates::parse(by_name)), SOPU_TRY(words::Collation::load()), {}, {}};
    for (auto& [file, text] : SOPU_TRY(web_files("static", web_dir)))
        web.static_files.emplace(file, text);
    return web;
}

Parts parts_of(const Config& config, service::Service& service, const words::Messages& messages,
               const Web& web, const std::string& base_url) {
    using std::chrono::milliseconds;
    const bool secure = base_url.starts_with("https://");
    // One for both doors: who guesses at the form has none left at the API.
    const auto sign_ins = limiter(config, 10, milliseconds(6'000));
    return Parts{
        api::Context{service, messages, base_url, secure, sign_ins},
        feeds::Context{service, messages, base_url},
        pages::Context{service, messages, web.templates, web.collation, base_url, config.keeper,
                       config.contact, web.static_files, random_key, web.site,
                       pages::StaffAccess{secure, sign_ins}, !config.mail_smtp.empty()},
        limiter(config, 20, milliseconds(3'000)), limiter(config, 60, milliseconds(500)),
        // A code has 40 bits: at one guess a minute an address finds one of 50 000 in forty years.
        limiter(config, 5, milliseconds(60'000))};
}

// The demo is filled in before anybody can look; a calendar that is in use is left alone.
Result<void> fill_demo(service::Service& service, const Foundation& foundation, Log& log,
                       const std::string& lang) {
    if (!is_empty(*service.snapshot())) {
        log("DEMO: " + foundation.messages().text(lang, "cli.demo_not_empty"));
        return {};
    }
    SOPU_CHECK(fill_with_demo(service, foundation.ground()));
    log("DEMO: " + foundation.messages().text(lang, "cli.demo_filled",
                                              {{"user", std::string(demo_user)},
                                               {"password", std::string(demo_password)}}));
    return {};
}

// Null where no mail server is configured.
std::unique_ptr<outbound::OutboxWorker> mailer_of(const Config& config, service::Service& service,
                                                  const words::Messages& messages, Log& log,
                                                  const std::string& base_url) {
    if (config.mail_smtp.empty()) return nullptr;
    outbound::Sender sender{base_url, config.mail_from, config.keeper, config.contact,
                            [base_url](std::string_view language) {
                                return base_url + pages::staff_path(pages::StaffPage::conflicts,
                                                                    pages::language_of(language));
                            }};
    return std::make_unique<outbound::OutboxWorker>(outbound::OutboxWorker::Parts{
        service,
        [&service, &messages, sender = std::move(sender)](
            const store::Letter& letter, const std::vector<store::Notice>& notices) {
            const auto world = service.snapshot();
            const auto said = service.said_of_conflicts();
            return outbound::write_letter(
                letter, notices,
                {*world, *said, service.secrets(), messages, sender, service.now(),
                 [&service](const UserId& id) { return service.account(id); }});
        },
        outbound::smtp_sender(config.mail_smtp), [&log](std::string_view line) { log(line); }});
}

// The day may have changed while nobody served; feeds depend on the last tick.
Result<void> catch_up(service::Service& service) {
    if (service.now() < service::next_tick(*service.snapshot())) return {};
    if (auto done = service.submit_and_wait(service::TickNow{}); !done)
        return tl::unexpected(error_of(done.error()));
    return {};
}

http::ListenerOptions listener_options(const Config& config, Log& log) {
    http::ListenerOptions options;
    options.address = config.listen.host;
    options.port = config.listen.port;
    options.trusted_proxies = config.trusted_proxies;
    options.log = [&log](std::string_view line) { log(line); };
    return options;
}

}  // namespace

Result<int> serve(const ServeOptions& options, const Foundation& foundation, Console& console) {
    const StopSignals stop;
    Log log(console.err);
    const Config& config = options.config;
    Web web = SOPU_TRY(load_web(config.web_dir));
    SOPU_CHECK(add_site(config, web));
    service::Ports ports = real_ports([&log](std::string_view line) { log(line); });
    ports.digest_at = config.mail_digest;
    const OpenDatabase database =
        SOPU_TRY(open_to_write(config.db, foundation.ground(), std::move(ports)));
    service::Service& service = *database.service;
    if (options.demo) SOPU_CHECK(fill_demo(service, foundation, log, console.lang));
    SOPU_CHECK(catch_up(service));

    Doors doors;
    const auto listener =
        SOPU_TRY(http::Listener::start(listener_options(config, log), doors.handler()));
    const std::string address = address_text(config.listen, listener->port());
    const std::string base_url = config.base_url.empty() ? address : config.base_url;
    SOPU_CHECK(store::keep_sqlite_setting(config.db, "base_url", base_url));
    doors.open(parts_of(config, service, foundation.messages(), web, base_url));
    {
        const service::Timers timers(service);
        const auto mailer = mailer_of(config, service, foundation.messages(), log, base_url);
        console.out << "listening on " << address << std::endl;
        log("signal " + std::to_string(stop.wait()) + ": draining");
        listener->stop();
    }
    service.shutdown();
    log("stopped");
    return exit_fine;
}

}  // namespace sopu::cli
