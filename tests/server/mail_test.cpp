// The receipt by mail, from the form on a real socket through the disk to a real mail server.
#include <doctest/doctest.h>

#include <set>
#include <thread>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "tests/outbound/mail_server.h"
#include "tests/server/served.h"
#include "tests/support/tree.h"

namespace sopu::test {
namespace {

TEST_SUITE("server.mail") {
    TEST_CASE("what the form takes is sent on - in its language and with a link that opens") {
        const MailServer mail;
        REQUIRE(mail.up());
        const TemporaryFolder folder;
        const Server server({sopu_binary(), "serve", "--db", folder.path("sopu.db"), "--listen",
                             "127.0.0.1:0", "--mail-smtp", mail.url(), "--mail-from",
                             "sopu@example.org"});
        REQUIRE(server.up());
        const Answer sent =
            request(server.port(), "POST", "/sv/anmal",
                    {{"Content-Type", "application/x-www-form-urlencoded"}},
                    "do=submit&date=2027-03-06&start=10:00&end=12:00&municipality=777&venue=Sali"
                    "&title=Kev%C3%A4tmyyj%C3%A4iset&organiser=Martat&email=martat@example.org");
        REQUIRE(sent.status == 303);
        const Answer receipt = request(server.port(), "GET", std::string(sent.header("location")));
        CHECK(receipt.body.find("e-post") != std::string::npos);

        for (int i = 0; i < 400 && mail.letters().empty(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        const auto letters = mail.letters();
        REQUIRE(letters.size() == 1);
        CHECK(letters[0].at("to").as_array().at(0) == "martat@example.org");
        CHECK(letters[0].at("headers").at("subject") == "Antecknat preliminärt: Kevätmyyjäiset");
        const std::string body(letters[0].at("body").as_string());
        const auto from = body.find("/sv/receipt/");
        REQUIRE(from != std::string::npos);
        const Answer own =
            request(server.port(), "GET", body.substr(from, body.find('\n', from) - from));
        CHECK(own.status == 200);
        CHECK(own.body.find("Kevätmyyjäiset") != std::string::npos);
        CHECK(server.log().find("martat") == std::string::npos);
    }

    TEST_CASE("two events at one time in one hall are told both organisers and the coordinator") {
        const MailServer mail;
        const TemporaryFolder folder;
        const std::string db = folder.path("sopu.db");
        REQUIRE(run({sopu_binary(), "user", "add", "maija", "--db", db, "--role", "coordinator",
                     "--email", "maija@example.org", "--mail-lang", "sv", "--password-stdin"},
                    "salasana-1\n")
                    .exit_code == 0);
        const Server server({sopu_binary(), "serve", "--db", db, "--listen", "127.0.0.1:0",
                             "--mail-smtp", mail.url(), "--mail-from", "sopu@example.org",
                             "--mail-digest", "now"});
        REQUIRE(server.up());
        const Answer signed_in = request(server.port(), "POST", "/api/v1/sessions",
                                         {{"Content-Type", "application/json"}},
                                         R"({"user":"maija","password":"salasana-1"})");
        const std::string cookie(signed_in.header("set-cookie"));
        const std::string csrf(
            boost::json::parse(signed_in.body).as_object().at("csrf").as_string());
        for (const std::string who : {"martat", "nuoret"}) {
            const std::string body =
                R"({"title":{"fi":"Juhla"},"municipality":"777","venue_text":"Sali",)"
                R"("when":{"start":"2099-03-06T10:00","end":"2099-03-06T12:00",)"
                R"("zone":"Europe/Helsinki"},"organiser":{"name":"X","email":")" +
                who + R"(@example.org"}})";
            REQUIRE(request(server.port(), "POST", "/api/v1/events",
                            {{"Content-Type", "application/json"},
                             {"Cookie", cookie.substr(0, cookie.find(';'))},
                             {"X-CSRF-Token", csrf}},
                            body)
                        .status == 201);
        }
        const auto told = [&] {
            std::set<std::string> all;
            for (const auto& it : mail.letters())
                all.insert(std::string(it.at("to").as_array().at(0).as_string()));
            return all;
        };
        const std::set<std::string> wanted{"maija@example.org", "martat@example.org",
                                           "nuoret@example.org"};
        for (int i = 0; i < 400 && told() != wanted; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        CHECK(told() == wanted);
        CHECK(server.log().find("example.org") == std::string::npos);
    }

    TEST_CASE("half a mail setting stops the server with a word") {
        const TemporaryFolder folder;
        for (const std::vector<std::string>& wrong :
             {std::vector<std::string>{"--mail-smtp", "smtp://127.0.0.1:1"},
              {"--mail-from", "sopu@example.org"},
              {"--mail-smtp", "http://127.0.0.1", "--mail-from", "sopu@example.org"},
              {"--mail-smtp", "smtp://127.0.0.1", "--mail-from", "sopu"}}) {
            std::vector<std::string> command{sopu_binary(), "serve", "--db", folder.path("x.db")};
            command.insert(command.end(), wrong.begin(), wrong.end());
            CHECK(run(command).exit_code == 2);
        }
    }
}

}  // namespace
}  // namespace sopu::test
