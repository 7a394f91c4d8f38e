// What lives here: Caller, who asks, and the questions of access: may they see this, may they do
// that. What may not: how they proved it (api/ reads tokens and cookies), state tables
// (model/lifecycle.h). Invariants: a question that is not answered yes is no. The command line
// speaks as staff of all. Thread-safety: plain values, pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/lifecycle.h"
#include "engine/world/snapshot.h"
#include "server/store/commit.h"

namespace sopu::service {

// The roles an account can have (CONTRACT `user add --role`).
enum class StaffRole { coordinator, venue_manager, admin };

struct Caller {
    enum class Kind { anonymous, submitter, staff, program };
    Kind kind = Kind::anonymous;
    std::optional<EventId> event;           // submitter: the event whose edit token was shown
    std::optional<store::Account> account;  // staff
    std::vector<MunicipalityCode> area;     // staff: resolved, sorted; empty with everywhere
    bool everywhere = false;                // staff of all municipalities

    static Caller anonymous() { return {}; }
    static Caller submitter(EventId event);
    static Caller staff(store::Account account, const Snapshot& world);
    static Caller program();  // the command line, imports, the clock

    bool is_staff() const { return kind == Kind::staff || kind == Kind::program; }
    // As the audit log names them.
    std::string name() const;
};

bool has_role(const Caller& caller, StaffRole role);

// Staff of one of its municipalities (or of all, where it has none).
bool is_staff_of(const Caller& caller, const Placed& placed);
bool holds_edit_token(const Caller& caller, const EventId& id);

// The whole event, its contact too.
bool may_see_all(const Caller& caller, const Placed& placed);
// At least that it is there: public, or may_see_all.
bool may_see(const Caller& caller, const Placed& placed);

// As what the caller may act on it; nothing if not at all.
std::optional<Role> role_for(const Caller& caller, const Placed& placed);

}  // namespace sopu::service

template <>
struct sopu::EnumNames<sopu::service::StaffRole> {
    static constexpr std::array<std::string_view, 3> names{"coordinator", "venue_manager", "admin"};
};
