// How long does it take to find the five best near a wish, each judged by the
// whole engine, in one region of the simulated year? The floor is what a person waits
// without noticing; the goal what an answer while typing may cost.
//
// The workload: Saturday drafts of village size in Kainuu (or --region), a year around, with its
// weekly activities as series. "n" is how many drafts were asked, "ours" the median of their times.
#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "bench/measure.h"
#include "engine/base/limits.h"
#include "engine/conflict/coverage.h"
#include "engine/conflict/detect.h"
#include "engine/conflict/suggest.h"
#include "engine/world/snapshot.h"
#include "tests/sim/drafts.h"
#include "tests/sim/year.h"
#include "tests/support/random_world.h"

namespace {

using namespace sopu;

constexpr double floor_ms = 400;
constexpr double goal_ms = 50;

struct Question {
    const char* what;
    bool wide;  // "in these two hundred days", instead of a date
};

void measure(const Snapshot& world, const sim::Country& country, std::size_t n,
             const Question& question) {
    sim::Drafts drafts(country, 1);
    SuggestionBounds bounds;
    bounds.within_days = limits::suggestion_days_max;
    std::size_t judged = 0;
    std::vector<double> times;
    const JudgePlaced judge = [&](const Placed& placed) {
        ++judged;
        return verdict_of(detect(world, placed, Weakening::other_side),
                          look_around(world, placed, world.last_tick()).enough);
    };
    for (std::size_t i = 0; i < n; ++i) {
        Event draft = drafts.next({5, SizeClass::village});
        const Date first = *first_date(draft.when);
        if (question.wide)
            draft.when = Vague{first, first + date::days(199), Precision::window, {}, {}};
        const double start = bench::thread_seconds();
        suggest(world, draft, bounds, judge);
        times.push_back((bench::thread_seconds() - start) * 1e3);
    }
    std::sort(times.begin(), times.end());
    const double median = times[times.size() / 2];
    std::fprintf(stderr, "%s: judged %.0f a draft, slowest %.1f ms\n", question.what,
                 static_cast<double>(judged) / static_cast<double>(n), times.back());
    bench::print({"suggest", question.what, n, median, floor_ms, "floor", "ms", floor_ms / median});
    bench::print({"suggest", question.what, n, median, goal_ms, "goal", "ms", goal_ms / median});
}

int run(std::size_t n, double scale, const std::string& region) {
    const Ground& ground = test::test_ground();
    sim::Year year = sim::make_year({1, scale, {region}}, ground.gazetteer);
    sim::append_as_series(year.weekly, year.records);
    const auto world = Snapshot::build(year.records, ground);
    measure(*world, year.country, n, {"best five of 200 days", true});
    measure(*world, year.country, n, {"best five for a Saturday, within a year", false});
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    bool quick = false;
    std::string region = "kainuu";
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--quick") == 0) quick = true;
        if (std::strcmp(argv[i], "--region") == 0 && i + 1 < argc) region = argv[++i];
    }
    return quick ? run(20, 0.2, region) : run(200, 1.0, region);
}
