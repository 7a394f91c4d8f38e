// What a crowd of events amounts to (a busy time, too many of one kind, what could be done
// together, one event told twice) and the deadlines, by going through all other events of random
// worlds.
#include <algorithm>
#include <map>
#include <set>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "engine/conflict/detect.h"
#include "engine/conflict/encounters.h"
#include "engine/conflict/score.h"
#include "engine/conflict/soft_search.h"
#include "engine/conflict/title_similarity.h"
#include "engine/model/lifecycle.h"
#include "tests/support/random_world.h"

namespace sopu {
namespace {

using date::days;
using test::RandomWorld;
using test::test_ground;

// Thresholds that few events reach, so that small worlds have findings.
const Ground& crowded_ground() {
    Policy policy;
    policy.busy_floor_score = 40;
    policy.saturation_count = 2;
    static const Policies policies(policy);
    const Ground& usual = test_ground();
    static const Ground ground{usual.zones, usual.gazetteer, usual.observances, policies,
                               usual.fold};
    return ground;
}

// Events of a few weeks, with deadlines, some of them told in two languages.
Records crowded_world(std::uint64_t seed) {
    RandomWorld random(seed);
    Records records = random.records(30);
    std::mt19937_64 more(seed);
    const auto below = [&more](std::uint64_t bound) { return static_cast<int>(more() % bound); };
    std::erase_if(records.events, [](const auto& it) {
        const auto* timed = std::get_if<Timed>(&it->when);
        const bool endless = it->recurrence && it->recurrence->rule && !it->recurrence->rule->count;
        return endless || (timed != nullptr && timed->end == timed->start);
    });
    for (auto& record : records.events) {
        Event event = *record;
        const days by(7 * (below(5) - 2));
        if (auto* timed = std::get_if<Timed>(&event.when); timed && !event.recurrence) {
            timed->start += by;
            if (timed->end) *timed->end += by;
        }
        if (below(3) == 0) event.title = {{"fi", "Joulumyyjäiset"}};
        if (below(3) == 0) event.title = {{"sv", "Julbasar"}};
        if (below(3) == 0) event.conditions = {"outdoors", "alcohol"};
        if (below(3) == 0) event.expected_attendance = 250;
        event.umbrella = below(10) == 0 ? "roof" : event.umbrella;
        record = std::make_shared<const Event>(event);
    }
    records.last_tick.at = date::sys_days(date::year{2026} / 10 / 12) + days(below(20));
    return records;
}

class CrowdOracle {
  public:
    CrowdOracle(const Snapshot& world, const Placed& mine)
        : world_(world),
          mine_(mine),
          policy_(world.ground().policy()),
          home_(world.ground().zones.home()) {
        instances_ = instances(mine);
        world.events().for_each([&](EventNumber, const Placed& it) {
            if (it.id() == mine.id()) return;
            for (Instance& one : instances(it)) others_.push_back({&it, std::move(one)});
        });
    }

    // "kind fact or other: how many others, of a busy time also how many usually".
    std::set<std::string> lines() {
        for (const Instance& it : instances_) {
            const bool asked = it.times().fixed() || it.extent().length() <= days(31);
            if ((it->points.empty() && !it->profile.online) || it.extent().empty() || !asked)
                continue;
            busy(it);
            saturation(it);
            opportunity(it);
            duplicate(it);
        }
        deadlines();
        return lines_;
    }

  private:
    struct Other {
        const Placed* event;
        Instance one;
        const Profile& profile() const { return one->profile; }
    };

    std::vector<Instance> instances(const Placed& event) const {
        std::vector<Instance> list = instances_of(world_, event);
        std::erase_if(list, [](const Instance& it) { return !can_conflict(*it->event); });
        return list;
    }
    bool judged(const Instance& it, const Other& other) const {
        const Event& a = *it->event;
        const Event& b = *other.one->event;
        if (a.umbrella == other.event->id().text() || b.umbrella == mine_.id().text()) return false;
        if (!a.umbrella.empty() && a.umbrella == b.umbrella) return false;
        return !other.one->points.empty() || other.profile().online;
    }
    static std::optional<double> kilometres(const Placed& a, const Placed& b) {
        std::optional<double> least;
        for (const Position& x : a.points)
            for (const Position& y : b.points)
                least = std::min(least.value_or(1e9), distance_km(x, y));
        return least;
    }
    SoftScore score(const Instance& it, const Timing& time, const Other& other) const {
        const Date day = date::floor<days>(to_local(it.extent().start(), home_));
        return soft_score(it->profile, time, other.profile(), timing_of(other.one.times(), home_),
                          {kilometres(*it, *other.one), true}, scale_of(world_, *it, day), policy_);
    }
    // The days it touches, as numbers.
    Range days_of(const Interval& extent) const { return local_span(extent, home_).days; }

