// What lives here: a real mail server (python3-aiosmtpd) beside a test, and the letters it took.
// What may not: expectations.
// Invariants: gone with the object. Thread-safety: one thread.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "tests/support/process.h"
#include "tests/support/tree.h"

namespace sopu::test {

class MailServer {
  public:
    // The first `refusals` letters are answered with `answer`.
    explicit MailServer(int refusals = 0, const std::string& answer = "451 later")
        : server_({"/usr/bin/python3", source_path("tests/support/smtp_server.py"),
                   folder_.path("letters"), std::to_string(refusals), answer}) {}

    bool up() const { return server_.up(); }
    std::string url() const { return "smtp://127.0.0.1:" + std::to_string(server_.port()); }

    std::vector<boost::json::object> letters() const {
        std::vector<boost::json::object> kept;
        std::ifstream file(folder_.path("letters"));
        for (std::string line; std::getline(file, line);)
            kept.push_back(boost::json::parse(line).as_object());
        return kept;
    }

  private:
    TemporaryFolder folder_;
    Server server_;
};

}  // namespace sopu::test
