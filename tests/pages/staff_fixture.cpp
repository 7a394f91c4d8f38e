#include "tests/pages/staff_fixture.h"

#include <algorithm>

#include "server/pages/staff.h"
#include "server/service/links.h"

namespace sopu::test {
namespace {

void add_session(http::Request& asked, const std::string& token) {
    if (!token.empty()) with(asked, "cookie", "sopu_session=" + token);
}

}  // namespace

http::Response StaffFixture::get_as(const std::string& token, const http::Handler& handler,
                                    const std::string& id, http::Pairs query) {
    http::Request asked = request(http::Method::get, "/henkilokunta", {std::move(query), {}, id});
    add_session(asked, token);
    return answer(handler, asked);
}

http::Response StaffFixture::post_as(const std::string& token, const http::Handler& handler,
                                     const http::Pairs& fields, const std::string& id) {
    http::Request asked = request(http::Method::post, "/henkilokunta", {{}, {}, id});
    with(asked, "content-type", "application/x-www-form-urlencoded");
    add_session(asked, token);
    for (const auto& [name, value] : fields)
        asked.body += (asked.body.empty() ? "" : "&") + service::percent_encoded(name) + "=" +
                      service::percent_encoded(value);
    return answer(handler, asked);
}

http::Response StaffFixture::send(const http::Handler& handler, http::Pairs fields,
                                  const std::string& id) {
    fields.emplace_back("csrf", session.csrf);
    return post_as(session.token, handler, fields, id);
}

http::Response StaffFixture::decide(const EventId& id, const char* decision,
                                    const std::string& reason, http::Pairs more) {
    more.emplace_back("do", decision);
    more.emplace_back("reason", reason);
    const bool said = std::any_of(more.begin(), more.end(),
                                  [](const auto& field) { return field.first == "revision"; });
    if (!said) more.emplace_back("revision", std::to_string(event(id).revision));
    return send(pages::post_staff_decision(context(), language("fi")), std::move(more), id.text());
}

const Event& StaffFixture::event(const EventId& id) {
    world_ = pages.base().world();
    return *world_->event(id)->event;
}

}  // namespace sopu::test
