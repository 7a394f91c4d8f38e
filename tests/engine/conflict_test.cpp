#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "engine/conflict/detect.h"
#include "engine/conflict/travel.h"
#include "engine/conflict/verdict.h"
#include "tests/support/random_world.h"

namespace sopu {
namespace {

using test::RandomWorld;
using test::test_ground;

// The naive oracle: every pair, every kind, from the text of CONFLICTS.md, without the index, the
// rules or the venue tree of the engine. Times are judged by enumerating resolutions on a grid.
class Oracle {
  public:
    explicit Oracle(const Snapshot& world) : world_(world) {
        world.events().for_each([&](EventNumber, const Placed& it) { placed_.push_back(&it); });
    }

    std::set<std::string> all() const {
        std::set<std::string> lines;
        for (const Placed* mine : placed_)
            for (const Placed* other : placed_)
                if (first(*mine, *other)) judge(*mine, *other, lines);
        return lines;
    }

  private:
    static bool first(const Placed& a, const Placed& b) {
        if (a.times.undated() || b.times.undated()) return false;
        const auto start_a = a.times.windows.front().span.start();
        const auto start_b = b.times.windows.front().span.start();
        return start_a != start_b ? start_a < start_b : a.id().text() < b.id().text();
    }
    static bool counts(const Event& event) {
        if (event.transparent || event.duplicate_of) return false;
        if (event.state == State::draft || event.state == State::withdrawn ||
            event.state == State::declined)
            return false;
        return event.takes_place != TakesPlace::cancelled &&
               event.takes_place != TakesPlace::postponed;
    }
    static bool weak(const Event& event) {
        return !event.verified || event.claim == Claim::expected || event.claim == Claim::hold;
    }
    const Venue* venue(const std::string& id) const { return world_.venues().find(id); }
    bool inside(std::string section, const std::string& whole) const {
        for (int depth = 0; depth < 10; ++depth) {
            const Venue* it = venue(section);
            if (!it || !it->part_of) return false;
            section = it->part_of->text();
            if (section == whole) return true;
        }
        return false;
    }
    bool uses(const std::string& space, const std::string& exclusive) const {
        const Venue* it = venue(space);
        return it && std::count(it->shares.begin(), it->shares.end(), VenueId(exclusive)) > 0;
    }
    bool related(const std::string& a, const std::string& b) const {
        if (inside(a, b) || inside(b, a) || uses(a, b) || uses(b, a)) return true;
        for (const auto& id : {"v0", "v1", "v2", "v3", "v4", "v5", "v6"})
            if (uses(a, id) && uses(b, id)) return true;
        return false;
    }

    // Starts that a resolution may have, on a grid of a quarter, and the last one.
    static std::vector<Instant> starts(const Resolutions& times, bool waking) {
        std::vector<Instant> list;
        for (const Window& window : times.windows) {
            // What is too long for the waking hours needs the night as well.
            const bool fits = window.waking.length() >= times.duration;
            const Interval& span = waking && fits ? window.waking : window.span;
            const seconds room = span.length() - std::min(times.duration, span.length());
            for (seconds at{0}; at < room; at += minutes(15)) list.push_back(span.start() + at);
            list.push_back(span.start() + room);
        }
        return list;
    }
    struct Relation {
        bool some_overlap = false, every_overlap = true, some_close = false, every_close = true;
    };

    // One occurrence: what holds for it, when it can start, and how long it lasts.
    struct One {
        const Placed* then;
        std::vector<Instant> starts, waking_starts;
        seconds length;
        Instant first, last;  // of its extent
        bool beyond = false;  // of an endless series, after the end that counts for two of them
    };
    std::vector<One> occurrences(const Placed& placed, const Placed& against) const {
        std::vector<One> list;
        if (!placed.series) {
            const Resolutions& times = placed.times;
            if (times.windows.empty()) return list;
            list.push_back({&placed, starts(times, false), starts(times, true), times.duration,
                            times.windows.front().span.start(), times.windows.back().span.end()});
            return list;
        }
        const bool endless =
            placed.event->recurrence->rule && !placed.event->recurrence->rule->count;
        const Instant first = placed.times.windows.front().span.start();
        const Instant other_first = against.times.windows.front().span.start();
        Instant two_years = std::max({first, other_first, world_.last_tick()});
        two_years = date::sys_days(date::year_month_day(date::floor<date::days>(two_years)) +
                                   date::months(24)) +
                    (two_years - date::floor<date::days>(two_years));
        const auto expanded = recur::expand(
            placed.series->said, world_.ground().zones,
            {date::sys_days(date::year(2020) / 1 / 1), date::sys_days(date::year(2045) / 1 / 1)});
        for (const recur::Occurrence& it : *expanded)
            list.push_back({&placed.at(it.override_index),
                            {it.start},
                            {it.start},
                            it.end - it.start,
                            it.start,
                            it.end,
                            endless && it.start >= two_years});
        return list;
    }
    static bool is_slot(const Placed& event, const One& one) {
        return event.series && one.then->event->regular_slot;
    }
    static Relation relate(const One& a, const One& b, seconds after_a, seconds after_b) {
        Relation relation;
        const bool solid = a.length > seconds(0) && b.length > seconds(0);
        for (const Instant x : a.starts)
            for (const Instant y : b.starts) {
                const bool meet = solid && x < y + b.length && y < x + a.length;
                (meet ? relation.some_overlap : relation.every_overlap) = meet;
            }
        for (const Instant x : a.waking_starts)
            for (const Instant y : b.waking_starts) {
                const bool close = solid && (x + a.length <= y ? y - (x + a.length) < after_a
                                                               : x - (y + b.length) < after_b);
                (close ? relation.some_close : relation.every_close) = close;
            }
        return relation;
    }

