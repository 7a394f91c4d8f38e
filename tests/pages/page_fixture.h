// What lives here: the pages on the small calendar of world_fixture, and forms posted to them.
// What may not: expectations.
// Thread-safety: one thread; the service beneath has its own.
#pragma once

#include <string>

#include "server/pages/pages.h"
#include "tests/support/world_fixture.h"

namespace sopu::test {

class PageFixture {
  public:
    PageFixture();

    WorldFixture& base() { return world_; }
    const pages::Context& context() const { return context_; }

    http::Response get(const http::Handler& handler, const std::string& path,
                       http::Pairs query = {}, const std::string& id = {});
    // Fields as a browser would send them.
    http::Response post(const http::Handler& handler, const std::string& path,
                        const http::Pairs& fields, const std::string& id = {});
    http::Response post_form(const http::Pairs& fields, std::string_view language = "fi");

    // A form that is right, in the hall of the fixture on 2026-10-24.
    static http::Pairs good_form();

  private:
    WorldFixture world_;
    words::Templates templates_;
    words::Collation collation_;
    int keys_ = 0;
    pages::Context context_;
};

const pages::Language& language(std::string_view code);

// A field changed or added.
http::Pairs with_field(http::Pairs fields, const std::string& name, const std::string& value);

// The elements that are not closed in order; "" if all are.
std::string unbalanced(const std::string& html);

bool contains(const std::string& text, std::string_view part);

}  // namespace sopu::test
