// Settings from flags, environment, file and defaults; every wrong line is named.
#include <doctest/doctest.h>

#include "server/cli/config.h"
#include "server/cli/exit_code.h"

namespace sopu::cli {
namespace {

// "key reason line" of what is wrong; "fine" if nothing is.
template <class T>
std::string wrong(const Result<T>& result) {
    if (result) return "fine";
    const Error& error = result.error();
    const auto line = error.args.find("line");
    return error.field + " " + error.reason + (line == error.args.end() ? "" : " " + line->second);
}

TEST_SUITE("server.config") {
    TEST_CASE("flags win over the environment / that over the file / that over defaults") {
        const Settings flags{{"db", "flag.db"}};
        const Settings environment = settings_of_environment([](const std::string& name) {
            if (name == "SOPU_DB") return std::optional<std::string>("env.db");
            if (name == "SOPU_LISTEN") return std::optional<std::string>("127.0.0.1:1");
            if (name == "SOPU_RATE_LIMIT") return std::optional<std::string>("off");
            if (name == "SOPU_KEEPER") return std::optional<std::string>("");  // nothing was said
            return std::optional<std::string>();
        });
        const auto file = settings_of_toml(
            "db = \"file.db\"\nlisten = \"127.0.0.1:2\"\nbase_url = \"https://sopu.example/\"\n"
            "trusted_proxies = [\"10.0.0.1\", \"10.0.0.2\"]\nrate_limit = true\nkeeper = "
            "\"Kunta\"\n");
        REQUIRE(file);
        const auto config = make_config({flags, environment, *file});
        REQUIRE(config);
        CHECK(config->db == "flag.db");
        CHECK(config->listen.port == 1);
        CHECK(config->base_url == "https://sopu.example");
        CHECK(config->trusted_proxies == std::vector<std::string>{"10.0.0.1", "10.0.0.2"});
        CHECK_FALSE(config->rate_limit);
        CHECK(config->mail_digest == minutes{420});
        CHECK(make_config({{{"mail_digest", "18:30"}}})->mail_digest == minutes{1110});
        CHECK_FALSE(make_config({{{"mail_digest", "now"}}})->mail_digest.has_value());
        CHECK(wrong(make_config({{{"mail_digest", "25:00"}}})) == "mail_digest bad_clock_time");
        CHECK(wrong(make_config({{{"mail_digest", "7"}}})) == "mail_digest bad_clock_time");
        CHECK(config->keeper == "Kunta");
        const auto defaults = make_config({});
        REQUIRE(defaults);
        CHECK(defaults->db == "sopu.db");
        CHECK(defaults->listen.host == "127.0.0.1");
        CHECK(defaults->listen.port == 8080);
        CHECK(defaults->rate_limit);
    }

    TEST_CASE("a file's wrong line is named") {
        CHECK(wrong(settings_of_toml("db = \"a\"\n\nlsiten = \"x\"\n")) ==
              "lsiten unknown_setting 3");
        CHECK(wrong(settings_of_toml("db = \"a\"\nlisten = \n")).starts_with(" bad_toml 2"));
        CHECK(wrong(settings_of_toml("[db]\nname = \"a\"\n")) == "db.name unknown_setting 2");
        CHECK(wrong(settings_of_toml("db = 2026-01-01\n")) == "db wrong_type 1");
        CHECK(wrong(settings_of_toml("trusted_proxies = [1]\n")) == "trusted_proxies wrong_type 1");
        CHECK(wrong(settings_of_toml("")) == "fine");
    }

    TEST_CASE("values that make no sense are refused by name") {
        const auto config = [](const char* name, const char* value) {
            return wrong(make_config({Settings{{name, value}}}));
        };
        for (const char* address : {"8080", "localhost", ":8080", "127.0.0.1:", "127.0.0.1:65536",
                                    "127.0.0.1:-1", "::1:8080", "127.0.0.1:80x"})
            CHECK_MESSAGE(config("listen", address) == "listen bad_address", address);
        CHECK(config("listen", "[::1]:0") == "fine");
        CHECK(config("rate_limit", "maybe") == "rate_limit unknown_value");
        CHECK(config("base_url", "ftp://x") == "base_url bad_link");
        CHECK(config("base_url", "https://x\r\ny") == "base_url bad_link");
    }

    TEST_CASE("the exit code of each kind of error") {
        CHECK(exit_code_of(Code::invalid) == 2);
        CHECK(exit_code_of(Code::not_found) == 2);
        CHECK(exit_code_of(Code::too_large) == 2);
        CHECK(exit_code_of(Code::conflict) == 1);
        CHECK(exit_code_of(Code::unavailable) == 3);
        CHECK(exit_code_of(Code::internal) == 3);
    }
}

}  // namespace
}  // namespace sopu::cli