    // The same hours of the clock so many weeks away.
    Timing weeks_away(const Instance& it, int weeks) const {
        const auto moved = [&](Instant at) {
            return to_instant(to_local(at, home_) + days(7 * weeks), home_);
        };
        Timing time{it.times().duration, {}};
        for (const Window& window : it.times().windows)
            time.windows.push_back(
                local_span({moved(window.span.start()), moved(window.span.end())}, home_));
        if (it.times().fixed()) time.duration = time.windows.front().span.length();
        return time;
    }
    struct Load {
        double score = 0;
        std::set<EventId> events;
    };
    Load load(const Instance& it, int weeks) const {
        const Timing time = weeks == 0 ? timing_of(it.times(), home_) : weeks_away(it, weeks);
        Load sum;
        for (const Other& other : others_) {
            if (!judged(it, other) || other.profile().routine || other.profile().long_lived)
                continue;
            const SoftScore taken = score(it, time, other);
            const bool same_time = taken.time.together == Together::overlapping ||
                                   taken.time.together == Together::part_of_day;
            if (!same_time || taken.value <= 0) continue;
            sum.score += taken.value;
            sum.events.insert(other.event->id());
        }
        return sum;
    }
    void busy(const Instance& it) {
        if (it->profile.routine || it->profile.long_lived || mine_.series) return;
        const Load now = load(it, 0);
        std::vector<std::pair<double, std::size_t>> around;
        for (int week = -4; week <= 4; ++week)
            if (week != 0) {
                const Load then = load(it, week);
                around.emplace_back(then.score, then.events.size());
            }
        std::sort(around.begin(), around.end());
        const auto& [median, usual] = around[4];
        if (now.score > policy_.busy_floor_score && now.score > policy_.busy_factor * median)
            say("busy_time busy", now.events.size(), usual);
    }

    void saturation(const Instance& it) {
        if (it->profile.format == 0 || it->profile.routine) return;
        std::set<EventId> same;
        for (const Other& other : others_)
            if (judged(it, other) && !other.profile().routine &&
                other.profile().format == it->profile.format &&
                score(it, timing_of(it.times(), home_), other).value > 0)
                same.insert(other.event->id());
        if (static_cast<int>(same.size()) + 1 >= policy_.saturation_count)
            say("format_saturation " + it->event->format, same.size());
    }

    void opportunity(const Instance& it) {
        if (it->profile.routine || it->profile.long_lived || !it.times().fixed()) return;
        Range around = days_of(it.extent());
        around = {around.first - 1, around.last + 1};
        std::vector<EventId> near;
        for (const Other& other : others_) {
            const auto away = kilometres(*it, *other.one);
            if (!judged(it, other) || other.profile().routine || other.profile().long_lived)
                continue;
            if (!away || *away > policy_.opportunity_km) continue;
            if (overlap(it.extent(), other.one.extent())) continue;
            if (!common(around, days_of(other.one.extent()))) continue;
            if (common(it->profile.audiences, other.profile().audiences) == 0) continue;
            near.push_back(other.event->id());
        }
        if (near.size() > 3) return say("opportunity nearby", near.size());
        for (const EventId& id : near) say("opportunity " + id.text(), 0);
    }

    void duplicate(const Instance& it) {
        for (const Other& other : others_) {
            const auto away = kilometres(*it, *other.one);
            if (!judged(it, other) || other.profile().routine || !away || *away > 1) continue;
            const seconds apart = it.extent().start() - other.one.extent().start();
            if (std::chrono::abs(apart) > std::chrono::hours(1)) continue;
            if (!it->space.empty() && !other.one->space.empty() && it->space != other.one->space)
                continue;
            if (!common(days_of(it.extent()), days_of(other.one.extent()))) continue;
            if (title_similarity(it->event->title, other.one->event->title) <
                policy_.duplicate_title_similarity)
                continue;
            say("possible_duplicate " + other.event->id().text(), 0);
        }
    }

