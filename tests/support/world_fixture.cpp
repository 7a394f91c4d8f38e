#include "tests/support/world_fixture.h"
#include "tests/support/tree.h"

#include <cstdlib>
#include <fstream>
#include <future>
#include <iostream>
#include <iterator>

namespace sopu::test {
namespace {

[[noreturn]] void give_up(const std::string& why) {
    std::cerr << "world fixture: " << why << "\n";
    std::exit(2);
}

std::string file_text(const std::string& path) {
    std::ifstream file(source_path(path), std::ios::binary);
    if (!file) give_up("no " + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

words::Messages load_messages() {
    std::map<std::string, std::string> texts;
    for (const std::string language : {"fi", "sv", "en"})
        texts[language] = file_text("web/messages/" + language + ".json");
    auto messages = words::Messages::parse(texts);
    if (!messages) give_up(messages.error().detail);
    return std::move(*messages);
}

Venue venue(const std::string& id, const std::string& name, const std::string& municipality) {
    Venue venue;
    venue.id = VenueId(id);
    venue.name = {{"fi", name}};
    venue.municipality = MunicipalityCode(municipality);
    return venue;
}

Venue section(const std::string& id, const std::string& name) {
    Venue section = venue(id, name, "777");
    section.part_of = VenueId("halli");
    return section;
}

template <class T>
Change put_of(T record) {
    return Put<T>{std::make_shared<const T>(std::move(record))};
}

std::vector<Change> places() {
    Organisation nuoret;
    nuoret.id = OrganisationId("nuoret");
    nuoret.name = {{"fi", "Nuorisoseura"}, {"sv", "Ungdomsföreningen"}};
    nuoret.municipality = MunicipalityCode("777");
    Area naapurit;
    naapurit.id = AreaId("naapurit");
    naapurit.name = {{"fi", "Naapurit"}};
    naapurit.expression = "Suomussalmi, Hyrynsalmi";
    return {put_of(venue("halli", "Liikuntahalli", "777")),
            put_of(section("halli-a", "Lohko A")),
            put_of(section("halli-b", "Lohko B")),
            put_of(venue("kirjasto", "Kirjasto", "205")),
            put_of(nuoret),
            put_of(naapurit)};
}

}  // namespace

const words::Messages& test_messages() {
    static const words::Messages messages = load_messages();
    return messages;
}

WorldFixture::WorldFixture() {
    put(places());
    tick();
}

void WorldFixture::put(std::vector<Change> changes) {
    service::PutRecords command;
    command.changes = std::move(changes);
    command.what = "fixture";
    command.caller = service::Caller::program();
    if (!service().submit_and_wait(std::move(command))) give_up("records were refused");
}

void WorldFixture::tick() {
    if (!service().submit_and_wait(service::TickNow{})) give_up("the tick was refused");
}

EventId WorldFixture::published(Event event) {
    return base_.published(std::move(event)).event->id;
}

EventId WorldFixture::submitted(Event event) {
    return base_.submitted(std::move(event)).event->id;
}

std::string WorldFixture::edit_token(const EventId& id) {
    return service().secrets().edit_token(*world()->event(id)->event);
}

WorldFixture::Session WorldFixture::session(const std::string& name, const std::string& area,
                                            const std::string& role) {
    store::Account account;
    account.id = UserId(name);
    account.roles = {role};
    account.area = area;
    service::PutRecords command;
    command.accounts = {account};
    command.what = "fixture";
    command.caller = service::Caller::program();
    if (!service().submit_and_wait(std::move(command))) give_up("an account was refused");
    const service::Secrets& secrets = service().secrets();
    const std::string token =
        secrets.session_token({account.id, 0, base_.now() + std::chrono::hours(1)});
    return {token, secrets.csrf_token(token)};
}

http::Request request(http::Method method, const std::string& path, RequestOptions options) {
    http::Request request;
    request.method = method;
    request.target = request.path = path;
    request.query = std::move(options.query);
    request.body = std::move(options.body);
    request.remote = "192.0.2.1";
    if (!request.body.empty()) with(request, "content-type", "application/json");
    if (!options.id.empty()) request.parameters["id"] = options.id;
    return request;
}

http::Request& with(http::Request& request, std::string lower_name, std::string value) {
    request.headers.emplace_back(std::move(lower_name), std::move(value));
    return request;
}

http::Request& with_session(http::Request& request, const WorldFixture::Session& session) {
    with(request, "cookie", "sopu_session=" + session.token);
    return with(request, "x-csrf-token", session.csrf);
}

http::Response answer(const http::Handler& handler, const http::Request& request) {
    const auto promise = std::make_shared<std::promise<http::Response>>();
    auto future = promise->get_future();
    handler(request,
            [promise](http::Response response) { promise->set_value(std::move(response)); });
    return future.get();
}

std::string body_of(const http::Response& response) {
    return response.body ? *response.body : std::string();
}

}  // namespace sopu::test
