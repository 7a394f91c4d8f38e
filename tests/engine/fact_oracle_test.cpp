#include <algorithm>
#include <map>
#include <set>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "engine/conflict/detect.h"
#include "engine/conflict/encounters.h"
#include "engine/conflict/score.h"
#include "engine/conflict/soft_search.h"
#include "engine/model/lifecycle.h"
#include "tests/support/random_world.h"

namespace sopu {
namespace {

using date::days;
using test::RandomWorld;
using test::test_ground;

constexpr minutes quarter{15};

std::string line_of(std::string_view kind, std::string_view severity, bool certain,
                    const std::string& mine, const std::string& other) {
    return std::string(kind) + " " + std::string(severity) +
           (certain ? " certain " : " possible ") + mine + " " + other;
}

// What a question about one event must find, by going through all other events, all closures and
// every quarter of an hour. Endless series and points in time are not in its worlds.
class Oracle {
  public:
    Oracle(const Snapshot& world, const Placed& mine)
        : world_(world), mine_(mine), home_(test_ground().zones.home()) {
        instances_ = instances(mine);
        world.events().for_each([&](EventNumber, const Placed& it) {
            if (it.id() == mine.id()) return;
            for (const Instance& one : instances(it)) others_.push_back({&it, one});
        });
    }

    std::map<std::string, int> lines() {
        for (const Instance& it : instances_) {
            closed(it);
            hours(it);
            capacity(it);
            for (const ResourceUse& use : distinct_resources()) shortage(it, use);
            organiser(it);
            observances(it);
            audiences(it);
        }
        for (std::size_t i = 0; i < instances_.size(); ++i)
            for (std::size_t j = i + 1; j < instances_.size(); ++j) meets_itself(i, j);
        std::map<std::string, int> lines;
        for (const auto& [key, said] : found_)
            lines[line_of(key.first, name_of(said.severity), said.certain, mine_.id().text(),
                          key.second)] = said.count;
        return lines;
    }

  private:
    struct Other {
        const Placed* event;
        Instance one;
    };
    struct Said {
        Severity severity = Severity::opportunity;
        bool certain = false;
        int count = 0;
    };

    std::vector<Instance> instances(const Placed& event) const {
        std::vector<Instance> list = instances_of(world_, event);
        std::erase_if(list, [](const Instance& it) { return !can_conflict(*it->event); });
        return list;
    }
    void say(const std::string& kind, Severity severity, bool certain, const std::string& other) {
        Said& said = found_[{kind, other}];
        ++said.count;
        if (said.count == 1 ||
            std::pair(!certain, severity) < std::pair(!said.certain, said.severity)) {
            said.certain = certain;
            said.severity = severity;
        }
    }

    // Every interval in which it can lie, a quarter apart.
    static std::vector<Interval> resolutions(const Resolutions& times) {
        std::vector<Interval> list;
        for (const Window& window : times.windows)
            for (Instant at = window.span.start(); at + times.duration <= window.span.end();
                 at += quarter)
                list.emplace_back(at, at + times.duration);
        return list;
    }
    // Of all pairs of resolutions: whether some overlap, and whether all do.
    static std::pair<bool, bool> meet(const Resolutions& a, const Resolutions& b) {
        bool some = false;
        bool all = true;
        const auto others = resolutions(b);
        for (const Interval& x : resolutions(a))
            for (const Interval& y : others) (overlap(x, y) ? some : all) = overlap(x, y);
        return {some, all};
    }
    bool judged_together(const Instance& it, const Placed& other) const {
        const Event& a = *it->event;
        const Event& b = *other.event;
        return a.umbrella != b.id.text() && b.umbrella != a.id.text();
    }
    bool siblings(const Instance& it, const Placed& other) const {
        return !it->event->umbrella.empty() && it->event->umbrella == other.event->umbrella;
    }

