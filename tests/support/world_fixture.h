// What lives here: a small calendar with places, people who sign in, and requests to its handlers
// without sockets; for tests of the API, the feeds and the pages.
// What may not: expectations.
// Invariants: the world is the same in every test: the hall "halli" of Suomussalmi (777) with the
// sections "halli-a" and "halli-b", the library "kirjasto" of Kajaani (205), the organisation
// "nuoret", the area "naapurit" (Suomussalmi, Hyrynsalmi). The clock stands at 2026-10-01T09:00Z.
// Thread-safety: one thread; the service beneath has its own.
#pragma once

#include <string>
#include <vector>

#include "server/http/message.h"
#include "server/words/messages.h"
#include "tests/support/service_fixture.h"

namespace sopu::test {

// web/messages, read once. Ends the program with a sentence if they do not parse.
const words::Messages& test_messages();

class WorldFixture {
  public:
    WorldFixture();

    ServiceFixture& base() { return base_; }
    service::Service& service() { return base_.service(); }
    std::shared_ptr<const Snapshot> world() { return service().snapshot(); }

    void put(std::vector<Change> changes);
    void tick();
    // As published by the program, whatever conflicts it has; gives its id.
    EventId published(Event event);
    EventId submitted(Event event);
    std::string edit_token(const EventId& id);

    struct Session {
        std::string token;
        std::string csrf;
    };
    // Makes the account and signs in without a password.
    Session session(const std::string& name, const std::string& area = "",
                    const std::string& role = "coordinator");

  private:
    ServiceFixture base_;
};

struct RequestOptions {
    http::Pairs query;
    std::string body;
    std::string id;  // the path parameter {id}
};

// With Content-Type: application/json where there is a body.
http::Request request(http::Method method, const std::string& path, RequestOptions options = {});
http::Request& with(http::Request& request, std::string lower_name, std::string value);
http::Request& with_session(http::Request& request, const WorldFixture::Session& session);

// Waits for the answer, from whatever thread it comes.
http::Response answer(const http::Handler& handler, const http::Request& request);
std::string body_of(const http::Response& response);

}  // namespace sopu::test
