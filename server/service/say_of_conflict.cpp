#include "server/service/say_of_conflict.h"

#include "engine/base/text.h"
#include "server/service/limits.h"

namespace sopu::service {
namespace {

tl::unexpected<Refusal> refuse(Error error) {
    return tl::unexpected(Refusal{{std::move(error)}, std::nullopt});
}

tl::unexpected<Refusal> not_there() {
    return refuse({Code::not_found, "", "not_found", {}, {}});
}

std::string action_name(ConflictState state) {
    return state == ConflictState::accepted ? "accept_conflict" : "acknowledge_conflict";
}

void keep(store::Commit& commit, SaidOfConflict said, const Caller& caller,
          const std::string& reason) {
    said.by = caller.name();
    said.reason = reason;
    said.at = commit.at;
    commit.audit.push_back({said.by, action_name(said.state), said.id.text(), reason});
    commit.conflicts.push_back(std::move(said));
}

}  // namespace

Plan say_of_conflict(const SayOfConflict& command, const Snapshot& world,
                     const SaidOfConflicts& said, Instant now) {
    if (command.reason.size() > limits::reason_bytes_max)
        return refuse(
            invalid("reason", "too_long", {{"max", std::to_string(limits::reason_bytes_max)}}));
    const bool accepts = command.state == ConflictState::accepted;
    if (accepts && trim(command.reason).empty()) return refuse(invalid("reason", "missing"));
    std::optional<Finding> found = find_conflict(world, command.event, command.id);
    if (!found || found->severity > Severity::warning ||
        !may_see_conflict(command.caller, *found, world))
        return not_there();
    const SaidOfConflict* before = said_of(said, command.id);
    if (standing_of(*found, before, world).revision != command.if_match)
        return refuse({Code::stale, "", "stale", {}, {}});
    Planned planned;
    planned.commit.at = now;
    keep(planned.commit, say(*found, *world.event(found->mine), world, before, command.state),
         command.caller, command.reason);
    planned.done.conflict =
        shown_conflict(std::move(*found), &planned.commit.conflicts.back(), world, command.caller);
    return planned;
}

void accept_conflicts_of(store::Commit& commit, const Placed& mine, const Act& command,
                         const Snapshot& world, const SaidOfConflicts& said) {
    for (const Finding& finding : detect(world, mine, Weakening::either_side)) {
        if (finding.severity > Severity::warning) continue;
        const SaidOfConflict* before = said_of(said, conflict_id(finding));
        SaidOfConflict accepted = say(finding, mine, world, before, ConflictState::accepted);
        const bool known = before != nullptr && before->state == ConflictState::accepted &&
                           before->accepted_as == accepted.accepted_as &&
                           before->severity <= accepted.severity;
        if (!known) keep(commit, std::move(accepted), command.caller, command.reason);
    }
}

}  // namespace sopu::service