    void closed(const Instance& it) {
        const Venue* venue = world_.venue(it->space);
        if (venue == nullptr) return;
        std::set<std::string> wholes;
        for (const Venue* at = venue; at != nullptr;
             at = at->part_of ? world_.venue(*at->part_of) : nullptr)
            wholes.insert(at->id.text());
        world_.closures().for_each([&](auto, const Closure& closure) {
            if (!wholes.contains(closure.venue.text())) return;
            const auto [some, all] =
                meet(it.times(), resolve(closure.when, seconds{0}, test_ground().zones));
            if (some) say("venue_closed", Severity::blocking, all, closure.id.text());
        });
    }
    bool open_at(Instant at, const std::vector<OpeningHours>& hours) const {
        const LocalTime local = to_local(at, home_);
        const Date day = date::floor<days>(local);
        const auto minute = (local - LocalTime(day)) / minutes(1);
        const unsigned bit = 1U << (date::weekday(day).iso_encoding() - 1);
        return std::any_of(hours.begin(), hours.end(), [&](const OpeningHours& it) {
            return (it.weekdays & bit) != 0 && it.from_minute <= minute && minute < it.to_minute;
        });
    }
    bool open_through(const Interval& time, const std::vector<OpeningHours>& hours) const {
        for (Instant at = time.start(); at < time.end(); at += quarter)
            if (!open_at(at, hours)) return false;
        return true;
    }
    bool open_on_every_day(const Interval& time, const std::vector<OpeningHours>& hours) const {
        std::map<Date, bool> open;
        for (Instant at = time.start(); at < time.end(); at += quarter) {
            bool& day = open[date::floor<days>(to_local(at, home_))];
            day = day || open_at(at, hours);
        }
        return std::all_of(open.begin(), open.end(), [](const auto& it) { return it.second; });
    }
    void hours(const Instance& it) {
        const Venue* venue = world_.venue(it->space);
        const Venue* whose = venue;
        while (whose != nullptr && whose->opening_hours.empty())
            whose = whose->part_of ? world_.venue(*whose->part_of) : nullptr;
        if (whose == nullptr) return;
        const auto list = resolutions(it.times());
        const auto& said = whose->opening_hours;
        const bool fits = it.times().whole_days
                              ? open_on_every_day(it.extent(), said)
                              : std::any_of(list.begin(), list.end(), [&](const Interval& time) {
                                    return open_through(time, said);
                                });
        if (!fits) say("venue_closed", Severity::warning, true, "hours:" + venue->id.text());
    }
    void capacity(const Instance& it) {
        const Venue* venue = world_.venue(it->space);
        if (venue == nullptr || !venue->capacity || !mine_.event->expected_attendance) return;
        if (*mine_.event->expected_attendance > *venue->capacity)
            say("capacity_exceeded", Severity::warning, true, venue->id.text());
    }

    std::vector<ResourceUse> distinct_resources() const {
        std::map<std::string, int> sums;
        for (const ResourceUse& use : mine_.event->resources) sums[use.id] += use.quantity;
        std::vector<ResourceUse> list;
        for (const auto& [id, quantity] : sums) list.push_back({id, quantity});
        return list;
    }
    // The most that is wanted at one quarter of an hour: [weak too][vague too].
    struct Sums {
        int most[2][2] = {};
        int alone[2] = {};  // of one that is met in any case
    };
    Sums sums_of(const Instance& it, const std::string& resource) const {
        Sums sums;
        for (Instant at = it.extent().start(); at < it.extent().end(); at += quarter) {
            int now[2][2] = {};
            for (const Other& other : others_) {
                if (!judged_together(it, *other.one)) continue;
                const Interval time = other.one.extent();
                if (time.start() > at || at >= time.end()) continue;
                const Claim claim = effective_claim(*other.one->event);
                const bool weak = claim == Claim::expected || claim == Claim::hold;
                const bool vague = !other.one.times().fixed();
                for (const ResourceUse& use : other.one->event->resources)
                    for (int i = weak ? 1 : 0; i < 2 && use.id == resource; ++i)
                        for (int j = vague ? 1 : 0; j < 2; ++j) now[i][j] += use.quantity;
            }
            for (int i = 0; i < 2; ++i)
                for (int j = 0; j < 2; ++j) sums.most[i][j] = std::max(sums.most[i][j], now[i][j]);
        }
        for (const Other& other : others_) {
            if (!judged_together(it, *other.one)) continue;
            const Claim claim = effective_claim(*other.one->event);
            const bool weak = claim == Claim::expected || claim == Claim::hold;
            int wanted = 0;
            for (const ResourceUse& use : other.one->event->resources)
                if (use.id == resource) wanted += use.quantity;
            if (wanted == 0 || !overlap(other.one.extent(), it.extent())) continue;
            const auto [some, all] = meet(it.times(), other.one.times());
            if (!all) continue;
            for (int i = weak ? 1 : 0; i < 2; ++i) sums.alone[i] = std::max(sums.alone[i], wanted);
        }
        return sums;
    }
    void shortage(const Instance& it, const ResourceUse& use) {
        const int spare = world_.resources().find(use.id)->stock - use.quantity;
        const Sums sums = sums_of(it, use.id);
        const bool fixed = it.times().fixed();
        for (const bool certain : {true, false})
            for (const bool weak : {false, true}) {
                const bool swept = !certain || fixed;
                const bool is_short = (swept && sums.most[weak ? 1 : 0][certain ? 0 : 1] > spare) ||
                                      (certain && (spare < 0 || sums.alone[weak ? 1 : 0] > spare));
                if (!is_short) continue;
                say("resource_shortage", weak ? Severity::warning : Severity::blocking, certain,
                    use.id);
                return;
            }
    }

