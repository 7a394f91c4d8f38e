// What lives here: the small world with the API's handlers on it, and answers read as JSON.
// What may not: expectations.
// Thread-safety: one thread.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "server/api/api.h"
#include "tests/support/world_fixture.h"

namespace sopu::test {

struct ApiAnswer {
    int status = 0;
    http::Response response;
    boost::json::value body;  // null if it has none

    // The member of that name; null if there is none.
    const boost::json::value& operator[](std::string_view name) const;
    std::string text(std::string_view name) const;
    // The fields of a problem's errors and their codes: "title:missing when.end:end_before_start".
    std::string errors() const;
};

class ApiFixture : public WorldFixture {
  public:
    ApiFixture() : context{service(), test_messages(), "https://sopu.example", true, nullptr} {}

    api::Context context;
};

ApiAnswer api_answer(const http::Handler& handler, const http::Request& request);

// A draft that is valid: "Hyvinvointipäivä" in the hall on 24.10.2026, with what is given put over
// it: {"title": …}.
std::string draft_json(const std::string& overlay = "{}");

}  // namespace sopu::test
