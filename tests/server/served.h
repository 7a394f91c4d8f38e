// What lives here: the program served on a database of its own, and the few calls that the journeys
// make: post, publish, fetch. Real sockets, real disk.
// What may not: expectations.
// Thread-safety: the calls may be made by many threads; starting and stopping by one.
#pragma once

#include <memory>
#include <string>

#include <boost/json/object.hpp>

#include "tests/support/http_client.h"
#include "tests/support/process.h"

namespace sopu::test {

class Served {
  public:
    // A fresh folder; `demo` serves the demo data.
    explicit Served(bool demo = false);

    void start();
    void kill() { server_->kill(); }
    int stop() { return server_->stop(); }
    std::uint16_t port() const { return server_->port(); }
    Server& server() { return *server_; }

    std::string database() const { return folder_.path("sopu.db"); }
    std::string path(const std::string& name) const { return folder_.path(name); }
    // The program with arguments, run to its end.
    Ran sopu(std::vector<std::string> arguments, const std::string& input = {}) const;

    Answer get(const std::string& target, const Headers& headers = {}) const;
    Answer post(const std::string& target, const std::string& json,
                const Headers& headers = {}) const;
    // Headers of a staff session of `demo`.
    Headers sign_in() const;

  private:
    TemporaryFolder folder_;
    bool demo_;
    std::unique_ptr<Server> server_;
};

boost::json::object object_of(const std::string& json);
std::string text_at(const boost::json::object& object, const char* key);

// A draft in Suomussalmi's hall `venue_text`, on 2027-03-06 from `hour` o'clock, two hours.
std::string draft_json(const std::string& title, const std::string& venue_text, int hour);

}  // namespace sopu::test