    void organiser(const Instance& it) {
        if (it->event->organisation != OrganisationId("seura")) return;
        for (const Other& other : others_) {
            if (other.one->event->organisation != it->event->organisation) continue;
            if (!judged_together(it, *other.one) || siblings(it, *other.one)) continue;
            if (!overlap(it.extent(), other.one.extent())) continue;
            const bool here =
                it->space == other.one->space && it->municipalities == other.one->municipalities;
            const auto [some, all] = meet(it.times(), other.one.times());
            if (some && !here)
                say("organiser_overlap", Severity::notice, all, other.event->id().text());
        }
    }
    void meets_itself(std::size_t i, std::size_t j) {
        const Instance& a = instances_[i];
        const Instance& b = instances_[j];
        if (!a->space.empty() && a->space == b->space && overlap(a.extent(), b.extent()))
            say("series_self_overlap", Severity::warning, true, mine_.id().text());
    }

    void observances(const Instance& it) {
        std::set<Date> all_days;
        for (Instant at = it.extent().start(); at < it.extent().end(); at += quarter)
            all_days.insert(date::floor<days>(to_local(at, home_)));
        if (all_days.size() > 4) return;
        std::map<std::string, std::size_t> days_of;
        std::map<std::string, const Observance*> by_id;
        for (const Date day : all_days)
            for (const Observed& it_is :
                 test_ground().observances.on(day, day, it->municipalities)) {
                const Observance& observance = *it_is.observance;
                if (observance.kind == ObservanceKind::flag_day || observance.hours) continue;
                if (observance.kind == ObservanceKind::school_holiday &&
                    it_is.last - it_is.first > days(13))
                    continue;
                ++days_of[observance.id];
                by_id[observance.id] = &observance;
            }
        for (const auto& [id, count] : days_of)
            say("observance", Severity::notice,
                by_id[id]->firm && (it.times().fixed() || count == all_days.size()), id);
    }

    static Apart apart(const Placed& a, const Placed& b) {
        Apart found;
        for (const Position& x : a.points)
            for (const Position& y : b.points)
                found.kilometres = std::min(found.kilometres.value_or(1e9), distance_km(x, y));
        found.exact = a.position && b.position;
        return found;
    }
    void audiences(const Instance& it) {
        if (it->points.empty() && !it->profile.online) return;
        if (!it.times().fixed() && it.extent().length() > days(31)) return;
        const Policy& policy = test_ground().policy();
        const double scale =
            scale_of(world_, *it, date::floor<days>(to_local(it.extent().start(), home_)));
        bool routine = false;
        bool routine_certain = false;
        for (const Other& other : others_) {
            if (!judged_together(it, *other.one) || siblings(it, *other.one)) continue;
            // What lies nowhere is not evaluated, from whichever side.
            if (other.one->points.empty() && !other.one->profile.online) continue;
            const SoftScore score = soft_score(
                it->profile, timing_of(it.times(), home_), other.one->profile,
                timing_of(other.one.times(), home_), apart(*it, *other.one), scale, policy);
            const auto severity = soft_severity(score, it->profile, other.one->profile, policy);
            if (!severity) continue;
            if (it->profile.routine || other.one->profile.routine) {
                routine = true;
                routine_certain = routine_certain || !score.possible;
                continue;
            }
            say("audience_overlap", *severity, !score.possible, other.event->id().text());
        }
        if (routine) say("audience_overlap", Severity::notice, routine_certain, "routine");
    }

