#include "tests/pages/page_fixture.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include "engine/base/invariant.h"
#include "server/service/links.h"
#include "tests/support/golden.h"
#include "tests/support/tree.h"

namespace sopu::test {
namespace {

words::Templates our_templates() {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(source_path("web/templates")))
        if (entry.path().extension() == ".mustache")
            files[entry.path().stem()] =
                source_file("web/templates/" + entry.path().filename().string());
    auto templates = words::Templates::parse(files);
    INVARIANT(templates.has_value(), "web/templates compiles");
    return *templates;
}

}  // namespace

PageFixture::PageFixture()
    : templates_(our_templates()),
      collation_(*words::Collation::load()),
      context_{world_.service(),
               test_messages(),
               templates_,
               collation_,
               "http://calendar.example",
               "Vapaa-aikatoimisto, puh. 040 000",
               "Kunta, puh. 08 000",
               {{"sopu.css", "body{}"}},
               [this] { return "key-" + std::to_string(++keys_); }} {}

http::Response PageFixture::get(const http::Handler& handler, const std::string& path,
                                http::Pairs query, const std::string& id) {
    http::Request asked = request(http::Method::get, path, {std::move(query), {}, id});
    asked.parameters["slug"] = id;
    asked.parameters["name"] = id;
    return answer(handler, asked);
}

http::Response PageFixture::post(const http::Handler& handler, const std::string& path,
                                 const http::Pairs& fields, const std::string& id) {
    http::Request asked;
    asked.method = http::Method::post;
    asked.path = path;
    asked.remote = "192.0.2.1";
    asked.headers = {{"content-type", "application/x-www-form-urlencoded"}};
    asked.parameters["id"] = id;
    for (const auto& [name, value] : fields) {
        if (!asked.body.empty()) asked.body += '&';
        asked.body += service::percent_encoded(name) + '=' + service::percent_encoded(value);
    }
    return answer(handler, asked);
}

http::Response PageFixture::post_form(const http::Pairs& fields, std::string_view code) {
    const pages::Language& in = language(code);
    return post(pages::post_form(context_, in), std::string(in.form), fields);
}

http::Pairs PageFixture::good_form() {
    return {{"date", "2026-10-24"}, {"end_date", ""},        {"start", "10:00"},
            {"end", "12:00"},       {"municipality", "777"}, {"venue", "Seurantalo"},
            {"title", "Myyjäiset"}, {"organiser", "Martat"}, {"email", "martat@example.org"},
            {"key", "k1"}};
}

const pages::Language& language(std::string_view code) {
    const auto found = std::find_if(pages::languages.begin(), pages::languages.end(),
                                    [code](const auto& it) { return it.code == code; });
    INVARIANT(found != pages::languages.end(), "a language of the pages");
    return *found;
}

http::Pairs with_field(http::Pairs fields, const std::string& name, const std::string& value) {
    for (auto& [known, said] : fields)
        if (known == name) {
            said = value;
            return fields;
        }
    fields.emplace_back(name, value);
    return fields;
}

std::string unbalanced(const std::string& html) {
    static const std::set<std::string> alone{"meta", "link", "input", "br", "hr", "img"};
    const std::regex tag(R"(<(/?)([a-z0-9]+)((?:"[^"]*"|[^">])*)>)");
    std::vector<std::string> open;
    for (std::sregex_iterator it(html.begin(), html.end(), tag), end; it != end; ++it) {
        const std::string name = (*it)[2].str();
        if (alone.contains(name)) continue;
        if ((*it)[1].length() == 0) {
            open.push_back(name);
            continue;
        }
        if (open.empty() || open.back() != name) return "</" + name + ">";
        open.pop_back();
    }
    return open.empty() ? "" : "<" + open.back() + ">";
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace sopu::test
