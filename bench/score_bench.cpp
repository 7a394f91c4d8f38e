// How long does the soft score of one pair of occurrences take, from what was made ready once per
// event, against making it ready for each pair? Both give the same scores; the sum says so.
//
// The workload: one autumn weekend of events in eight audiences (30 % for everyone), thirty formats
// by Zipf and the four sizes 50/30/15/5 %, each pair 0-40 km apart: what a search by time and place
// hands to the score.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "engine/conflict/score.h"
#include "server/cli/foundation.h"

namespace {

using namespace sopu;

struct Item {
    Event event;
    Profile profile;
    Timing timing;
};

Event random_event(std::mt19937_64& random) {
    const auto below = [&random](int n) { return static_cast<int>(random() % std::uint64_t(n)); };
    Event event;
    const LocalTime friday{date::local_days(date::year(2026) / 10 / 23)};
    const LocalTime start = friday + std::chrono::minutes(15 * below(3 * 96));
    event.when = Timed{start, start + std::chrono::minutes(30 * (1 + below(10)))};
    event.municipality = MunicipalityCode("777");
    event.verified = true;
    if (below(10) < 3)
        event.audiences = {"everyone"};
    else
        for (int i = 1 + below(3); i > 0; --i)
            event.audiences.push_back("audience-" + std::to_string(below(8)));
    event.format = "format-" + std::to_string(static_cast<int>(std::pow(31.0, below(100) / 100.0)));
    event.languages = {below(10) < 9 ? "fi" : "sv"};
    const int size = below(100);
    event.size = static_cast<SizeClass>((size >= 50) + (size >= 80) + (size >= 95));
    event.claim = static_cast<Claim>(below(4));
    return event;
}

struct Pair {
    std::size_t mine;
    std::size_t other;
    Apart apart;
};

// Of this thread alone: other work on the machine does not count.
double thread_seconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// Nanoseconds a pair of the best of five, and the sum of the scores.
template <class Score>
std::pair<double, double> measured(const std::vector<Pair>& pairs, const Score& score) {
    double best = 1e300;
    double sum = 0;
    for (int round = 0; round < 5; ++round) {
        sum = 0;
        const double start = thread_seconds();
        for (const Pair& pair : pairs) sum += score(pair);
        const double took = thread_seconds() - start;
        best = std::min(best, took * 1e9 / static_cast<double>(pairs.size()));
    }
    return {best, sum};
}

int run(std::size_t n) {
    const auto foundation = cli::Foundation::load();
    if (!foundation) return 3;
    const Zones& zones = (*foundation)->ground().zones;
    const Policy policy;
    std::mt19937_64 random(20261126);
    std::vector<Item> items(4'096);
    for (Item& item : items) {
        item.event = random_event(random);
        item.profile = profile_of(item.event, policy);
        item.timing =
            timing_of(resolve(item.event.when, policy.length_default, zones), zones.home());
    }
    std::vector<Pair> pairs(n);
    for (Pair& pair : pairs)
        pair = {random() % items.size(),
                random() % items.size(),
                {static_cast<double>(random() % 400) / 10}};
    const auto ours = measured(pairs, [&](const Pair& pair) {
        const Item& a = items[pair.mine];
        const Item& b = items[pair.other];
        return soft_score(a.profile, a.timing, b.profile, b.timing, pair.apart, 1, policy).value;
    });
    const auto anchor = measured(pairs, [&](const Pair& pair) {
        const Event& a = items[pair.mine].event;
        const Event& b = items[pair.other].event;
        const auto timing = [&](const Event& event) {
            return timing_of(resolve(event.when, policy.length_default, zones), zones.home());
        };
        return soft_score(profile_of(a, policy), timing(a), profile_of(b, policy), timing(b),
                          pair.apart, 1, policy)
            .value;
    });
    if (ours.second != anchor.second) {
        std::fprintf(stderr, "the two do not give the same scores\n");
        return 1;
    }
    std::printf(
        "{\"bench\":\"score\",\"case\":\"soft score of a pair\",\"n\":%zu,"
        "\"ours\":%.1f,\"anchor\":%.1f,\"anchor_name\":\"from the records, each pair\","
        "\"unit\":\"ns/pair\",\"ratio\":%.2f}\n",
        n, ours.first, anchor.first, anchor.first / ours.first);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    std::size_t n = 1'000'000;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--quick") == 0) n = 100'000;
        if (std::strcmp(argv[i], "--n") == 0 && i + 1 < argc) n = std::stoul(argv[++i]);
    }
    return run(n);
}
