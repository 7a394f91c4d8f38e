// `sopu user add`: an account for somebody who signs in.
#include <algorithm>
#include <ostream>

#include "engine/base/text.h"
#include "server/cli/commands.h"
#include "server/cli/database.h"
#include "server/cli/exit_code.h"
#include "server/outbound/mail.h"
#include "server/service/limits.h"

namespace sopu::cli {
namespace {

namespace limits = service::limits;

Result<void> check_name(const std::string& name) {
    const bool fits = !name.empty() && name.size() <= limits::user_name_bytes_max &&
                      is_utf8(name) && !has_control(name, Lines::one) && trim(name) == name;
    if (!fits) return fail(Code::invalid, "user", "bad_id", name);
    return {};
}

Result<void> check_password(const std::string& password) {
    if (password.size() < limits::password_bytes_min)
        return tl::unexpected(invalid("password", "too_short",
                                      {{"min", std::to_string(limits::password_bytes_min)}}));
    if (password.size() > limits::password_bytes_max)
        return tl::unexpected(
            invalid("password", "too_long", {{"max", std::to_string(limits::password_bytes_max)}}));
    return {};
}

Result<void> check_roles(const std::vector<std::string>& roles) {
    for (const std::string& role : roles)
        if (!from_name<service::StaffRole>(role))
            return tl::unexpected(
                Error{Code::invalid, "role", "unknown_value", {{"value", role}}, "--role " + role});
    return {};
}

}  // namespace

Result<int> add_user(const UserAddOptions& options, std::string password,
                     const Foundation& foundation, Console& console) {
    SOPU_CHECK(check_name(options.name));
    SOPU_CHECK(check_password(password));
    SOPU_CHECK(check_roles(options.roles));
    if (!options.email.empty() && !outbound::is_plain_address(options.email))
        return fail(Code::invalid, "email", "bad_email", options.email);
    const OpenDatabase database =
        SOPU_TRY(open_to_write(options.db, foundation.ground(), real_ports([](auto) {})));
    if (database.service->account(UserId(options.name)))
        return fail(Code::invalid, "user", "user_exists", options.name);
    if (!options.area.empty())
        SOPU_CHECK(database.service->snapshot()->resolve(options.area).map([](const auto&) {}));

    store::Account account;
    account.id = UserId(options.name);
    account.roles = options.roles;
    account.area = options.area;
    account.email = options.email;
    account.language = options.language;
    account.password_hash = service::hash_password(password);
    if (account.password_hash.empty())
        return fail(Code::unavailable, "", "unavailable", "no memory to hash the password");
    service::PutRecords command{{}, {std::move(account)}, "user add", service::Caller::program()};
    if (auto done = database.service->submit_and_wait(std::move(command)); !done)
        return tl::unexpected(error_of(done.error()));
    console.out << foundation.messages().text(console.lang, "cli.user_added",
                                              {{"name", options.name}})
                << '\n';
    return exit_fine;
}

}  // namespace sopu::cli
