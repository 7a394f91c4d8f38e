// How long does a question take in the simulated national year (tests/sim/README.md), and how long
// until everything is known: building the world, one draft, a series, an edit, the whole country?
// The anchors are what we promise at the least.
//
//     conflict_bench [--quick | --scale 0.1] [--region kainuu] [--no-country]
//                    [--only drafts|series|edits|country]
#include <chrono>
#include <cstring>
#include <string>
#include <vector>

#include "bench/measure.h"
#include "bench/sim_world.h"
#include "engine/conflict/detect.h"
#include "server/cli/foundation.h"
#include "server/service/explain.h"
#include "server/service/judgement.h"
#include "tests/sim/drafts.h"

namespace {

using namespace sopu;

struct Asked {
    sim::Options options{1, 1.0, {}};
    bool country = true;  // whether all conflicts are counted
    std::string only;     // the one question that is asked; "": all of them

    bool wants(const std::string& question) const { return only.empty() || only == question; }
};

// Milliseconds of each of n calls, sorted.
template <class Call>
std::vector<double> each_ms(int n, const Call& call) {
    std::vector<double> took;
    for (int i = 0; i < n; ++i) {
        const double start = bench::thread_seconds();
        call(i);
        took.push_back((bench::thread_seconds() - start) * 1e3);
    }
    std::sort(took.begin(), took.end());
    return took;
}

double at_share(const std::vector<double>& sorted, double share) {
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

void row(const char* what, std::size_t n, double ours, double anchor, const char* unit,
         const char* anchor_name = "floor") {
    bench::print({"conflict", what, n, ours, anchor, anchor_name, unit, anchor / ours});
}

void rows(const char* what, const std::vector<double>& took, double floor_p50, double floor_p99) {
    const std::string name(what);
    row((name + ", p50").c_str(), took.size(), at_share(took, 0.5), floor_p50, "ms");
    row((name + ", p99").c_str(), took.size(), at_share(took, 0.99), floor_p99, "ms");
}

// What a stranger is answered: findings as they may see them, the verdict, what was looked at, and
// a sentence for each finding that is worth one.
std::size_t answer(const Snapshot& world, const Placed& placed, const words::Messages& messages) {
    const service::Judgement judgement =
        service::judge(world, placed, service::Caller::anonymous(), world.last_tick());
    std::size_t bytes = 0;
    for (const service::Judged* it : service::worth_saying(judgement.findings))
        bytes +=
            service::sentence("fi", {it->finding, it->other, it->others}, world.ground(), messages)
                .size();
    return bytes;
}

void single_drafts(const Snapshot& world, const sim::Year& year, int n) {
    sim::Drafts stream(year.country, 1);
    std::vector<Event> drafts;
    for (int i = 0; i < n; ++i) drafts.push_back(stream.next());
    std::fprintf(stderr, "hit rate of drafts: %zu of %d\n", sim::stored_among(drafts, year), n);
    const auto placed = [&](int i) {
        return world.place(std::make_shared<const Event>(drafts[static_cast<std::size_t>(i)]));
    };
    std::size_t findings = 0;
    const auto found = each_ms(
        n, [&](int i) { findings += detect(world, placed(i), Weakening::other_side).size(); });
    std::fprintf(stderr, "findings of a draft, on average: %.1f\n",
                 static_cast<double>(findings) / n);
    const auto messages = cli::load_messages();
    if (!messages) std::exit(3);
    std::size_t bytes = 0;
    const auto answered = each_ms(n, [&](int i) { bytes += answer(world, placed(i), *messages); });
    std::fprintf(stderr, "bytes of sentences, on average: %.0f\n", static_cast<double>(bytes) / n);
    rows("full check of a draft, sentences included", answered, 2, 15);
    rows("of that the findings alone", found, 2, 15);
}

// One that begins in the first week, and then every week of the year.
void series_drafts(const Snapshot& world, const sim::Year& year, int n) {
    sim::Drafts stream(year.country, 2);
    std::vector<Event> drafts;
    while (static_cast<int>(drafts.size()) < n) {
        Event draft = stream.next();
        auto* timed = std::get_if<Timed>(&draft.when);
        if (timed == nullptr) continue;
        const auto into = date::floor<date::days>(timed->start) - sim::year_first_day();
        const date::days back(into.count() / 7 * 7);
        timed->start -= back;
        if (timed->end) *timed->end -= back;
        recur::Rule rule;
        rule.frequency = recur::Frequency::weekly;
        rule.count = 52;
        Recurrence recurrence;
        recurrence.rule = std::move(rule);
        draft.recurrence = std::move(recurrence);
        drafts.push_back(std::move(draft));
    }
    const auto took = each_ms(n, [&](int i) {
        const Event& draft = drafts[static_cast<std::size_t>(i)];
        const Placed placed = world.place(std::make_shared<const Event>(draft));
        detect(world, placed, Weakening::other_side);
    });
    rows("check of a series of 52", took, 150, 150);
}

// A one-off event of the year is moved by an hour, and judged again.
void edits(const std::shared_ptr<const Snapshot>& built, const sim::Year& year,
           std::size_t one_offs, int n) {
    std::shared_ptr<const Snapshot> world = built;
    sim::Chance chance(1, "edits");
    const auto took = each_ms(n, [&](int i) {
        Event event = *year.records.events[chance.below(static_cast<std::uint32_t>(one_offs))];
        if (auto* timed = std::get_if<Timed>(&event.when)) {
            timed->start += std::chrono::hours(1);
            if (timed->end) *timed->end += std::chrono::hours(1);
        }
        const auto changed = std::make_shared<const Event>(std::move(event));
        const Change change = Put<Event>{changed};
        world = world->after({&change, 1}, static_cast<std::uint64_t>(i) + 2);
        detect(*world, *world->event(changed->id), Weakening::either_side);
    });
    rows("an edit and its event judged again", took, 20, 20);
}

void whole_country(const Snapshot& world) {
    std::size_t findings = 0;
    const double took = bench::best_seconds(1, 1, [&] { findings = detect_all(world).size(); });
    row("all conflicts of the country", findings, took, 120, "s");
}

int run(const Asked& asked) {
    const bench::SimGround made;
    const Ground& ground = made.ground();
    sim::Year year = sim::make_year(asked.options, ground.gazetteer);
    const std::size_t one_offs = year.records.events.size();
    sim::append_as_series(year.weekly, year.records);
    const std::size_t occurrences = sim::occurrence_count(year);

    const double before = bench::resident_megabytes();
    std::shared_ptr<const Snapshot> world;
    const double took =
        bench::best_seconds(1, 1, [&] { world = Snapshot::build(year.records, ground); });
    row("the world built", occurrences, took, 15, "s", "an earlier build");
    row("memory of the world, beside its records", occurrences,
        bench::resident_megabytes() - before, 2200, "MB", "an earlier build");
    if (asked.wants("drafts")) single_drafts(*world, year, 3'000);
    if (asked.wants("series")) series_drafts(*world, year, 200);
    if (asked.wants("edits")) edits(world, year, one_offs, 300);
    if (asked.country && asked.wants("country")) whole_country(*world);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    Asked asked;
    for (int i = 1; i < argc; ++i) {
        const bool more = i + 1 < argc;
        if (std::strcmp(argv[i], "--quick") == 0) asked.options.scale = 0.05;
        if (std::strcmp(argv[i], "--scale") == 0 && more)
            asked.options.scale = std::stod(argv[++i]);
        if (std::strcmp(argv[i], "--region") == 0 && more)
            asked.options.regions.emplace_back(argv[++i]);
        if (std::strcmp(argv[i], "--no-country") == 0) asked.country = false;
        if (std::strcmp(argv[i], "--only") == 0 && more) asked.only = argv[++i];
    }
    return run(asked);
}
