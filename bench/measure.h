// What lives here: what benches share: the clock, and the JSON line they print.
// What may not: workloads and anchors; they stand in the bench that asks.
// Invariants: a ratio over 1 is good for us. Thread-safety: one thread measures.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <ctime>

namespace sopu::bench {

// CPU time of this thread: what else the machine does counts less than by the wall clock.
inline double thread_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Seconds of one call: the best of `passes`, each of `repeats` calls.
template <class Call>
double best_seconds(int passes, int repeats, const Call& call) {
    double best = 1e18;
    for (int pass = 0; pass < passes; ++pass) {
        const double start = thread_seconds();
        for (int i = 0; i < repeats; ++i) call();
        best = std::min(best, (thread_seconds() - start) / repeats);
    }
    return best;
}

struct Row {
    const char* bench;
    const char* what;
    std::size_t n;
    double ours;
    double anchor;
    const char* anchor_name;
    const char* unit;
    double ratio;
};

inline void print(const Row& row) {
    std::printf(
        "{\"bench\":\"%s\",\"case\":\"%s\",\"n\":%zu,\"ours\":%.4g,\"anchor\":%.4g,"
        "\"anchor_name\":\"%s\",\"unit\":\"%s\",\"ratio\":%.2f}\n",
        row.bench, row.what, row.n, row.ours, row.anchor, row.anchor_name, row.unit, row.ratio);
    std::fflush(stdout);
}

}  // namespace sopu::bench