    // The worst that was found of a kind, and how many pairs of occurrences.
    struct Said {
        std::string worst = "9";
        int count = 0;
    };
    using Found = std::map<std::string, Said>;

    static void say(Found& found, const char* kind, bool blocking, bool weakened, bool certain) {
        Said& said = found[kind];
        ++said.count;
        const std::string text = std::string(certain ? "0" : "1") +
                                 (blocking && !weakened ? "0 blocking " : "1 warning ") +
                                 (certain ? "certain " : "possible ");
        said.worst = std::min(said.worst, text);
    }
    void judge(const Placed& mine, const Placed& other, std::set<std::string>& lines) const {
        Found found;
        for (const One& a : occurrences(mine, other))
            for (const One& b : occurrences(other, mine)) {
                if (mine.is_endless() && other.is_endless() && (a.beyond || b.beyond)) continue;
                // Far apart nothing can be found; travel in this country takes less than two days.
                if (a.first > b.last + date::days(2) || b.first > a.last + date::days(2)) continue;
                judge(a, b, is_slot(mine, a) != is_slot(other, b), found);
            }
        for (const auto& [kind, said] : found)
            lines.insert(kind + " " + said.worst.substr(3) + std::to_string(said.count) + " " +
                         mine.id().text() + " " + other.id().text());
    }
    void judge(const One& mine, const One& other, bool slot, Found& found) const {
        const Event& a = *mine.then->event;
        const Event& b = *other.then->event;
        if (!counts(a) || !counts(b)) return;
        if (a.umbrella == b.id.text() || b.umbrella == a.id.text()) return;
        const bool weakened = weak(a) || weak(b);
        const std::string& here = mine.then->space.text();
        const std::string& there = other.then->space.text();
        const bool same = !here.empty() && here == there;
        if (same || (!here.empty() && !there.empty() && related(here, there)))
            judge_space(mine, other, same, slot, weakened, found);
        std::vector<std::string> common;
        for (const auto& person : a.people)
            if (std::count(b.people.begin(), b.people.end(), person)) common.push_back(person);
        if (common.empty()) return;
        const seconds travel = travel_between(*mine.then, *other.then, test_ground()).time;
        const Relation r = relate(mine, other, travel, travel);
        if (r.some_overlap)
            say(found, "person_overlap", false, weakened, r.every_overlap);
        else if (r.some_close)
            say(found, "person_overlap", false, weakened, r.every_close);
    }
    void judge_space(const One& mine, const One& other, bool same, bool slot, bool weakened,
                     Found& found) const {
        const Relation r = relate(mine, other, std::max(mine.then->teardown, other.then->setup),
                                  std::max(other.then->teardown, mine.then->setup));
        if (r.some_overlap && same && slot) {
            say(found, "regular_slot", false, weakened, r.every_overlap);
            return;
        }
        if (r.some_overlap) {
            say(found, same ? "venue_overlap" : "venue_related", true, weakened, r.every_overlap);
            return;
        }
        const Venue* my_venue = venue(mine.then->space.text());
        const Venue* other_venue = venue(other.then->space.text());
        const bool blocks =
            (my_venue && my_venue->buffer_blocks) || (other_venue && other_venue->buffer_blocks);
        if (r.some_close) say(found, "buffer_overlap", blocks, weakened, r.every_close);
    }

