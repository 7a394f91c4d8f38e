#include "server/words/templates.h"

#include <thread>

#include <doctest/doctest.h>

namespace sopu::words {
namespace {

std::string rendered(const std::string& text, const Data& data) {
    const auto templates = Templates::parse({{"page", text}});
    REQUIRE_MESSAGE(templates.has_value(), templates.error().detail);
    return templates->render("page", data);
}

Data object(Data::Object values) {
    return Data(std::move(values));
}

bool refused(const std::string& text) {
    const auto templates = Templates::parse({{"page", text}});
    return !templates && templates.error().reason == "bad_template";
}

TEST_SUITE("words.templates") {
    TEST_CASE("everything put in is escaped") {
        CHECK(rendered("<a title=\"{{x}}\">", object({{"x", "\"><script>'&"}})) ==
              "<a title=\"&quot;&gt;&lt;script&gt;&apos;&amp;\">");
        CHECK(rendered("{{#list}}{{.}}{{/list}}", object({{"list", Data::List{"<a>", "{{b}}"}}})) ==
              "&lt;a&gt;{{b}}");
    }

    TEST_CASE("no tag gets around the escaping") {
        CHECK(refused("{{{x}}}"));
        CHECK(refused("{{&x}}"));
        CHECK(refused("{{ & x }}"));
        CHECK(refused("{{=<% %>=}}"));
        CHECK(refused("{{x"));
        CHECK(refused("{{#x}}never closed"));
    }

    TEST_CASE("sections take an empty text or list and false for no") {
        const std::string text = "{{#x}}yes{{/x}}{{^x}}no{{/x}}";
        CHECK(rendered(text, object({{"x", ""}})) == "no");
        CHECK(rendered(text, object({{"x", Data::List{}}})) == "no");
        CHECK(rendered(text, object({{"x", false}})) == "no");
        CHECK(rendered(text, Data()) == "no");
        CHECK(rendered(text, object({{"x", "text"}})) == "yes");
        CHECK(rendered(text, object({{"x", true}})) == "yes");
        CHECK(rendered("[{{x}}]", object({{"x", ""}})) == "[]");
    }

    TEST_CASE("names reach into objects and an inner no hides an outer yes") {
        Data inner;
        inner.set("b", "B").set("c", "");
        CHECK(rendered("{{a.b}} {{#a}}{{b}}{{#c}}C{{/c}}{{/a}}",
                       object({{"a", inner}, {"c", "outer"}})) == "B B");
        Data list;
        list.add("1").add("2");
        CHECK(rendered("{{#l}}{{.}},{{/l}}", object({{"l", list}})) == "1,2,");
    }

    TEST_CASE("partials are put in their place and comments leave nothing") {
        const auto templates =
            Templates::parse({{"page", "{{! what it takes }}\n{{> head}}<p>{{x}}</p>\n"},
                              {"head", "<h1>{{t.x}}</h1>\n"}});
        REQUIRE(templates.has_value());
        CHECK(templates->render("page", object({{"x", "1"}, {"t", object({{"x", "2"}})}})) ==
              "<h1>2</h1>\n<p>1</p>\n");
        CHECK(templates->has("page"));
        CHECK(templates->render("none", Data()) == "[none]");
    }

    TEST_CASE("partials are known and do not turn in a circle and are not nested too deep") {
        CHECK(refused("{{> nobody}}"));
        CHECK(refused("{{> page}}"));
        const auto chain = [](int length) {
            std::map<std::string, std::string> files;
            for (int i = 0; i < length; ++i)
                files[std::to_string(i)] = "{{> " + std::to_string(i + 1) + "}}";
            files[std::to_string(length)] = "x";
            return Templates::parse(files).has_value();
        };
        CHECK(chain(partial_depth_max));
        CHECK_FALSE(chain(partial_depth_max + 1));
    }

    TEST_CASE("messages without arguments are texts of the page") {
        const auto messages = Messages::parse(
            {{"fi", R"({"a.one":"yksi","a.args":"{x}","a.b.c":"syvä","z.two":"kaksi"})"}});
        REQUIRE(messages.has_value());
        const std::string_view sections[] = {"a"};
        Data page;
        page.set("t", page_texts(*messages, "fi", sections));
        CHECK(rendered("{{t.a.one}}|{{t.a.args}}|{{t.a.b.c}}|{{t.z.two}}", page) == "yksi|||");
    }
}

TEST_SUITE("words.templates.threads") {
    TEST_CASE("threads fill one template at once") {
        const auto templates = Templates::parse({{"page", "{{#l}}<{{.}}>\n{{/l}}{{x}}\n"}});
        REQUIRE(templates.has_value());
        std::vector<std::thread> threads;
        std::vector<int> wrong(4, 0);
        for (std::size_t t = 0; t < wrong.size(); ++t)
            threads.emplace_back([&templates, &wrong, t] {
                const auto name = std::to_string(t);
                for (int i = 0; i < 200; ++i)
                    if (templates->render("page", object({{"x", name}, {"l", Data::List{"a"}}})) !=
                        "<a>\n" + name + "\n")
                        ++wrong[t];
            });
        for (auto& thread : threads) thread.join();
        CHECK(wrong == std::vector<int>(4, 0));
    }
}

}  // namespace
}  // namespace sopu::words
