// What lives here: the one table from what went wrong to an HTTP status, and the names of codes as
// problem documents say them.
// What may not: sentences (words/), the documents themselves (api/, pages/), exit codes (cli/).
// Invariants: every Code has a status and a name; a reason that HTTP has a status of its own for
// (a body that is not JSON) overrides its code's. Thread-safety: pure functions.
#pragma once

#include <string_view>

#include "engine/base/result.h"

namespace sopu::http {

int status_of(const Error& error);
// Of several: that of the first, which is why what is not about a field comes first.
int status_of(const Errors& errors);

// "invalid", "not_found" …: the spelling of the enumerator.
std::string_view code_name(Code code);

}  // namespace sopu::http
