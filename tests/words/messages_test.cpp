#include "server/words/messages.h"

#include <thread>

#include <doctest/doctest.h>

#include "server/words/pattern.h"
#include "tests/words/our_messages.h"

namespace sopu::words {
namespace {

Messages made_of(const std::string& json) {
    auto messages = Messages::parse({{"fi", json}, {"en", json}});
    REQUIRE_MESSAGE(messages.has_value(), messages.error().detail);
    return *std::move(messages);
}

std::string why_bad(const std::string& json) {
    const auto messages = Messages::parse({{"fi", json}});
    REQUIRE(!messages.has_value());
    CHECK(messages.error().reason == "bad_messages");
    return messages.error().detail;
}

TEST_SUITE("words.messages") {
    TEST_CASE("arguments are put in as they are") {
        const auto messages = made_of(R"({"a":"Tila: {place}, {count}."})");
        CHECK(messages.text("fi", "a", {{"place", "<b>{x}'s"}, {"count", 7}}) ==
              "Tila: <b>{x}'s, 7.");
        CHECK(messages.text("fi", "a", {{"place", "Sali"}}) == "Tila: Sali, {count}.");
        CHECK(messages.text("de", "a", {{"place", "Sali"}, {"count", 1}}) == "Tila: Sali, 1.");
    }

    TEST_CASE("a key that is not there is seen at once") {
        const auto messages = made_of(R"({"a":"b"})");
        CHECK(messages.text("fi", "no.such") == "[no.such]");
        CHECK(messages.has("a"));
        CHECK_FALSE(messages.has("no.such"));
        const auto lame = Messages::parse({{"fi", R"({"a":"b"})"}, {"sv", "{}"}});
        CHECK_FALSE(lame->has("a"));
    }

    TEST_CASE("plurals choose by the language's rule and exact numbers first") {
        const auto messages =
            made_of(R"({"n":"{n, plural, =0{ei yhtään} one{# kerta} other{# kertaa}} täynnä"})");
        CHECK(messages.text("fi", "n", {{"n", 0}}) == "ei yhtään täynnä");
        CHECK(messages.text("fi", "n", {{"n", 1}}) == "1 kerta täynnä");
        CHECK(messages.text("fi", "n", {{"n", 12000}}) == "12\u00a0000 kertaa täynnä");
        CHECK(messages.text("en", "n", {{"n", -12000}}) == "-12,000 kertaa täynnä");
        CHECK(messages.text("fi", "n", {{"n", "1"}}) == "1 kerta täynnä");
        CHECK(messages.text("fi", "n", {{"n", "monta"}}) == "monta kertaa täynnä");
    }

    TEST_CASE("a select takes an empty text for none") {
        const auto messages = made_of(R"({"s":"A{p, select, none{} x{ iks} other{ ({p})}}"})");
        CHECK(messages.text("fi", "s", {{"p", ""}}) == "A");
        CHECK(messages.text("fi", "s", {{"p", "x"}}) == "A iks");
        CHECK(messages.text("fi", "s", {{"p", "Sali"}}) == "A (Sali)");
    }

    TEST_CASE("a text that ends a sentence gets no second full stop") {
        const auto messages = made_of(R"({"w":"Silloin: {when}.","e":"{when}..."})");
        CHECK(messages.text("fi", "w", {{"when", "la 24.10."}}) == "Silloin: la 24.10.");
        CHECK(messages.text("fi", "w", {{"when", "Mitä nyt?"}}) == "Silloin: Mitä nyt?");
        CHECK(messages.text("fi", "w", {{"when", "klo 10"}}) == "Silloin: klo 10.");
    }

    TEST_CASE("numbers are grouped from five digits on") {
        CHECK(number_text("en", 1234) == "1234");
        CHECK(number_text("en", 12345) == "12,345");
        CHECK(number_text("en", 1234567) == "1,234,567");
        CHECK(number_text("sv", -123456) == "-123\u00a0456");
        CHECK(number_text("fi", -1234) == "-1234");
    }

    TEST_CASE("what is wrong in a file is said with its language and key") {
        CHECK(why_bad("{").starts_with("fi: "));
        CHECK(why_bad("[]") == "fi: not an object");
        CHECK(why_bad(R"({"a":1})") == "fi: a: not a text");
        CHECK(why_bad(R"({"a":"{x"})").starts_with("fi: a: U_"));
        CHECK(why_bad(R"({"a":"{n, plural, one{x}}"})").starts_with("fi: a: U_"));
        CHECK(why_bad(R"({"a":"{n, plural, offset:1 other{x}}"})").starts_with("fi: a: {n}"));
        CHECK(why_bad(R"({"a":"{n, number}"})").starts_with("fi: a: {n}"));
        CHECK(why_bad(R"({"a":"{0}"})").starts_with("fi: a: "));
        CHECK(!Messages::parse({{"sv", "{}"}}).has_value());
    }

    TEST_CASE("an error is said with its figures or plainly or by its code") {
        const auto& messages = our_messages();
        CHECK(error_text(messages, "en", invalid("title", "too_long", {{"max", "20000"}})) ==
              "Too long: at most 20,000.");
        CHECK(error_text(messages, "fi", invalid("when.end", "too_long")) == "Liian pitkä.");
        CHECK(error_text(messages, "en", invalid("x", "no_such_reason")) ==
              messages.text("en", "error.invalid"));
        CHECK(error_text(
                  messages, "fi",
                  invalid("when.weekday", "weekday_mismatch", {{"said", "sun"}, {"is", "sat"}})) ==
              "Viikonpäivä ei täsmää: päivä on lauantai, ei sunnuntai.");
        CHECK(
            error_text(messages, "fi", invalid("venue", "unknown_venue", {{"value", "123456"}})) ==
            "Tuntematon tapahtumapaikka: 123456.");
        const Error limited{Code::rate_limited, "", "rate_limited", {{"seconds", "1"}}, ""};
        CHECK(error_text(messages, "en", limited) == "Too many requests. Try again in 1 second.");
    }

    TEST_CASE("every code of error has a sentence") {
        for (int code = 0; code <= static_cast<int>(Code::internal); ++code) {
            const Error error{static_cast<Code>(code), "", "no_such_reason", {}, ""};
            const auto text = error_text(our_messages(), "sv", error);
            CHECK_MESSAGE(text.find_first_of("[{") == std::string::npos, text);
        }
    }

    TEST_CASE("fields have the names that people use") {
        const auto& messages = our_messages();
        CHECK(field_text(messages, "fi", "title.fi") == "Nimi");
        CHECK(field_text(messages, "en", "resources[0].quantity") == "Amount of equipment");
        CHECK(field_text(messages, "sv", "when.end") == "Sluttid");
        CHECK(field_text(messages, "sv", "no_such.field") == "no_such.field");
        CHECK(field_text(messages, "sv", "") == "");
    }
}

TEST_SUITE("words.messages.threads") {
    TEST_CASE("threads write the same sentences at once") {
        const auto messages = made_of(R"({"n":"{n, plural, one{# kerta} other{# kertaa}}: {x}."})");
        std::vector<std::thread> threads;
        std::vector<int> wrong(4, 0);
        for (std::size_t t = 0; t < wrong.size(); ++t)
            threads.emplace_back([&messages, &wrong, t] {
                for (int i = 0; i < 500; ++i)
                    for (const auto* lang : {"fi", "en"})
                        if (messages.text(lang, "n", {{"n", i % 2 + 1}, {"x", "sali"}}) !=
                            (i % 2 == 0 ? "1 kerta: sali." : "2 kertaa: sali."))
                            ++wrong[t];
            });
        for (auto& thread : threads) thread.join();
        CHECK(wrong == std::vector<int>(4, 0));
    }
}

}  // namespace
}  // namespace sopu::words