    const Snapshot& world_;
    const Placed& mine_;
    const Zone& home_;
    std::vector<Instance> instances_;
    std::vector<Other> others_;
    std::map<std::pair<std::string, std::string>, Said> found_;
};

bool is_judged(Kind kind) {
    static const std::set<Kind> judged{Kind::venue_closed,      Kind::capacity_exceeded,
                                       Kind::resource_shortage, Kind::organiser_overlap,
                                       Kind::observance,        Kind::series_self_overlap,
                                       Kind::audience_overlap};
    return judged.contains(kind);
}

std::map<std::string, int> engine_lines(const Snapshot& world, const Placed& mine) {
    std::map<std::string, int> lines;
    for (const Finding& it : detect(world, mine, Weakening::other_side))
        if (is_judged(it.kind))
            lines[line_of(name_of(it.kind), name_of(it.severity),
                          it.certainty == Certainty::certain, mine.id().text(),
                          it.fact ? it.fact->id : it.other.text())] =
                static_cast<int>(it.occurrence_count);
    return lines;
}

std::string joined(const std::map<std::string, int>& lines) {
    std::string text;
    for (const auto& [line, count] : lines) text += line + " x" + std::to_string(count) + "\n";
    return text;
}

// Without what the oracle does not know: endless series, and points in time.
Records small_world(RandomWorld& random, int events) {
    Records records = random.records(events);
    std::erase_if(records.events, [](const auto& it) {
        const auto* timed = std::get_if<Timed>(&it->when);
        const bool endless = it->recurrence && it->recurrence->rule && !it->recurrence->rule->count;
        return endless || (timed != nullptr && timed->end == timed->start);
    });
    return records;
}

// Soft findings below a warning are computed on demand.
bool is_stored(const Finding& it) {
    switch (it.kind) {
        case Kind::audience_overlap:
            return it.severity == Severity::warning;
        case Kind::format_saturation:
        case Kind::possible_duplicate:
        case Kind::opportunity:
            return false;
        default:
            return true;
    }
}

bool takes_part(const Placed& placed) {
    return !placed.times.undated() && can_conflict(*placed.event);
}

TEST_SUITE("engine.conflict.facts") {
    TEST_CASE("facts and soft findings of random worlds equal brute force") {
        std::map<std::string, int> seen;
        CHECK(rc::check([&seen](std::uint64_t seed) {
            RandomWorld random(seed);
            const auto world = Snapshot::build(small_world(random, 18), test_ground());
            world->events().for_each([&](EventNumber, const Placed& mine) {
                if (!takes_part(mine)) return;
                const auto expected = Oracle(*world, mine).lines();
                RC_ASSERT(joined(engine_lines(*world, mine)) == joined(expected));
                for (const auto& [line, count] : expected) {
                    const std::size_t second = line.find(' ', line.find(' ') + 1);
                    ++seen[line.substr(0, line.find(' ', second + 1))];
                }
            });
        }));
        // A kind that never came up would prove nothing.
        for (const char* kind :
             {"venue_closed blocking certain", "venue_closed blocking possible",
              "venue_closed warning certain", "capacity_exceeded warning certain",
              "resource_shortage blocking certain", "resource_shortage warning certain",
              "resource_shortage blocking possible", "organiser_overlap notice certain",
              "organiser_overlap notice possible", "series_self_overlap warning certain",
              "observance notice certain", "audience_overlap warning certain",
              "audience_overlap warning possible", "audience_overlap notice certain",
              "audience_overlap notice possible"}) {
            INFO(std::string(kind));
            CHECK(seen[kind] > 0);
        }
    }

    TEST_CASE("an event far away in time and space changes no finding of others") {
        CHECK(rc::check([](std::uint64_t seed) {
            RandomWorld random(seed);
            Records records = small_world(random, 18);
            const auto before = Snapshot::build(records, test_ground());
            Event far = random.event();
            far.id = EventId("far");
            far.uid = "far@test";
            far.when = Timed{LocalTime(date::local_days(date::year{2029} / 3 / 7)) + minutes(600),
                             std::nullopt, "Europe/Helsinki"};
            far.recurrence = {};
            far.duplicate_of = {};
            far.position = Position{60.1, 24.9};
            records.events.push_back(std::make_shared<const Event>(far));
            const auto after = Snapshot::build(records, test_ground());
            before->events().for_each([&](EventNumber, const Placed& mine) {
                RC_ASSERT(detect(*before, mine, Weakening::other_side) ==
                          detect(*after, *after->event(mine.id()), Weakening::other_side));
            });
        }));
    }

    TEST_CASE("between parts of one umbrella only rooms and things and people are told of") {
        CHECK(rc::check([](std::uint64_t seed) {
            RandomWorld random(seed);
            Records records = small_world(random, 18);
            for (auto& it : records.events) {
                Event part = *it;
                part.umbrella = "roof";
                it = std::make_shared<const Event>(part);
            }
            const auto world = Snapshot::build(records, test_ground());
            world->events().for_each([&](EventNumber, const Placed& mine) {
                for (const Finding& it : detect(*world, mine, Weakening::other_side)) {
                    if (it.other.empty() && it.others.empty()) continue;
                    switch (it.kind) {
                        case Kind::venue_overlap:
                        case Kind::venue_related:
                        case Kind::buffer_overlap:
                        case Kind::regular_slot:
                        case Kind::resource_shortage:
                        case Kind::person_overlap:
                        case Kind::series_self_overlap:
                        case Kind::doubtful_time:
                            break;
                        default:
                            RC_FAIL(std::string(name_of(it.kind)));
                    }
                }
            });
        }));
    }

    TEST_CASE("the stored conflicts are what each event has with those that start after it") {
        CHECK(rc::check([](std::uint64_t seed) {
            RandomWorld random(seed);
            const auto world = Snapshot::build(random.records(18), test_ground());
            std::vector<Finding> expected;
            world->events().for_each([&](EventNumber, const Placed& mine) {
                for (Finding& it : detect(*world, mine, Weakening::either_side)) {
                    const Placed* other = it.other.empty() ? nullptr : world->event(it.other);
                    const bool own = other == nullptr || other->id() == mine.id();
                    const bool first =
                        own || std::pair(mine.times.extent().start(), mine.id()) <
                                   std::pair(other->times.extent().start(), other->id());
                    if (first && is_stored(it)) expected.push_back(std::move(it));
                }
            });
            sort_findings(expected);
            std::vector<Finding> found = detect_all(*world);
            std::erase_if(found, [](const Finding& it) { return !is_stored(it); });
            RC_ASSERT(found == expected);
        }));
    }

    TEST_CASE("a soft pair that is stored is found from either side") {
        CHECK(rc::check([](std::uint64_t seed) {
            RandomWorld random(seed);
            const auto world = Snapshot::build(small_world(random, 18), test_ground());
            const auto pairs = [&](bool turned) {
                std::set<std::string> lines;
                world->events().for_each([&](EventNumber, const Placed& mine) {
                    for (const Finding& it : detect(*world, mine, Weakening::either_side))
                        if (it.kind == Kind::audience_overlap && !it.other.empty() &&
                            it.severity == Severity::warning)
                            lines.insert(turned ? it.other.text() + " " + it.mine.text()
                                                : it.mine.text() + " " + it.other.text());
                });
                return lines;
            };
            RC_ASSERT(pairs(false) == pairs(true));
        }));
    }
}

}  // namespace
}  // namespace sopu
