// The pages of web/: filled with made-up data in each language, and read as a browser would.
#include <algorithm>
#include <regex>
#include <set>

#include <doctest/doctest.h>

#include "server/words/templates.h"
#include "tests/words/our_messages.h"

namespace sopu::words {
namespace {

constexpr std::string_view sections[] = {"site", "form",  "check",     "list", "event", "receipt",
                                         "page", "month", "subscribe", "info", "code",  "staff"};
const std::set<std::string> pages{"events", "form",  "event", "receipt",  "error",
                                  "code",   "month", "info",  "subscribe"};
const std::set<std::string> void_elements{"meta", "link", "input", "br", "hr", "img"};

const std::string hostile = "<img src=x onerror=\"a('b')\"> & Ystävät";

Data verdict_data() {
    Data finding;
    finding.set("severity", "blocking").set("severity_text", "este").set("text", hostile);
    finding.set("href", "/events/1");
    Data plain = finding;
    plain.set("href", "");
    Data suggestion;
    suggestion.set("text", "la 31.10.").set("fields", "date=2026-10-31&start=10:00");
    Data verdict;
    verdict.set("kind", "blocking").set("text", "ESTE.").set("asked", hostile);
    verdict.set("has_findings", true).set("findings", Data::List{finding, plain});
    verdict.set("more", "Lisäksi 2.").set("tail", "Sinä päätät.");
    verdict.set("has_suggestions", true).set("suggestions", Data::List{suggestion});
    verdict.set("always", Data::List{"Tämä ei varaa tilaa eikä ole lupa.", hostile});
    return verdict;
}

Data field_data() {
    Data fields;
    for (const auto* name : {"date", "end_date", "start", "end", "repeat", "until", "count",
                             "except", "municipality", "venue", "title", "organiser", "email"}) {
        Data field;
        fields.set(name, field.set("value", hostile).set("error", hostile));
    }
    return fields;
}

Data option_data() {
    return Data::List{Data().set("value", hostile).set("name", hostile).set("selected", true)};
}

// What the pages for the public take beside that.
void add_public_pages(Data& page, const Data& event) {
    page.set("site_name", hostile).set("logo", "/static/logo.svg").set("theme", true);
    page.set("open", true).set("canonical", "/x?a=1&b=2");
    page.set("alternates", Data::List{Data().set("code", "sv").set("href", "/sv/")});
    page.set("infos", Data::List{Data().set("href", "/tietosuoja").set("name", hostile)});
    page.set("everywhere", true).set("filtered", true).set("ask_date", hostile);
    for (const auto* name :
         {"areas", "categories", "audiences", "event_languages", "feed_languages"})
        page.set(name, option_data());
    for (const auto* name :
         {"month_href", "subscribe_href", "region_href", "everywhere_href", "previous_href",
          "next_href", "list_href", "long_href", "webcal_href", "google_href", "outlook_href",
          "office_href", "ics_href", "atom_href", "csv_href", "map_href"})
        page.set(name, "/x?a=1&b=2");
    for (const auto* name : {"month_name", "region_name", "caption", "previous_name", "next_name",
                             "long_rest", "status", "status_text", "email", "phone"})
        page.set(name, hostile);
    page.set("status_kind", "stop").set("has_open_things", true);
    page.set("open_things", Data::List{hostile})
        .set("qr_size", "29")
        .set("qr_path", "M4 4h7v1h-7z");
    page.set("weekdays", Data::List{Data().set("short", "ma").set("long", "maanantai")});
    Data cell;
    cell.set("inside", true).set("day", "24").set("date", "2026-10-24").set("today", true);
    cell.set("href", "/?day=2026-10-24").set("number", "3").set("name", hostile);
    Data week;
    week.set("number", "43").set("name", "vk 43").set("days", Data::List{cell, Data()});
    page.set("weeks", Data::List{week}).set("has_long", true).set("long", Data::List{event});
    Data part;
    part.set("heading", hostile).set("paragraphs", Data::List{hostile});
    page.set("parts", Data::List{part});
}

// The coming occurrences of a series.
void add_times(Data& page, const Data& action) {
    Data time;
    time.set("text", "ti 3.11.").set("what", hostile).set("usual", hostile).set("differs", true);
    time.set("skipped", true).set("act", Data(action).set("title", hostile));
    page.set("has_times", true).set("times", Data::List{time}).set("times_rest", hostile);
    page.set("repeats", option_data()).set("count_hint", hostile);
}

// Everything that any page takes, so that each branch is rendered.
Data full_page(std::string_view lang) {
    Data page;
    page.set("t", page_texts(our_messages(), lang, sections));
    page.set("lang", lang).set("title", hostile).set("home", "/").set("form_href", "/form");
    Data language;
    language.set("code", "fi").set("name", "Suomi").set("href", "/").set("current", true);
    page.set("languages", Data::List{language});
    page.set("verdict", verdict_data()).set("f", field_data()).set("action", "/form");
    page.set("answer_action", "/form/answer").set("code_href", "/code").set("typed", hostile);
    page.set("error", hostile).set("keeper", hostile).set("mailed", hostile);
    Data pair;
    pair.set("name", "csrf").set("value", hostile);
    page.set("hidden", Data::List{pair}).set("has_errors", true);
    Data error;
    error.set("href", "#date").set("text", hostile);
    page.set("errors", Data::List{error});
    Data municipality;
    municipality.set("code", "777").set("name", "Suomussalmi").set("selected", true);
    page.set("municipalities", Data::List{municipality});
    page.set("venues", Data::List{Data().set("name", hostile)});
    Data event;
    event.set("href", "/events/1").set("title", hostile).set("title_lang", "fi");
    event.set("when", "la 24.10.").set("place", hostile).set("municipality", "Suomussalmi");
    event.set("organiser", hostile).set("cancelled", true).set("postponed", true);
    event.set("provisional", true);
    event.set("rescheduled", true).set("online", true);
    Data day;
    day.set("rest", hostile).set("rest_href", "/?day=2026-10-24");
    day.set("has_events", true).set("routine", hostile);
    day.set("routine_events", Data::List{event});
    day.set("heading", "la 24.10.").set("id", "2026-10-24").set("events", Data::List{event});
    page.set("heading", hostile).set("count", "1").set("days", Data::List{day});
    page.set("empty", false).set("more_href", "/?p=2").set("feed_href", "/feeds/all.ics");
    page.set("message", hostile);
    for (const auto* name : {"event_title", "when", "place", "municipality", "organiser", "price",
                             "registration", "accessibility", "reason", "state", "edit_code"})
        page.set(name, hostile);
    page.set("title_lang", "fi").set("description_lang", "fi").set("has_description", true);
    page.set("paragraphs", Data::List{hostile}).set("link", "https://example.org/?a=1&b=2");
    page.set("cancelled", true).set("postponed", true).set("provisional", true);
    page.set("manage", true).set("edit_href", "/edit#token").set("saved", false);
    Data action;
    action.set("href", "/x").set("label", "Peru").set("kind", "danger");
    action.set("hidden", Data::List{pair});
    page.set("actions", Data::List{action});
    add_times(page, action);
    add_public_pages(page, event);
    return page;
}

const Templates& our_templates() {
    static const auto templates = Templates::parse(our_template_files());
    INVARIANT(templates.has_value(), "web/templates compiles");
    return *templates;
}

std::set<std::string> found(const std::string& text, const std::regex& what) {
    std::set<std::string> out;
    for (std::sregex_iterator it(text.begin(), text.end(), what), end; it != end; ++it)
        out.insert((*it)[1].str());
    return out;
}

// The elements that are not closed in order; "" if all are.
std::string unbalanced(const std::string& html) {
    const std::regex tag(R"(<(/?)([a-z0-9]+)((?:"[^"]*"|[^">])*)>)");
    std::vector<std::string> open;
    for (std::sregex_iterator it(html.begin(), html.end(), tag), end; it != end; ++it) {
        const auto name = (*it)[2].str();
        if (void_elements.contains(name)) continue;
        if ((*it)[1].length() == 0) {
            open.push_back(name);
        } else {
            if (open.empty() || open.back() != name) return "</" + name + ">";
            open.pop_back();
        }
    }
    return open.empty() ? "" : "<" + open.back() + ">";
}

TEST_SUITE("words.our_templates") {
    TEST_CASE("every text a template names is a message without arguments") {
        const std::regex named(R"(\{\{[#^]?t\.([a-z_.]+)\}\})");
        for (const auto& [name, text] : our_template_files())
            for (const auto& key : found(text, named)) {
                INFO(name << ": " << key);
                CHECK(our_messages().has(key));
                CHECK(our_messages().arguments("fi", key).empty());
                CHECK(std::ranges::find(sections, key.substr(0, key.find('.'))) !=
                      std::end(sections));
            }
    }

    TEST_CASE("every page opens with what it takes") {
        for (const auto& [name, text] : our_template_files())
            CHECK_MESSAGE(text.starts_with("{{!"), name);
    }

    TEST_CASE("a template has no words or script or style of its own and escapes all") {
        const std::regex own_words(R"(>\s*([A-Za-zÅÄÖåäö][^<{]*[a-zåäö])\s*<)");
        for (const auto& [name, text] : our_template_files()) {
            INFO(name);
            CHECK(found(text, own_words) == std::set<std::string>{});
            // A module of ours from a file is what CSP lets run; nothing else is a script.
            const std::regex our_module(
                R"(<script type="module" src="/static/[a-z]+\.js"></script>)");
            const std::string rest = std::regex_replace(text, our_module, "");
            for (const auto* banned : {"{{{", "{{&", "<script", "<style", " style=", " on",
                                       "javascript:", "http://", "https://"})
                CHECK_MESSAGE(rest.substr(rest.find("}}")).find(banned) == std::string::npos,
                              banned);
        }
    }

    TEST_CASE("pages are whole HTML with nothing of the data as markup") {
        for (const auto& name : pages)
            for (const auto* lang : {"fi", "sv", "en"}) {
                const auto html = our_templates().render(name, full_page(lang));
                INFO(name << " " << lang);
                CHECK(html.starts_with("<!doctype html>\n<html lang=\"" + std::string(lang)));
                CHECK(html.find("<img src=x") == std::string::npos);
                CHECK(html.find("{{") == std::string::npos);
                CHECK(html.find('[') == std::string::npos);
                CHECK(unbalanced(html) == "");
                CHECK(found(html, std::regex("<(h1)")).size() == 1);
            }
    }

    TEST_CASE("labels and descriptions and links within a page have their goal") {
        const std::regex goal_id(R"( id="([^"]*)\")");
        const std::regex named(R"re( (?:for|aria-labelledby|list)="([^"]*)")re");
        const std::regex described(R"re(aria-describedby="([^"]*)")re");
        const std::regex within(R"re(href="#([^"]*)")re");
        for (const auto& name : pages) {
            const auto html = our_templates().render(name, full_page("fi"));
            const auto ids = found(html, goal_id);
            std::set<std::string> used = found(html, named);
            used.merge(found(html, within));
            for (const auto& several : found(html, described)) {
                std::istringstream words(several);
                for (std::string id; words >> id;) used.insert(id);
            }
            for (const auto& id : used) CHECK_MESSAGE(ids.contains(id), name << ": #" << id);
        }
    }

    TEST_CASE("every field keeps what was typed and has its label and error beside it") {
        const auto html = our_templates().render("form", full_page("fi"));
        for (const std::string id :
             {"date", "end_date", "start", "end", "venue", "title", "organiser", "email"}) {
            INFO(id);
            CHECK(html.find("<label for=\"" + id + "\"") != std::string::npos);
            CHECK(html.find("id=\"" + id + "-error\"") != std::string::npos);
            CHECK(html.find("name=\"" + id + "\" value=\"&lt;img") != std::string::npos);
        }
        CHECK(html.find("value=\"777\" selected") != std::string::npos);
        CHECK(html.find("value=\"check\"") != std::string::npos);
        CHECK(html.find("value=\"submit\"") != std::string::npos);
    }

    TEST_CASE("an empty form has neither errors nor an answer") {
        Data page = full_page("sv");
        page.set("verdict", false).set("has_errors", false).set("errors", Data::List{});
        Data fields;
        for (const auto* name : {"date", "end_date", "start", "end", "municipality", "venue",
                                 "title", "organiser", "email"})
            fields.set(name, Data().set("value", "").set("error", ""));
        page.set("f", fields);
        const auto html = our_templates().render("form", page);
        CHECK(html.find("id=\"answer\"") == std::string::npos);
        CHECK(html.find("class=\"error") == std::string::npos);
        CHECK(html.find("-error") == std::string::npos);
        CHECK(html.find("aria-invalid") == std::string::npos);
        CHECK(html.find("name=\"date\" value=\"\"") != std::string::npos);
        CHECK(unbalanced(html) == "");
    }

    TEST_CASE("the stylesheet is small and knows dark and print and focus") {
        const auto css = test::source_file("web/static/sopu.css");
        CHECK(css.size() < 8'000);
        for (const auto* wanted : {"prefers-color-scheme: dark", "@media print", ":focus-visible",
                                   "--touch: 44px", "min-height: var(--touch)"})
            CHECK_MESSAGE(css.find(wanted) != std::string::npos, wanted);
        CHECK(css.find("url(") == std::string::npos);
        CHECK(css.find("@import") == std::string::npos);
    }
}

}  // namespace
}  // namespace sopu::words
