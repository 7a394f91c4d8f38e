// What lives here: the one table from an error's code to the exit code of the program.
// What may not: HTTP statuses (api/), sentences.
// Invariants: CONTRACT "Commands": 0 fine, 1 finding, 2 bad input or usage, 3 environment.
// Thread-safety: pure.
#pragma once

#include "engine/base/result.h"

namespace sopu::cli {

enum ExitCode : int {
    exit_fine = 0,
    exit_finding = 1,
    exit_bad_input = 2,
    exit_environment = 3,
};

constexpr int exit_code_of(Code code) {
    switch (code) {
        case Code::invalid:
        case Code::unauthorised:
        case Code::forbidden:
        case Code::not_found:
        case Code::precondition_required:
        case Code::too_large:
        case Code::unsupported:
            return exit_bad_input;
        case Code::conflict:
        case Code::stale:
            return exit_finding;
        case Code::rate_limited:
        case Code::unavailable:
        case Code::internal:
            return exit_environment;
    }
    return exit_environment;
}

}  // namespace sopu::cli
