// What lives here: what a command talks to: stdout, stderr, whether a person is watching; and how
// an error becomes one plain sentence there. What may not: logs of the server (serve.cpp).
// Invariants: answers go to `out`, everything else to `err`.
// Thread-safety: one thread.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "server/words/messages.h"

namespace sopu::cli {

struct Console {
    std::ostream& out;
    std::ostream& err;
    std::string lang = "fi";  // fi, sv or en
    bool err_is_terminal = false;
};

// "sopu: <sentence> (<what it is about>)" with a line end.
void print_error(Console& console, const words::Messages& messages, const Error& error);

}  // namespace sopu::cli