    const Snapshot& world_;
    std::vector<const Placed*> placed_;
};

// The kinds that this oracle knows.
bool known(Kind kind) {
    return kind == Kind::venue_overlap || kind == Kind::venue_related ||
           kind == Kind::buffer_overlap || kind == Kind::regular_slot ||
           kind == Kind::person_overlap;
}

std::set<std::string> engine_says(const Snapshot& world) {
    std::set<std::string> lines;
    for (const Finding& it : detect_all(world))
        if (known(it.kind))
            lines.insert(std::string(name_of(it.kind)) + " " + std::string(name_of(it.severity)) +
                         " " + std::string(name_of(it.certainty)) + " " +
                         std::to_string(it.occurrence_count) + " " + it.mine.text() + " " +
                         it.other.text());
    return lines;
}

std::string joined(const std::set<std::string>& lines) {
    std::string all;
    for (const auto& line : lines) all += line + "\n";
    return all;
}

Event timed(const char* id, int hour, int minute, int length_minutes) {
    Event event;
    event.id = EventId(id);
    event.uid = id;
    event.municipality = MunicipalityCode("777");
    event.venue_text = "Sali";
    event.state = State::published;
    event.verified = true;
    const LocalTime start =
        date::local_days(date::year{2026} / 12 / 2) + std::chrono::hours(hour) + minutes(minute);
    event.when = Timed{start, start + minutes(length_minutes), "Europe/Helsinki"};
    return event;
}

std::vector<Finding> between(const Event& a, const Event& b) {
    Records records;
    records.events = {std::make_shared<const Event>(a), std::make_shared<const Event>(b)};
    return detect_all(*Snapshot::build(records, test_ground()));
}

TEST_SUITE("engine.conflict") {
    TEST_CASE("findings of random worlds equal brute force over all pairs") {
        std::size_t seen = 0;
        CHECK(rc::check([&seen](std::uint64_t seed) {
            RandomWorld random(seed);
            const auto world =
                Snapshot::build(random.records(28), test_ground())->after(random.changes(10), 1);
            const auto expected = Oracle(*world).all();
            RC_ASSERT(joined(engine_says(*world)) == joined(expected));
            seen += expected.size();
        }));
        CHECK(seen > 300);  // worlds in which nothing clashes would prove nothing
    }

    TEST_CASE("a question finds what the stored pair has, from either side") {
        CHECK(rc::check([](std::uint64_t seed) {
            RandomWorld random(seed);
            const auto world = Snapshot::build(random.records(25), test_ground());
            std::set<std::string> pairs;
            for (const Finding& it : detect_all(*world))
                if (known(it.kind) || it.kind == Kind::organiser_overlap)
                    pairs.insert(std::string(name_of(it.kind)) + it.mine.text() + it.other.text());
            std::set<std::string> asked;
            world->events().for_each([&](EventNumber, const Placed& placed) {
                for (const Finding& it : detect(*world, placed, Weakening::other_side))
                    if (!known(it.kind) && it.kind != Kind::organiser_overlap)
                        continue;
                    else if (pairs.contains(std::string(name_of(it.kind)) + it.mine.text() +
                                            it.other.text()))
                        asked.insert(std::string(name_of(it.kind)) + it.mine.text() +
                                     it.other.text());
                    else
                        RC_ASSERT(pairs.contains(std::string(name_of(it.kind)) + it.other.text() +
                                                 it.mine.text()));
            });
            RC_ASSERT(asked == pairs);
        }));
    }

    TEST_CASE("touching is fine, one minute over is blocking") {
        CHECK(between(timed("a", 10, 0, 120), timed("b", 12, 0, 60)).empty());
        const auto findings = between(timed("a", 10, 0, 121), timed("b", 12, 0, 60));
        REQUIRE(findings.size() == 1);
        CHECK(findings[0].kind == Kind::venue_overlap);
        CHECK(findings[0].severity == Severity::blocking);
        CHECK(std::get<std::int64_t>(findings[0].factors.at("minutes")) == 1);
    }

    TEST_CASE("buffers of 60 after and 30 before need 60 minutes, not 90") {
        Event a = timed("a", 10, 0, 120);
        a.teardown_minutes = 60;
        Event b = timed("b", 13, 0, 60);
        b.setup_minutes = 30;
        CHECK(between(a, b).empty());
        b.when = timed("b", 12, 59, 60).when;
        const auto findings = between(a, b);
        REQUIRE(findings.size() == 1);
        CHECK(findings[0].kind == Kind::buffer_overlap);
        CHECK(findings[0].severity == Severity::warning);
        CHECK(std::get<std::int64_t>(findings[0].factors.at("needed_minutes")) == 60);
        CHECK(std::get<std::int64_t>(findings[0].factors.at("minutes")) == 59);
    }

    TEST_CASE("a hold or an unverified other weakens a blocking finding to a warning") {
        const Event a = timed("a", 10, 0, 120);
        Event b = timed("b", 11, 0, 60);
        b.claim = Claim::hold;
        CHECK(between(a, b)[0].severity == Severity::warning);
        b.claim = Claim::tentative;
        CHECK(between(a, b)[0].severity == Severity::blocking);
        b.verified = false;
        CHECK(between(a, b)[0].severity == Severity::warning);
    }

    TEST_CASE("a vague day in a hall in use is possible, not certain") {
        Event b = timed("b", 0, 0, 0);
        const Date day = date::local_days(date::year{2026} / 12 / 2);
        b.when = Vague{day, day, Precision::day, std::nullopt, std::nullopt};
        const auto findings = between(timed("a", 10, 0, 120), b);
        REQUIRE(findings.size() == 1);
        CHECK(findings[0].certainty == Certainty::possible);
        // In a hall taken for the whole day there is no resolution without an overlap.
        CHECK(between(timed("a", 0, 0, 1440), b)[0].certainty == Certainty::certain);
    }

    TEST_CASE("one person in two villages needs the time to drive between them") {
        Event a = timed("a", 10, 0, 60);
        a.people = {"puhuja-1"};
        Event b = timed("b", 12, 0, 60);
        b.people = {"puhuja-1"};
        b.venue_text = "Toinen sali";
        CHECK(between(a, b).empty());              // the same village: quarter of an hour is enough
        b.municipality = MunicipalityCode("698");  // Rovaniemi
        const auto findings = between(a, b);
        REQUIRE(findings.size() == 1);
        CHECK(findings[0].kind == Kind::person_overlap);
        CHECK(std::get<std::int64_t>(findings[0].factors.at("travel_minutes")) > 60);
        b.attendance_mode = AttendanceMode::online;
        CHECK(between(a, b).empty());
    }

    TEST_CASE("two vague days one after the other leave a night to travel in") {
        Event a = timed("a", 0, 0, 0);
        Event b = timed("b", 0, 0, 0);
        a.people = b.people = {"puhuja-1"};
        a.municipality = MunicipalityCode("759");  // Soini
        b.municipality = MunicipalityCode("005");  // Alajärvi
        a.venue_text = b.venue_text = "";
        const Date day = date::local_days(date::year{2018} / 4 / 17);
        a.when = Vague{day, day, Precision::day, std::nullopt, std::nullopt};
        b.when = a.when;
        const auto findings = between(a, b);
        REQUIRE(findings.size() == 1);
        CHECK(findings[0].kind == Kind::person_overlap);
        CHECK(findings[0].certainty == Certainty::possible);
        const Date next = day + date::days(1);
        b.when = Vague{next, next, Precision::day, std::nullopt, std::nullopt};
        CHECK(between(a, b).empty());
    }

    TEST_CASE("the verdict follows the worst certain finding, then the possible, then coverage") {
        const auto finding = [](Severity severity, Certainty certainty) {
            Finding it;
            it.severity = severity;
            it.certainty = certainty;
            return it;
        };
        const Finding warning = finding(Severity::warning, Certainty::certain);
        const Finding notice = finding(Severity::notice, Certainty::certain);
        const Finding maybe_blocking = finding(Severity::blocking, Certainty::possible);
        const Finding maybe_notice = finding(Severity::notice, Certainty::possible);
        const Finding opportunity = finding(Severity::opportunity, Certainty::certain);
        const auto verdict = [](std::vector<Finding> list, bool enough = true) {
            return verdict_of(list, enough);
        };
        CHECK(verdict({}) == Verdict::clear);
        CHECK(verdict({}, false) == Verdict::unknown);
        CHECK(verdict({opportunity}) == Verdict::clear);
        CHECK(verdict({notice}) == Verdict::notice);
        CHECK(verdict({notice}, false) == Verdict::unknown);
        CHECK(verdict({warning}, false) == Verdict::warning);
        CHECK(verdict({warning, maybe_blocking}) == Verdict::unclear);
        CHECK(verdict({finding(Severity::blocking, Certainty::certain), maybe_blocking}) ==
              Verdict::blocking);
        CHECK(verdict({maybe_notice}) == Verdict::clear);
        CHECK(verdict({maybe_blocking}, false) == Verdict::unclear);
    }
}

}  // namespace
}  // namespace sopu
