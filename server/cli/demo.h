// What lives here: the demo data: the invented set around today (data/demo/synthetic.json) as
// records, the real events of data/demo/seed_events.csv, and an account in every role. What may
// not: any database but an empty one. Invariants: the same day gives the same records. An entry
// that is not a valid draft is an error: our own data is broken. Thread-safety: pure but for what
// it submits.
#pragma once

#include <string_view>
#include <vector>

#include "engine/model/change.h"
#include "server/service/service.h"

namespace sopu::cli {

inline constexpr std::string_view demo_user = "demo";
inline constexpr std::string_view demo_password = "demo-sopu";

// The records of the invented set, its offsets counted from the Monday of the week of `now`.
// Errors: internal (bad_demo).
Result<std::vector<Change>> demo_records(std::string_view json, const Ground& ground, Instant now);

// Whether the calendar has no record at all.
bool is_empty(const Snapshot& world);

// Fills an empty calendar. Errors: internal, and those of the writer.
Result<void> fill_with_demo(service::Service& service, const Ground& ground);

}  // namespace sopu::cli
