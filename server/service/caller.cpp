#include "server/service/caller.h"

#include <algorithm>

namespace sopu::service {

Caller Caller::submitter(EventId event) {
    Caller caller;
    caller.kind = Kind::submitter;
    caller.event = std::move(event);
    return caller;
}

Caller Caller::staff(store::Account account, const Snapshot& world) {
    Caller caller;
    caller.kind = Kind::staff;
    caller.everywhere = account.area.empty();
    // An area that no longer resolves gives no rights at all, rather than all of them.
    if (!caller.everywhere)
        if (auto codes = world.resolve(account.area)) caller.area = std::move(*codes);
    caller.account = std::move(account);
    return caller;
}

Caller Caller::program() {
    Caller caller;
    caller.kind = Kind::program;
    caller.everywhere = true;
    return caller;
}

std::string Caller::name() const {
    switch (kind) {
        case Kind::anonymous:
            return "anonymous";
        case Kind::submitter:
            return "submitter";
        case Kind::staff:
            return account->id.text();
        case Kind::program:
            return "program";
    }
    return {};
}

bool has_role(const Caller& caller, StaffRole role) {
    if (caller.kind == Caller::Kind::program) return true;
    if (caller.kind != Caller::Kind::staff) return false;
    const auto& roles = caller.account->roles;
    return std::find(roles.begin(), roles.end(), name_of(role)) != roles.end();
}

bool is_staff_of(const Caller& caller, const Placed& placed) {
    if (!caller.is_staff()) return false;
    if (!has_role(caller, StaffRole::coordinator) && !has_role(caller, StaffRole::admin))
        return false;
    if (caller.everywhere) return true;
    return std::any_of(placed.municipalities.begin(), placed.municipalities.end(),
                       [&caller](const MunicipalityCode& code) {
                           return std::binary_search(caller.area.begin(), caller.area.end(), code);
                       });
}

bool holds_edit_token(const Caller& caller, const EventId& id) {
    return caller.kind == Caller::Kind::submitter && caller.event == id;
}

bool may_see_all(const Caller& caller, const Placed& placed) {
    return holds_edit_token(caller, placed.id()) || is_staff_of(caller, placed);
}

bool may_see(const Caller& caller, const Placed& placed) {
    return is_public(*placed.event) || may_see_all(caller, placed);
}

std::optional<Role> role_for(const Caller& caller, const Placed& placed) {
    if (is_staff_of(caller, placed)) return Role::staff;
    if (holds_edit_token(caller, placed.id())) return Role::submitter;
    return std::nullopt;
}

}  // namespace sopu::service
