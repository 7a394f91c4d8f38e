#include "engine/conflict/around_rules.h"

#include <map>

#include "engine/conflict/detect.h"

namespace sopu {
namespace {

// Somebody who wants some of a resource for a time.
struct User {
    const Placed* placed;
    Interval time;  // where it can lie
    bool vague;
    int quantity;
};

int wanted_of(const Event& event, const std::string& resource) {
    int wanted = 0;
    for (const ResourceUse& use : event.resources)
        if (use.id == resource) wanted += use.quantity;
    return wanted;
}

bool is_weak(const Placed& placed) {
    const Claim claim = effective_claim(*placed.event);
    return claim == Claim::expected || claim == Claim::hold;
}

std::vector<User> users_of(const Asked& asked, const Instance& it, const std::string& resource) {
    std::vector<Occurrence> found;
    asked.world.find(Dimension::resource, resource, it.extent(), found);
    std::vector<User> users;
    for (const Occurrence& other : found) {
        const Placed& placed = asked.world.placed(other);
        if (!comparable(*it, placed) || !overlap(it.extent(), other.extent)) continue;
        users.push_back({&placed, other.extent, !other.repeats() && !placed.times.fixed(),
                         wanted_of(*placed.event, resource)});
    }
    return users;
}

// The largest sum of what is wanted at one moment of mine's time, and by whom.
struct Peak {
    int wanted = 0;
    Interval time;
    std::vector<const User*> users;
};

Peak peak_of(const std::vector<User>& users, const Interval& mine) {
    Peak peak;
    std::vector<Instant> moments{mine.start()};
    for (const User& it : users)
        if (it.time.start() > mine.start() && it.time.start() < mine.end())
            moments.push_back(it.time.start());
    for (const Instant at : moments) {
        int wanted = 0;
        std::vector<const User*> now;
        Instant until = mine.end();
        for (const User& it : users) {
            if (it.time.start() > at || it.time.end() <= at) continue;
            wanted += it.quantity;
            until = std::min(until, it.time.end());
            now.push_back(&it);
        }
        if (wanted > peak.wanted) peak = {wanted, {at, until}, std::move(now)};
    }
    return peak;
}

// Demand at one moment against the stock; who has but a hold counts, and weakens the finding where
// the rest would suffice for the others.
void resource_shortage(const Asked& asked, Gathering& found) {
    std::map<std::string, int> wanted;
    for (const ResourceUse& use : asked.mine.event->resources) wanted[use.id] += use.quantity;
    for (const auto& [id, quantity] : wanted) {
        const Resource* resource = asked.world.resources().find(id);
        if (resource == nullptr) continue;
        for (const Instance& it : asked.instances) {
            const std::vector<User> users = users_of(asked, it, id);
            const Peak peak = peak_of(users, it.extent());
            if (peak.wanted + quantity <= resource->stock) continue;
            int firm = quantity;
            bool vague = !it.times().fixed();
            for (const User* user : peak.users) {
                if (!is_weak(*user->placed)) firm += user->quantity;
                vague = vague || user->vague;
            }
            const bool depends = firm <= resource->stock;
            const Interval when = peak.users.empty() ? it.extent() : peak.time;
            Finding finding = fact_finding(Kind::resource_shortage,
                                           depends ? Severity::warning : Severity::blocking,
                                           vague ? Certainty::possible : Certainty::certain, asked,
                                           it, {FactType::load, id, resource->name}, when);
            for (const User* user : peak.users) finding.others.push_back(user->placed->id());
            finding.factors["stock"] = static_cast<std::int64_t>(resource->stock);
            finding.factors["wanted"] = static_cast<std::int64_t>(peak.wanted + quantity);
            found.add(std::move(finding));
        }
    }
}

void series_self_overlap(const Asked& asked, Gathering& found) {
    const auto& list = asked.instances;
    for (std::size_t i = 0; i < list.size(); ++i)
        for (std::size_t j = i + 1; j < list.size(); ++j) {
            if (list[j].extent().start() >= list[i].extent().end()) break;
            if (list[i]->space != list[j]->space || list[i]->space.empty()) continue;
            if (!overlap(list[i].extent(), list[j].extent())) continue;
            Finding finding;
            finding.kind = Kind::series_self_overlap;
            finding.severity = Severity::warning;
            finding.mine = finding.other = asked.mine.id();
            finding.occurrence_count = 1;
            finding.clashes.push_back({{list[i].recurrence_id(), list[i].extent()},
                                       {list[j].recurrence_id(), list[j].extent()},
                                       intersection(list[i].extent(), list[j].extent())});
            found.add(std::move(finding));
        }
}

constexpr AroundRule table[] = {resource_shortage, series_self_overlap};

}  // namespace

std::span<const AroundRule> around_rules() {
    return table;
}

}  // namespace sopu
