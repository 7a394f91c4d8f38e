// Signing in and out, and changing one's password.
#include <doctest/doctest.h>

#include "server/pages/staff.h"
#include "server/pages/staff_paths.h"
#include "server/service/limits.h"
#include "tests/pages/staff_fixture.h"

namespace sopu::pages {
namespace {

using test::body_of;
using test::contains;
using test::language;
using test::PageFixture;
using test::StaffFixture;
using test::unbalanced;

constexpr const char* password = "kevat-sana";

void add_account(PageFixture& pages) {
    store::Account account;
    account.id = UserId("liisa");
    account.roles = {"coordinator"};
    account.password_hash = service::hash_password(password);
    service::PutRecords put{{}, {account}, "user add", service::Caller::program()};
    REQUIRE(pages.base().service().submit_and_wait(std::move(put)));
}

http::Response sign_in(const Context& context, PageFixture& pages, const std::string& user,
                       const std::string& secret, const std::string& next = "") {
    return pages.post(post_sign_in(context, language("fi")), "/henkilokunta/kirjaudu",
                      {{"user", user}, {"password", secret}, {"next", next}});
}

std::string cookie_of(const http::Response& response) {
    const std::string set(response.header("set-cookie"));
    const auto from = set.find('=') + 1;
    return set.substr(from, set.find(';') - from);
}

TEST_SUITE("pages.staff_account") {
    TEST_CASE("signing in gives a cookie and leads to where one wanted to go") {
        PageFixture pages;
        add_account(pages);
        const auto plain = sign_in(pages.context(), pages, "liisa", password);
        CHECK(plain.status == 303);
        CHECK(plain.header("location") == "/henkilokunta");
        const std::string set(plain.header("set-cookie"));
        for (const char* part : {"sopu_session=", "; HttpOnly", "; SameSite=Lax", "; Path=/"})
            CHECK_MESSAGE(contains(set, part), part);
        CHECK_FALSE(contains(set, "Secure"));
        CHECK(pages.base().service().caller_of_session(cookie_of(plain)));
        const auto next = [&](const std::string& said) {
            return std::string(
                sign_in(pages.context(), pages, "liisa", password, said).header("location"));
        };
        CHECK(next("/sv/personal/overlappningar") == "/sv/personal/overlappningar");
        CHECK(next("/henkilokunta?published=1") == "/henkilokunta?published=1");
        for (const char* trap : {"https://evil.example/", "//evil.example", "/henkilokuntaa",
                                 "/henkilokunta\r\nSet-Cookie: a=b", "/henkilokunta/\\evil", "/"})
            CHECK(next(trap) == "/henkilokunta");
    }

    TEST_CASE("the cookie is for https only where the calendar is reached so") {
        PageFixture pages;
        add_account(pages);
        Context secure = pages.context();
        secure.access.secure_cookies = true;
        const auto answer = sign_in(secure, pages, "liisa", password);
        CHECK(contains(std::string(answer.header("set-cookie")), "; Secure"));
    }

    TEST_CASE("a wrong name and a wrong password get one and the same page") {
        PageFixture pages;
        add_account(pages);
        const auto wrong = sign_in(pages.context(), pages, "liisa", "arvaus-sana");
        const auto nobody = sign_in(pages.context(), pages, "liiso", password);
        CHECK(wrong.status == 401);
        CHECK(nobody.status == 401);
        CHECK(wrong.header("set-cookie").empty());
        std::string a = body_of(wrong);
        const std::string b = body_of(nobody);
        a.replace(a.find("value=\"liisa\""), 13, "value=\"liiso\"");
        CHECK(a == b);
        CHECK(unbalanced(a) == "");
        CHECK(contains(a, "Tunnus tai salasana on väärä."));
        CHECK_FALSE(contains(a, "arvaus-sana"));
        const auto longer = [&](std::size_t user, std::size_t secret) {
            return sign_in(pages.context(), pages, std::string(user, 'u'), std::string(secret, 'p'))
                .status;
        };
        CHECK(longer(service::limits::user_name_bytes_max + 1, 8) == 401);
        CHECK(longer(8, service::limits::password_bytes_max + 1) == 401);
        CHECK(longer(service::limits::user_name_bytes_max, service::limits::password_bytes_max) ==
              401);
    }

    TEST_CASE("guesses are slowed down by address and name") {
        PageFixture pages;
        add_account(pages);
        Context slow = pages.context();
        const http::RateLimiter::Instant standing{};
        slow.access.sign_in_limit = std::make_shared<http::RateLimiter>(
            http::RateLimiter::Options{2, std::chrono::seconds(30), 100},
            [standing] { return standing; });
        CHECK(sign_in(slow, pages, "liisa", "arvaus-sana").status == 401);
        CHECK(sign_in(slow, pages, "liisa", "arvaus-sana").status == 401);
        const auto third = sign_in(slow, pages, "liisa", password);
        CHECK(third.status == 429);
        CHECK(third.header("retry-after") == "30");
        CHECK(contains(body_of(third), "role=\"alert\""));
        CHECK(sign_in(slow, pages, "muu", "arvaus-sana").status == 401);
    }

    TEST_CASE("another site's form signs nobody in") {
        PageFixture pages;
        add_account(pages);
        http::Request asked;
        asked.method = http::Method::post;
        asked.headers = {{"content-type", "application/x-www-form-urlencoded"},
                         {"sec-fetch-site", "cross-site"}};
        asked.body = std::string("user=liisa&password=") + password;
        const http::Handler handler = post_sign_in(pages.context(), language("fi"));
        const auto refused = test::answer(handler, asked);
        CHECK(refused.status == 403);
        CHECK(refused.header("set-cookie").empty());
        asked.headers[1].second = "same-origin";
        CHECK(test::answer(handler, asked).status == 303);
    }

    TEST_CASE("the sign-in page in three languages and past it for who is in") {
        StaffFixture staff;
        for (const Language& in : languages) {
            const http::Handler page = show_sign_in(staff.context(), in);
            const std::string html =
                body_of(staff.get_as("", page, "", {{"next", staff_path(StaffPage::queue, in)}}));
            CHECK(unbalanced(html) == "");
            CHECK_FALSE(contains(html, "["));
            CHECK(contains(html, "autocomplete=\"current-password\""));
            CHECK(contains(html, "value=\"" + staff_path(StaffPage::queue, in) + "\""));
            CHECK(staff.get(page).header("location") == staff_path(StaffPage::queue, in));
        }
    }

    TEST_CASE("signing out takes the cookie") {
        StaffFixture staff;
        const auto answer = staff.send(post_sign_out(staff.context(), language("sv")), {});
        CHECK(answer.status == 303);
        CHECK(answer.header("location") == "/sv/personal/logga-in");
        CHECK(contains(std::string(answer.header("set-cookie")), "Max-Age=0"));
    }

    TEST_CASE("changing the password keeps this browser and ends every other session") {
        StaffFixture staff;
        add_account(staff.pages);
        const Context& c = staff.context();
        const http::Handler form = post_password(c, language("fi"));
        const std::string mine = cookie_of(sign_in(c, staff.pages, "liisa", password));
        const std::string other = cookie_of(sign_in(c, staff.pages, "liisa", password));
        const auto change = [&](const std::string& old, const std::string& next,
                                const std::string& again) {
            const std::string csrf = c.service.secrets().csrf_token(mine);
            return staff.post_as(mine, form,
                                 {{"csrf", csrf}, {"old", old}, {"new", next}, {"again", again}});
        };
        const auto wrong = change("arvaus-sana", "uusi-sana-1", "uusi-sana-1");
        CHECK(wrong.status == 422);
        CHECK(contains(body_of(wrong), "id=\"old-error\""));
        CHECK(contains(body_of(change(password, "uusi-sana-1", "uusi-sana-2")),
                       "id=\"again-error\""));
        CHECK(contains(body_of(change(password, "lyhyt", "lyhyt")), "id=\"new-error\""));
        CHECK(change(password, std::string(201, 'x'), std::string(201, 'x')).status == 422);
        CHECK_FALSE(contains(body_of(wrong), "uusi-sana-1"));
        CHECK(c.service.caller_of_session(other));
        const auto done = change(password, "uusi-sana-1", "uusi-sana-1");
        CHECK(done.status == 303);
        CHECK(done.header("location") == "/henkilokunta/salasana?done=1");
        CHECK_FALSE(c.service.caller_of_session(mine));
        CHECK_FALSE(c.service.caller_of_session(other));
        CHECK(c.service.caller_of_session(cookie_of(done)));
        CHECK(sign_in(c, staff.pages, "liisa", password).status == 401);
        CHECK(sign_in(c, staff.pages, "liisa", "uusi-sana-1").status == 303);
        const auto page =
            staff.get_as(cookie_of(done), show_password(c, language("sv")), "", {{"done", "1"}});
        CHECK(contains(body_of(page), "Lösenordet är bytt."));
        CHECK(unbalanced(body_of(page)) == "");
    }
}

}  // namespace
}  // namespace sopu::pages