    void deadlines() {
        const Date today = date::floor<days>(to_local(world_.last_tick(), home_));
        for (const Instance& it : instances_) {
            const Date first{days{days_of(it.extent()).first}};
            if (first < today) continue;
            for (const auto& [id, lead] : policy_.lead_times) {
                const auto& said = mine_.event->conditions;
                const bool asked = lead.condition.empty() ||
                                   std::count(said.begin(), said.end(), lead.condition) > 0;
                const bool large =
                    mine_.event->expected_attendance.value_or(0) >= lead.attendance_min;
                if (lead.applies && asked && large &&
                    first - days{lead.days} <= today + days{policy_.lead_time_near_days})
                    say("lead_time " + id, 0);
            }
            return;  // of a series the next one
        }
    }

    void say(const std::string& what, std::size_t others, std::size_t usual = 0) {
        lines_.insert(what + " " + std::to_string(others) + " " + std::to_string(usual));
    }

    const Snapshot& world_;
    const Placed& mine_;
    const Policy& policy_;
    const Zone& home_;
    std::vector<Instance> instances_;
    std::vector<Other> others_;
    std::set<std::string> lines_;
};

std::set<std::string> engine_lines(const Snapshot& world, const Placed& mine) {
    std::set<std::string> lines;
    for (const Finding& it : detect(world, mine, Weakening::other_side)) {
        std::size_t others = 0;
        std::size_t usual = 0;
        switch (it.kind) {
            case Kind::busy_time:
                usual = static_cast<std::size_t>(std::get<std::int64_t>(it.factors.at("usual")));
                [[fallthrough]];
            case Kind::format_saturation:
            case Kind::opportunity:
                others = it.others.size();
                break;
            case Kind::possible_duplicate:
            case Kind::lead_time:
                break;
            default:
                continue;
        }
        lines.insert(std::string(name_of(it.kind)) + " " +
                     (it.fact ? it.fact->id : it.other.text()) + " " + std::to_string(others) +
                     " " + std::to_string(usual));
    }
    return lines;
}

// What cannot be held as it stands has no opportunity to offer.
bool is_blocked(const Snapshot& world, const Placed& mine) {
    const auto findings = detect(world, mine, Weakening::other_side);
    return !mine.series && std::any_of(findings.begin(), findings.end(), [](const Finding& it) {
        return it.severity == Severity::blocking && it.certainty == Certainty::certain;
    });
}

std::string joined(const std::set<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

}  // namespace

TEST_SUITE("engine.conflict.crowds") {
    TEST_CASE("busy times, saturation, opportunities, duplicates and deadlines equal brute force") {
        std::map<std::string, int> seen;
        CHECK(rc::check([&seen](std::uint64_t seed) {
            const auto world = Snapshot::build(crowded_world(seed), crowded_ground());
            world->events().for_each([&](EventNumber, const Placed& mine) {
                // Of a series one finding stands for many: singles are counted exactly.
                if (mine.times.undated() || !can_conflict(*mine.event) || mine.series) return;
                std::set<std::string> expected = CrowdOracle(*world, mine).lines();
                if (is_blocked(*world, mine))
                    std::erase_if(expected,
                                  [](const auto& it) { return it.starts_with("opportunity"); });
                RC_ASSERT(joined(engine_lines(*world, mine)) == joined(expected));
                for (const std::string& line : expected) ++seen[line.substr(0, line.find(' '))];
            });
        }));
        // A kind that never came up would prove nothing.
        for (const char* kind :
             {"busy_time", "format_saturation", "opportunity", "possible_duplicate", "lead_time"}) {
            INFO(std::string(kind));
            CHECK(seen[kind] > 0);
        }
    }

    TEST_CASE(
        "what is counted of a crowd is what each event is told, and what a question is told") {
        std::size_t seen = 0;
        CHECK(rc::check([&seen](std::uint64_t seed) {
            const auto world = Snapshot::build(crowded_world(seed), crowded_ground());
            const auto busy_of = [](const std::vector<Finding>& findings) {
                std::vector<Finding> busy;
                for (const Finding& it : findings)
                    if (it.kind == Kind::busy_time) busy.push_back(it);
                sort_findings(busy);
                return busy;
            };
            std::vector<Finding> stored, asked;
            world->events().for_each([&](EventNumber, const Placed& mine) {
                for (Finding& it : detect(*world, mine, Weakening::either_side))
                    stored.push_back(std::move(it));
                for (Finding& it : detect(*world, mine, Weakening::other_side))
                    asked.push_back(std::move(it));
            });
            seen += busy_of(stored).size();
            RC_ASSERT(busy_of(detect_all(*world)) == busy_of(stored));
            RC_ASSERT(busy_of(asked) == busy_of(stored));
        }));
        CHECK(seen > 0);
    }
}

}  // namespace sopu
