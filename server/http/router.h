// What lives here: the table from method and path pattern to handler
// ("/api/v1/events/{id}/cancel"). What may not: what handlers do. The one list of routes is
// server/routes.cpp. Invariants: a literal segment wins over a parameter; "{name}.ics" matches a
// segment by its suffix; a known path with another method answers 405 with Allow; HEAD runs GET's
// handler without a body; an unknown path goes to the fallback. Thread-safety: build once, then
// share as const.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/http/message.h"

namespace sopu::http {

class Router {
  public:
    void add(Method method, std::string pattern, Handler handler);
    void otherwise(Handler handler);  // 404 pages

    void handle(const Request& request, Reply reply) const;

    // Every "METHOD /pattern", sorted; for the tests that hold docs and openapi to the table.
    std::vector<std::string> list() const;

  private:
    struct Route {
        Method method;
        std::vector<std::string> segments;
        std::string pattern;
        Handler handler;
    };
    const Route* match(Method method, std::string_view path, Request& request,
                       std::string& allow) const;

    std::vector<Route> routes_;
    Handler otherwise_;
};

}  // namespace sopu::http
