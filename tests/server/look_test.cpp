// A calendar's own name, colour and picture on the running program, and the addresses of its pages.
#include <doctest/doctest.h>

#include "server/cli/files.h"
#include "tests/server/served.h"
#include "tests/support/tree.h"

namespace sopu {
namespace {

class Look {
  public:
    test::Ran refused(std::vector<std::string> more) const { return test::run(command(more)); }
    std::vector<std::string> command(const std::vector<std::string>& more) const {
        std::vector<std::string> all{test::sopu_binary(), "serve",      "--db", db(),
                                     "--listen",          "127.0.0.1:0"};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    std::string file(const std::string& name, const std::string& bytes) const {
        test::write_file(folder_.path(name), bytes);
        return folder_.path(name);
    }

  private:
    std::string db() const { return folder_.path("sopu.db"); }

    test::TemporaryFolder folder_;
};

test::Answer get(const test::Server& server, const std::string& target) {
    test::Connection connection(server.port());
    connection.send("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    return connection.receive();
}

TEST_SUITE("server.look") {
    TEST_CASE("name and colour and picture are on every page") {
        const Look look;
        const std::string picture(cli::logo_bytes_max, 'x');
        const test::Server server(
            look.command({"--site-name", "Ylämaan päivät", "--color", "#7a1040", "--logo",
                          look.file("mark.svg", picture)}));
        REQUIRE(server.up());
        const auto page = get(server, "/suomussalmi");
        CHECK(page.body.find("Ylämaan päivät") != std::string::npos);
        CHECK(page.body.find("src=\"/static/logo.svg\"") != std::string::npos);
        CHECK(page.header("set-cookie").empty());
        CHECK(get(server, "/static/logo.svg").body == picture);
        CHECK(get(server, "/static/theme.css").body.find("#7a1040") != std::string::npos);
    }

    TEST_CASE("a look that cannot be is refused before anybody sees it") {
        const Look look;
        const auto large = look.file("large.png", std::string(cli::logo_bytes_max + 1, 'x'));
        const auto text = look.file("mark.txt", "x");
        for (const auto& [flag, value] : std::vector<std::pair<std::string, std::string>>{
                 {"--color", "#ffee00"}, {"--color", "red"}, {"--logo", large}, {"--logo", text}})
            CHECK_MESSAGE(look.refused({flag, value}).exit_code == 2, value);
    }

    TEST_CASE("the public pages are at their addresses in each language") {
        const test::Served served(true);
        for (const char* target : {"/kainuu",
                                   "/sv/kajanaland",
                                   "/2026-12",
                                   "/suomussalmi/2026-12",
                                   "/sv/jakobstad/2026-12",
                                   "/en/kajaani/2026-12",
                                   "/tilaa",
                                   "/sv/prenumerera",
                                   "/en/subscribe",
                                   "/suomussalmi/tilaa",
                                   "/sv/jakobstad/prenumerera",
                                   "/en/kuhmo/subscribe",
                                   "/saavutettavuus",
                                   "/sv/tillganglighet",
                                   "/en/accessibility",
                                   "/tietosuoja",
                                   "/sv/dataskydd",
                                   "/en/privacy",
                                   "/tiedoista",
                                   "/sv/om-uppgifterna",
                                   "/en/about-the-data",
                                   "/robots.txt",
                                   "/sitemap.xml"}) {
            const auto answer = served.get(target);
            CHECK_MESSAGE(answer.status == 200, target);
            CHECK_MESSAGE(answer.header("set-cookie").empty(), target);
        }
        CHECK(served.get("/suomussalmi/2026-13").status == 404);
        CHECK(served.get("/api/v1").header("content-type") == "application/problem+json");
    }
}

}  // namespace
}  // namespace sopu
