#include "tests/support/service_fixture.h"

#include <cstdlib>
#include <iostream>

#include "tests/support/random_world.h"

namespace sopu::test {
namespace {

// Ends the test program with a sentence: a fixture that cannot be set up is no test failing.
[[noreturn]] void give_up(const std::string& why) {
    std::cerr << "service fixture: " << why << "\n";
    std::exit(2);
}

service::Done taken(service::Outcome outcome) {
    if (!outcome) {
        const Error& error = outcome.error().errors.front();
        give_up(error.field + " " + error.reason + " " + error.detail);
    }
    return std::move(*outcome);
}

}  // namespace

ServiceFixture::ServiceFixture() : ServiceFixture(nullptr) {}

ServiceFixture::ServiceFixture(std::unique_ptr<store::Store> store)
    : ServiceFixture(std::move(store), test_ground()) {}

ServiceFixture::ServiceFixture(std::unique_ptr<store::Store> store, const Ground& ground)
    : now_(date::sys_days(date::year{2026} / 10 / 1) + std::chrono::hours(9)) {
    if (!store) {
        auto memory = std::make_unique<store::MemoryStore>();
        memory_ = memory.get();
        store = std::move(memory);
    }
    service::Ports ports;
    ports.now = [this] { return now_.load(); };
    ports.random_bytes = [this](std::span<std::byte> bytes) {
        std::mt19937_64 random(random_++);
        for (std::byte& b : bytes) b = static_cast<std::byte>(random() & 0xff);
    };
    ports.log = [](std::string_view) {};
    auto opened =
        service::Service::open(std::move(store), ground, service::ServerKey{}, std::move(ports));
    if (!opened) give_up(opened.error().detail);
    service_ = std::move(*opened);
}

service::Caller ServiceFixture::staff(const std::string& name, const std::string& area) {
    store::Account account;
    account.id = UserId(name);
    account.roles = {"coordinator"};
    account.area = area;
    taken(service_->submit_and_wait(
        service::PutRecords{{}, {account}, "user add", service::Caller::program()}));
    return service::Caller::staff(account, *service_->snapshot());
}

service::Done ServiceFixture::submitted(Event draft, service::Caller caller) {
    return taken(service_->submit_and_wait(service::Submit{std::move(draft), std::move(caller)}));
}

service::Done ServiceFixture::published(Event draft) {
    const service::Done done = submitted(std::move(draft));
    return taken(service_->submit_and_wait(
        service::Act{done.event->id, Action::publish, true, "", service::Caller::program()}));
}

Event draft(const std::string& title, int hour, int hours) {
    Event event;
    event.title = {{"fi", title}};
    event.municipality = MunicipalityCode("777");
    event.venue_text = "Sali";
    event.organiser.name = "Kyläyhdistys";
    const LocalTime start = date::local_days(date::year{2026} / 10 / 24) + std::chrono::hours(hour);
    event.when = Timed{start, start + std::chrono::hours(hours), "Europe/Helsinki"};
    return event;
}

}  // namespace sopu::test
