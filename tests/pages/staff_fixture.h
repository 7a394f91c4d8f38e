// What lives here: the pages for staff as a signed-in browser asks for them: maija, who decides in
// Suomussalmi. What may not: expectations.
// Thread-safety: one thread; the service beneath has its own.
#pragma once

#include <string>

#include "tests/pages/page_fixture.h"

namespace sopu::test {

class StaffFixture {
  public:
    PageFixture pages;
    WorldFixture::Session session = pages.base().session("maija", "Suomussalmi");

    // With the session of `token`; "" is none.
    http::Response get(const http::Handler& handler, const std::string& id = "",
                       http::Pairs query = {}) {
        return get_as(session.token, handler, id, std::move(query));
    }
    http::Response get_as(const std::string& token, const http::Handler& handler,
                          const std::string& id = "", http::Pairs query = {});
    http::Response post_as(const std::string& token, const http::Handler& handler,
                           const http::Pairs& fields, const std::string& id = "");
    // As maija, with the CSRF token that the form has.
    http::Response send(const http::Handler& handler, http::Pairs fields,
                        const std::string& id = "");
    // On the revision there is, unless `more` says another.
    http::Response decide(const EventId& id, const char* decision, const std::string& reason = "",
                          http::Pairs more = {});

    // As it is now; lives until the next call.
    const Event& event(const EventId& id);
    const pages::Context& context() const { return pages.context(); }

  private:
    std::shared_ptr<const Snapshot> world_;
};

}  // namespace sopu::test
