#include "engine/conflict/around_rules.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "engine/conflict/detect.h"
#include "engine/model/lifecycle.h"

namespace sopu {
namespace {

// Somebody who wants some of a resource for a time.
struct User {
    const Placed* placed;
    Interval time;  // where it can lie
    int quantity;
    bool vague;
    bool weak;               // has but a hold, or a traditional date
    bool meets_in_any_case;  // overlaps mine however the two are resolved
};

int wanted_of(const Event& event, const std::string& resource) {
    int wanted = 0;
    for (const ResourceUse& use : event.resources)
        if (use.id == resource) wanted += use.quantity;
    return wanted;
}

std::vector<User> users_of(const Asked& asked, const Instance& it, const std::string& resource) {
    std::vector<Occurrence> found;
    asked.world.find(Dimension::resource, resource, it.extent(), found);
    std::vector<User> users;
    for (const Occurrence& other : found) {
        const Placed& placed = asked.world.placed(other);
        if (!comparable(*it, placed) || !overlap(it.extent(), other.extent)) continue;
        const Instance user = other.repeats()
                                  ? Instance(asked.world.placed(other.event), other.override_index,
                                             other.recurrence_id, other.extent)
                                  : Instance(placed);
        const bool always = overlap(it.times(), user.times()) == Certainty::certain;
        users.push_back({&placed, other.extent, wanted_of(*placed.event, resource),
                         !user.times().fixed(), has_weak_claim(*placed.event), always});
    }
    return users;
}

// How sure a shortage is, and whose wishes it takes to make it, worst first.
struct Degree {
    Severity severity;
    Certainty certainty;
    bool counts(const User& user) const {
        if (user.weak && severity == Severity::blocking) return false;
        return !user.vague || certainty == Certainty::possible;
    }
};
constexpr Degree degrees[] = {{Severity::blocking, Certainty::certain},
                              {Severity::warning, Certainty::certain},
                              {Severity::blocking, Certainty::possible},
                              {Severity::warning, Certainty::possible}};

// What is wanted beside mine at one moment of its time, and by whom; `counted` is the part of it
// that is enough for the degree.
struct Peak {
    int counted = 0;
    int wanted = 0;
    Interval time;
    std::vector<const User*> users;
};

Peak peak_of(const std::vector<User>& users, const Interval& mine, const Degree& degree) {
    Peak peak;
    peak.time = mine;
    std::vector<Instant> moments{mine.start()};
    for (const User& it : users)
        if (it.time.start() > mine.start() && it.time.start() < mine.end())
            moments.push_back(it.time.start());
    for (const Instant at : moments) {
        Peak now;
        Instant until = mine.end();
        for (const User& it : users) {
            if (it.time.start() > at || it.time.end() <= at) continue;
            if (it.vague && degree.certainty == Certainty::certain) continue;
            if (degree.counts(it)) now.counted += it.quantity;
            now.wanted += it.quantity;
            until = std::min(until, it.time.end());
            now.users.push_back(&it);
        }
        now.time = Interval(at, until);
        if (std::tuple(now.counted, now.wanted) > std::tuple(peak.counted, peak.wanted))
            peak = std::move(now);
    }
    return peak;
}

// Where one of the two has no hour, a sweep over where they can lie proves nothing: what mine alone
// wants too much of, or with one that it meets in any case, is certain.
std::optional<Peak> in_any_case(const std::vector<User>& users, const Instance& mine,
                                const Degree& degree, int spare) {
    if (spare < 0) return Peak{0, 0, mine.extent(), {}};
    for (const User& it : users) {
        const bool weakens = it.weak && degree.severity == Severity::blocking;
        if (it.meets_in_any_case && !weakens && it.quantity > spare)
            return Peak{it.quantity, it.quantity, it.time, {&it}};
    }
    return std::nullopt;
}

struct Shortage {
    Degree degree;
    Peak peak;
};

// `spare` is what is left of the stock when mine has what it wants.
std::optional<Shortage> worst_shortage(const std::vector<User>& users, const Instance& mine,
                                       int spare) {
    for (const Degree& degree : degrees) {
        if (degree.certainty == Certainty::possible || mine.times().fixed()) {
            Peak peak = peak_of(users, mine.extent(), degree);
            if (peak.counted > spare) return Shortage{degree, std::move(peak)};
        }
        if (degree.certainty == Certainty::possible) continue;
        if (auto sure = in_any_case(users, mine, degree, spare))
            return Shortage{degree, std::move(*sure)};
    }
    return std::nullopt;
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
            const auto shortage = worst_shortage(users, it, resource->stock - quantity);
            if (!shortage) continue;
            const auto& [degree, peak] = *shortage;
            Finding finding =
                fact_finding(Kind::resource_shortage, degree.severity, degree.certainty, asked, it,
                             {FactType::load, id, resource->name}, peak.time);
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
