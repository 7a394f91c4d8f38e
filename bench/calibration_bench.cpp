// Does a warning mean something, and is it rare enough to be read? Fresh drafts in the simulated
// national year (tests/sim/README.md) are judged by the engine and by the true clash, which knows
// nothing of scores. The anchors are what CONFLICTS wants; docs/decisions/0012 keeps the figures.
//
//     calibration_bench [--quick | --scale 0.1] [--drafts 3000] [--target 3]
//                       [--busy-floor 150] [--busy-factor 1.5] [--full-share 0.3333] [--seed 2]
#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bench/measure.h"
#include "bench/sim_world.h"
#include "engine/conflict/detect.h"
#include "tests/sim/clashes.h"
#include "tests/sim/drafts.h"

namespace {

using namespace sopu;

struct Asked {
    sim::Options options{1, 1.0, {}};
    int drafts = 3'000;
    Policy policy;
};

// What the engine says of one draft, as far as the measures go.
struct Answer {
    std::set<EventId> warned_of;  // by audience
    bool busy = false;
    std::size_t listed = 0;

    bool warned() const { return busy || !warned_of.empty(); }
};

struct Measured {
    const Snapshot& world;
    const sim::Year& year;
    const sim::Clashes& clashes;
    std::map<Kind, std::size_t> kinds;  // findings of drafts of any kind

    Answer ask(const Event& draft) const {
        const Placed placed = world.place(std::make_shared<const Event>(draft));
        Answer answer;
        const auto findings = detect(world, placed, Weakening::other_side);
        answer.listed = std::min(findings.size(), limits::findings_listed_max);
        for (const Finding& it : findings) {
            if (it.severity != Severity::warning) continue;
            if (it.kind == Kind::busy_time) answer.busy = true;
            if (it.kind == Kind::audience_overlap) answer.warned_of.insert(it.other);
        }
        return answer;
    }
};

double per_cent(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(whole);
}

enum class Wanted { at_least, at_most };

void row(const char* what, std::size_t n, double ours, double wanted, Wanted way,
         const char* unit = "%") {
    const double ratio = way == Wanted::at_least ? ours / wanted : wanted / std::max(ours, 1e-9);
    bench::print({"calibration", what, n, ours, wanted,
                  way == Wanted::at_least ? "wanted at least" : "wanted at most", unit, ratio});
}

struct Recall {
    std::size_t all = 0;
    std::size_t warned = 0;
    std::size_t readable = 0;  // in a common language
    std::size_t readable_warned = 0;

