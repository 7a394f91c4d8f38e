#include "tests/server/served.h"
#include "tests/support/tree.h"

#include <cstdlib>
#include <iostream>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace sopu::test {

namespace json = boost::json;

Served::Served(bool demo) : demo_(demo) {
    ::setenv("SOPU_RATE_LIMIT", "off", 1);
    start();
}

void Served::start() {
    server_.reset();
    std::vector<std::string> command{sopu_binary(), "serve",    "--db",
                                     database(),    "--listen", "127.0.0.1:0"};
    if (demo_) command.push_back("--demo");
    server_ = std::make_unique<Server>(command);
    if (!server_->up()) {
        std::cerr << "sopu serve did not come up:\n" << server_->log();
        std::exit(2);
    }
}

Ran Served::sopu(std::vector<std::string> arguments, const std::string& input) const {
    arguments.insert(arguments.begin(), sopu_binary());
    return run(arguments, input);
}

Answer Served::get(const std::string& target, const Headers& headers) const {
    return request(port(), "GET", target, headers);
}

Answer Served::post(const std::string& target, const std::string& body,
                    const Headers& headers) const {
    Headers all = headers;
    all.push_back({"Content-Type", "application/json"});
    return request(port(), "POST", target, all, body);
}

Headers Served::sign_in() const {
    const Answer answer = post("/api/v1/sessions", R"({"user":"demo","password":"demo-sopu"})");
    if (answer.status != 200) return {};
    const std::string cookie(answer.header("set-cookie"));
    return {{"Cookie", cookie.substr(0, cookie.find(';'))},
            {"X-CSRF-Token", text_at(object_of(answer.body), "csrf")}};
}

json::object object_of(const std::string& text) {
    boost::system::error_code error;
    const json::value value = json::parse(text, error);
    return error || !value.is_object() ? json::object{} : value.as_object();
}

std::string text_at(const json::object& object, const char* key) {
    const json::value* value = object.if_contains(key);
    return value && value->is_string() ? std::string(value->as_string()) : "";
}

std::string draft_json(const std::string& title, const std::string& venue_text, int hour) {
    const auto at = [hour](int later) {
        const int full = hour + later;
        return "2027-03-06T" + std::string(full < 10 ? "0" : "") + std::to_string(full) + ":00";
    };
    return json::serialize(
        json::object{{"title", {{"fi", title}}},
                     {"when", {{"start", at(0)}, {"end", at(2)}, {"zone", "Europe/Helsinki"}}},
                     {"municipality", "777"},
                     {"venue_text", venue_text},
                     {"organiser", {{"name", "Kyläyhdistys"}, {"email", "yhdistys@example.org"}}},
                     {"claim", "confirmed"}});
}

}  // namespace sopu::test
