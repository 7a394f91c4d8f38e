// What lives here: the ground that benches of the simulated year stand on: this machine's zones,
// the gazetteer and the observances of data/, and a policy that the bench may change. What may not:
// workloads; measures. Invariants: outlives every snapshot made on it. Thread-safety: immutable
// once made.
#pragma once

#include <fstream>
#include <string>
#include <utility>

#include "engine/world/ground.h"
#include "tests/support/gazetteer.h"
#include "tests/support/zones.h"

namespace sopu::bench {

class SimGround {
  public:
    explicit SimGround(Policy policy = {}) : policies_(std::move(policy)) {}
    SimGround(const SimGround&) = delete;
    SimGround& operator=(const SimGround&) = delete;

    const Ground& ground() const { return ground_; }

  private:
    Policies policies_;
    // Names are not what is measured: they are folded as the gazetteer folds them.
    Ground ground_{test::test_zones(), test::test_gazetteer(), test::test_observances(), policies_,
                   fold_name};
};

// Memory of this process, in megabytes (10^6).
inline double resident_megabytes() {
    std::ifstream status("/proc/self/statm");
    double pages = 0;
    status >> pages >> pages;
    return pages * 4096 / 1e6;
}

}  // namespace sopu::bench
