// What lives here: a list of conflicts as the command line prints it: for people, or CSV.
// What may not: JSON (api/conflict_json.h), which conflicts there are.
// Invariants: a cell that a spreadsheet would take for a formula begins with an apostrophe.
// Thread-safety: pure but for writing to the stream.
#pragma once

#include <iosfwd>
#include <string_view>
#include <vector>

#include "server/service/judgement.h"
#include "server/words/messages.h"

namespace sopu::cli {

struct ReportWords {
    std::string_view lang;
    const Ground& ground;
    const words::Messages& messages;
};

void print_text(std::ostream& out, const std::vector<service::StoredConflict>& conflicts,
                const ReportWords& how);

// Columns: kind;severity;certainty;start;end;mine;mine_title;other;other_title;text;state;reason
void print_csv(std::ostream& out, const std::vector<service::StoredConflict>& conflicts,
               const ReportWords& how);

}  // namespace sopu::cli
