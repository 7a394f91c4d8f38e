#include <boost/json/object.hpp>

#include "server/api/answer.h"
#include "server/api/api.h"

namespace sopu::api {

http::Handler get_health(const Context& context) {
    return http::immediate([&context](const http::Request&) {
        return json_answer(200,
                           boost::json::object{{"status", "ok"},
                                               {"version", context.service.snapshot()->version()}});
    });
}

// The service is opened before the listener listens, so whoever can ask is answered.
http::Handler get_ready(const Context&) {
    return http::immediate([](const http::Request&) {
        return json_answer(200, boost::json::object{{"status", "ready"}});
    });
}

}  // namespace sopu::api
