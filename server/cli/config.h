// What lives here: the program's settings, and where each may be said: flags win over SOPU_* of the
// environment, those over the TOML file, that over the defaults.
// What may not: reading files and the environment (main hands the texts in), the settings of single
// commands.
// Invariants: a key is one of `setting_names` in every place; an unknown one in the file is an
// error with its line, never left alone. Thread-safety: plain values, pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/time/instant.h"

namespace sopu::cli {

struct Address {
    std::string host;
    std::uint16_t port = 0;
};

struct Config {
    std::string db = "sopu.db";
    Address listen{"127.0.0.1", 8080};
    std::string base_url;  // how people reach it, without a slash at the end; "" if not said
    std::vector<std::string> trusted_proxies;
    bool rate_limit = true;
    std::string web_dir;        // "": what the program was built with
    std::string keeper;         // who lets rooms where a venue does not say
    std::string contact;        // whom to ask where the calendar knows too little
    std::string site_name;      // of the calendar; "" is Sopu
    std::string operator_name;  // who answers for it
    std::string authority;      // who supervises accessibility
    std::string color;          // "#0b5394"; "" is our own
    std::string logo;           // path of an .svg or .png; "" is none
    std::string mail_smtp;      // "smtp://host:587"; "": no letters are sent
    std::string mail_from;      // the address they come from
    // The minute of the day at which conflicts are told; nothing: at once.
    std::optional<minutes> mail_digest = minutes{7 * 60};
};

// "base_url" is the flag --base-url, the variable SOPU_BASE_URL and the TOML key base_url.
inline constexpr std::array<std::string_view, 16> setting_names{
    "db",     "listen",    "base_url",  "trusted_proxies", "rate_limit", "web_dir",
    "keeper", "contact",   "site_name", "operator_name",   "authority",  "color",
    "logo",   "mail_smtp", "mail_from", "mail_digest"};

// What one place says, by name; lists are joined with commas.
using Settings = std::map<std::string, std::string, std::less<>>;

// Errors: invalid with reason bad_toml, unknown_setting or wrong_type; args: line, value.
Result<Settings> settings_of_toml(std::string_view text);

using Environment = std::function<std::optional<std::string>(const std::string& name)>;
Settings settings_of_environment(const Environment& environment);

// The strongest first. Errors: invalid with the setting as field and reason bad_address, bad_url or
// unknown_value (args: value).
Result<Config> make_config(const std::vector<Settings>& strongest_first);

// "127.0.0.1:8080", "[::1]:8080"; port 0 is any free one.
std::optional<Address> parse_address(std::string_view text);

}  // namespace sopu::cli
