#include "server/cli/config.h"

#include <algorithm>
#include <charconv>

#include "engine/base/text.h"
#include "engine/time/iso.h"
#include "server/cli/toml_file.h"
#include "server/outbound/mail.h"

namespace sopu::cli {
namespace {

tl::unexpected<Error> wrong(std::string_view name, std::string reason, const std::string& value) {
    return tl::unexpected<Error>(
        Error{Code::invalid, std::string(name), std::move(reason), {{"value", value}}, value});
}

std::optional<bool> on_or_off(const std::string& text) {
    const std::string said = ascii_lower(trim(text));
    if (said == "on" || said == "true" || said == "1" || said == "yes") return true;
    if (said == "off" || said == "false" || said == "0" || said == "no") return false;
    return std::nullopt;
}

// Both or neither. What is wrong is not repeated: the URL may hold a password.
Result<void> check_mail(const Config& config) {
    const std::string& url = config.mail_smtp;
    const bool smtp = url.starts_with("smtp://") || url.starts_with("smtps://");
    if (!url.empty() && (!smtp || has_control(url, Lines::one)))
        return wrong("mail_smtp", "bad_smtp", "mail_smtp");
    if (config.mail_from.empty() != url.empty() ||
        (!url.empty() && !outbound::is_plain_address(config.mail_from)))
        return wrong("mail_from", "bad_email", "mail_from");
    return {};
}

// "07:00", or "now".
Result<std::optional<minutes>> digest_time(const std::string& said) {
    if (said == "now") return std::optional<minutes>();
    const auto at = parse_local("2000-01-01T" + said);
    if (!at || said.size() != 5) return wrong("mail_digest", "bad_clock_time", said);
    return std::optional(std::chrono::duration_cast<minutes>(*at - date::floor<date::days>(*at)));
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
    const std::string_view said = trim(text);
    const std::size_t colon = said.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    std::string_view host = said.substr(0, colon);
    const std::string_view port = said.substr(colon + 1);
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != std::string_view::npos)
        return std::nullopt;  // an IPv6 address without brackets could end anywhere
    Address address{std::string(host), 0};
    const auto [end, problem] =
        std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (host.empty() || port.empty() || problem != std::errc{} || end != port.data() + port.size())
        return std::nullopt;
    return address;
}

Result<Settings> settings_of_toml(std::string_view text) {
    Settings settings;
    for (const TomlEntry& entry : SOPU_TRY(read_toml(text))) {
        if (std::find(setting_names.begin(), setting_names.end(), entry.key) == setting_names.end())
            return tl::unexpected(wrong_line(entry.key, "unknown_setting", entry.line, entry.key));
        settings[entry.key] = entry.value;
    }
    return settings;
}

Settings settings_of_environment(const Environment& environment) {
    Settings settings;
    for (const std::string_view name : setting_names) {
        std::string variable = "SOPU_";
        for (const char c : name)
            variable += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        if (auto value = environment(variable); value && !value->empty())
            settings.emplace(name, *std::move(value));
    }
    return settings;
}

Result<Config> make_config(const std::vector<Settings>& strongest_first) {
    const auto said = [&](std::string_view name) -> const std::string* {
        for (const Settings& settings : strongest_first)
            if (const auto found = settings.find(name); found != settings.end())
                return &found->second;
        return nullptr;
    };
    Config config;
    for (auto [name, field] :
         {std::pair{"db", &config.db}, std::pair{"base_url", &config.base_url},
          std::pair{"web_dir", &config.web_dir}, std::pair{"keeper", &config.keeper},
          std::pair{"contact", &config.contact}, std::pair{"mail_smtp", &config.mail_smtp},
          std::pair{"mail_from", &config.mail_from}, std::pair{"site_name", &config.site_name},
          std::pair{"operator_name", &config.operator_name},
          std::pair{"authority", &config.authority}, std::pair{"color", &config.color},
          std::pair{"logo", &config.logo}})
        if (const std::string* value = said(name)) *field = *value;
    while (config.base_url.ends_with('/')) config.base_url.pop_back();
    const bool web = config.base_url.empty() || config.base_url.starts_with("http://") ||
                     config.base_url.starts_with("https://");
    if (!web || has_control(config.base_url, Lines::one))
        return wrong("base_url", "bad_link", config.base_url);
    SOPU_CHECK(check_mail(config));
    if (const std::string* value = said("mail_digest"))
        config.mail_digest = SOPU_TRY(digest_time(*value));
    if (const std::string* value = said("listen")) {
        const auto address = parse_address(*value);
        if (!address) return wrong("listen", "bad_address", *value);
        config.listen = *address;
    }
    if (const std::string* value = said("trusted_proxies"))
        for (const std::string_view proxy : split(*value, ','))
            config.trusted_proxies.emplace_back(proxy);
    if (const std::string* value = said("rate_limit")) {
        const auto on = on_or_off(*value);
        if (!on) return wrong("rate_limit", "unknown_value", *value);
        config.rate_limit = *on;
    }
    return config;
}

}  // namespace sopu::cli