    void add(const Measured& measured, const Event& draft, const Answer& answer) {
        sim::Meaning readable_only;
        readable_only.across_languages = false;
        for (const Event* it : measured.clashes.of(draft)) {
            const bool found = answer.warned_of.contains(it->id);
            const bool common = measured.clashes.is_true(draft, *it, readable_only);
            ++all;
            warned += found ? 1 : 0;
            readable += common ? 1 : 0;
            readable_warned += common && found ? 1 : 0;
        }
    }
};

// Another year has other drafts as well: those of seed 1 chose the numbers.
std::uint64_t seed_of(const Measured& measured) {
    return measured.year.country.options().seed;
}

// Drafts of every kind: recall, precision, and how long the answer is.
void any_drafts(const Measured& measured, int n) {
    sim::Drafts stream(measured.year.country, 2 * seed_of(measured) - 1);
    sim::Meaning half;
    half.reach_share = 0.5;
    Recall recall;
    std::size_t warned = 0;
    std::size_t by_audience = 0;
    std::size_t right = 0;
    std::size_t audience_right = 0;
    std::vector<std::size_t> listed;
    std::vector<Event> drafts;
    for (int i = 0; i < n; ++i) {
        drafts.push_back(stream.next());
        const Event& draft = drafts.back();
        const Answer answer = measured.ask(draft);
        recall.add(measured, draft, answer);
        listed.push_back(answer.listed);
        if (!answer.warned()) continue;
        const bool near = !measured.clashes.of(draft, half).empty();
        ++warned;
        right += near ? 1 : 0;
        if (answer.warned_of.empty()) continue;
        ++by_audience;
        audience_right += near ? 1 : 0;
    }
    std::fprintf(stderr, "hit rate of drafts: %zu of %d\n",
                 sim::stored_among(drafts, measured.year), n);
    std::sort(listed.begin(), listed.end());
    row("true clashes warned", recall.all, per_cent(recall.warned, recall.all), 95,
        Wanted::at_least);
    row("true clashes in a common language warned", recall.readable,
        per_cent(recall.readable_warned, recall.readable), 95, Wanted::at_least);
    row("warned drafts with a true clash within half the reach", warned, per_cent(right, warned),
        70, Wanted::at_least);
    row("the same, of those warned by audience", by_audience, per_cent(audience_right, by_audience),
        70, Wanted::at_least);
    row("findings of an answer, median", listed.size(),
        static_cast<double>(listed[listed.size() / 2]), 5, Wanted::at_most, "findings");
}

void planted_drafts(const Measured& measured, int n) {
    std::size_t clashing = 0;
    std::size_t found = 0;
    for (const sim::Planted& it :
         sim::plant(measured.year, measured.clashes, n, seed_of(measured))) {
        if (!it.clash) continue;
        ++clashing;
        found += measured.ask(it.draft).warned_of.contains(it.other) ? 1 : 0;
    }
    row("planted clashes warned", clashing, per_cent(found, clashing), 95, Wanted::at_least);
}

// Village-size drafts of some weekdays: how many are warned at all.
void village_drafts(const Measured& measured, const char* what, std::vector<int> weekdays, int n,
                    double wanted) {
    sim::Drafts stream(measured.year.country, 2 * seed_of(measured));
    std::size_t warned = 0;
    std::size_t busy = 0;
    for (int i = 0; i < n; ++i) {
        const int weekday = weekdays[static_cast<std::size_t>(i) % weekdays.size()];
        const Answer answer = measured.ask(stream.next({weekday, SizeClass::village}));
        warned += answer.warned() ? 1 : 0;
        busy += answer.busy && answer.warned_of.empty() ? 1 : 0;
    }
    std::fprintf(stderr, "%s: %.1f %% of them by busy time alone\n", what,
                 per_cent(busy, static_cast<std::size_t>(n)));
    row(what, static_cast<std::size_t>(n), per_cent(warned, static_cast<std::size_t>(n)), wanted,
        Wanted::at_most);
}

int run(const Asked& asked) {
    const bench::SimGround made(asked.policy);
    const Ground& ground = made.ground();
    sim::Year year = sim::make_year(asked.options, ground.gazetteer);
    const sim::Clashes clashes(year, {asked.policy.scale_target_events, asked.policy.scale_min});
    sim::append_as_series(year.weekly, year.records);
    const auto world = Snapshot::build(year.records, ground);
    const Measured measured{*world, year, clashes, {}};
    any_drafts(measured, asked.drafts);
    planted_drafts(measured, asked.drafts / 3);
    village_drafts(measured, "village drafts warned, Monday to Thursday", {0, 1, 2, 3},
                   asked.drafts, 20);
    village_drafts(measured, "village drafts warned, Saturday", {5}, asked.drafts, 40);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    Asked asked;
    const std::map<std::string, double*> numbers{
        {"--scale", &asked.options.scale},
        {"--target", &asked.policy.scale_target_events},
        {"--busy-floor", &asked.policy.busy_floor_score},
        {"--busy-factor", &asked.policy.busy_factor},
        {"--full-share", &asked.policy.reach_full_share},
        {"--other-language", &asked.policy.audience_other_language},
    };
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--quick") == 0) asked.options.scale = 0.05;
        if (i + 1 == argc) break;
        if (std::strcmp(argv[i], "--drafts") == 0) asked.drafts = std::stoi(argv[i + 1]);
        if (std::strcmp(argv[i], "--seed") == 0) asked.options.seed = std::stoull(argv[i + 1]);
        if (const auto it = numbers.find(argv[i]); it != numbers.end())
            *it->second = std::stod(argv[i + 1]);
    }
    return run(asked);
}
