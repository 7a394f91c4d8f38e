#include "tests/api/api_fixture.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace sopu::test {
namespace {

boost::json::value parsed(const std::string& text) {
    boost::json::error_code failed;
    boost::json::value value = boost::json::parse(text, failed);
    return failed ? nullptr : value;
}

const boost::json::value& nothing() {
    static const boost::json::value null;
    return null;
}

}  // namespace

const boost::json::value& ApiAnswer::operator[](std::string_view name) const {
    const auto* object = body.if_object();
    const auto* value =
        object != nullptr ? object->if_contains({name.data(), name.size()}) : nullptr;
    return value != nullptr ? *value : nothing();
}

std::string ApiAnswer::text(std::string_view name) const {
    const boost::json::value& value = (*this)[name];
    return value.is_string() ? std::string(value.get_string()) : std::string();
}

std::string ApiAnswer::errors() const {
    std::string all;
    const boost::json::value& errors = (*this)["errors"];
    if (!errors.is_array()) return all;
    for (const auto& error : errors.get_array()) {
        if (!all.empty()) all += " ";
        all += std::string(error.at("field").as_string()) + ":" +
               std::string(error.at("code").as_string());
    }
    return all;
}

ApiAnswer api_answer(const http::Handler& handler, const http::Request& request) {
    ApiAnswer made;
    made.response = answer(handler, request);
    made.status = made.response.status;
    made.body = parsed(body_of(made.response));
    return made;
}

std::string draft_json(const std::string& overlay) {
    boost::json::object draft = parsed(R"({"title":{"fi":"Hyvinvointipäivä"},
        "when":{"start":"2026-10-24T10:00","end":"2026-10-24T15:00","zone":"Europe/Helsinki"},
        "municipality":"777","venue":"halli",
        "organiser":{"name":"Kyläyhdistys","email":"kyla@example.org","phone":"040 123"}})")
                                    .as_object();
    const boost::json::value over = parsed(overlay);
    for (const auto& [name, value] : over.as_object()) draft[name] = value;
    return boost::json::serialize(draft);
}

}  // namespace sopu::test
