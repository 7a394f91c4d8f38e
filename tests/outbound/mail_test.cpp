// Letters on the wire: read back by somebody else's mail server, and nothing in them that was not
// meant as a header.
#include <doctest/doctest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "server/outbound/limits.h"
#include "server/outbound/mail.h"
#include "server/outbound/smtp.h"
#include "tests/outbound/mail_server.h"

namespace sopu::outbound {
namespace {

Mail letter() {
    Mail mail;
    mail.from = "sopu@example.org";
    mail.to = "martat@example.org";
    mail.subject =
        "Merkitty alustavasti: Kevätmyyjäiset ja åländsk kväll – ”pitkä” otsikko, jossa "
        "on enemmän kuin yksi rivi";
    mail.body =
        "Hei!\n.\nÄäkköset: åäö €\nFrom: tämä on tekstiä\n" + std::string(1'200, 'x') + "\n";
    mail.id = "receipt.e1";
    mail.date = Instant(std::chrono::hours(490'000));
    return mail;
}

TEST_SUITE("outbound.mail") {
    TEST_CASE("addresses are plain or refused") {
        for (const char* good : {"a@b", "etu.suku+lappu@kunta.example", "o'brien@example.org"})
            CHECK_MESSAGE(is_plain_address(good), good);
        for (const char* bad :
             {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nBcc: x@y", "<a@b>", "a@b,c@d", "a@b;c",
              "\"a\"@b", "ä@b.fi", "-f@b", "a@b:25", "a@[1.2.3.4]", "a\\@b", "a\n@b"})
            CHECK_FALSE_MESSAGE(is_plain_address(bad), bad);
        const std::string longest(limits::address_bytes_max - 2, 'a');
        CHECK(is_plain_address(longest + "@b"));
        CHECK_FALSE(is_plain_address(longest + "a@b"));
    }

    TEST_CASE("another mail server reads what was meant") {
        const test::MailServer server;
        const auto sent = smtp_sender(server.url())(letter());
        REQUIRE(sent.has_value());
        const auto kept = server.letters();
        REQUIRE(kept.size() == 1);
        const auto& headers = kept[0].at("headers").as_object();
        CHECK(kept[0].at("from") == "sopu@example.org");
        CHECK(kept[0].at("to").as_array().at(0) == "martat@example.org");
        CHECK(headers.at("subject").as_string() == letter().subject);
        CHECK(headers.at("message-id") == "<receipt.e1@example.org>");
        CHECK(headers.at("auto-submitted") == "auto-generated");
        CHECK(headers.contains("date"));
        CHECK(kept[0].at("body").as_string() == letter().body);
    }

    TEST_CASE("a text cannot add a header or a recipient") {
        const test::MailServer server;
        const SendMail send = smtp_sender(server.url());
        Mail mail = letter();
        mail.subject = "Hei\r\nBcc: kaikki@example.org\r\n\r\nToinen viesti";
        mail.id = "a\r\nBcc: kaikki@example.org";
        CHECK(send(mail).has_value());
        mail.to = "a@b>\r\nRCPT TO:<kaikki@example.org";
        CHECK(send(mail).error().reason == "bad_email");
        mail = letter();
        mail.from = "a@b\r\nDATA";
        CHECK(send(mail).error().reason == "bad_email");
        const auto kept = server.letters();
        REQUIRE(kept.size() == 1);
        CHECK(kept[0].at("to").as_array().size() == 1);
        CHECK_FALSE(kept[0].at("headers").as_object().contains("bcc"));
        CHECK(kept[0].at("body").as_string() == letter().body);
    }

    TEST_CASE("an answer of 4xx is worth another try - one of 5xx is not - nobody there is") {
        {
            const test::MailServer server(1, "451 later");
            CHECK(smtp_sender(server.url())(letter()).error().code == Code::unavailable);
        }
        const test::MailServer server(1, "554 no");
        const auto refused = smtp_sender(server.url())(letter());
        CHECK(refused.error().code == Code::invalid);
        CHECK(refused.error().detail.find("martat") == std::string::npos);
        CHECK(smtp_sender("smtp://127.0.0.1:1")(letter()).error().code == Code::unavailable);
        CHECK(smtp_sender("file:///etc/passwd")(letter()).error().code == Code::unavailable);
    }
}

}  // namespace
}  // namespace sopu::outbound
