// What lives here: INVARIANT(condition, "why"), for what only our own mistake can break. It is on
// in release builds too: a wrong answer about a date costs more than a restart.
// What may not: checks of anything that comes from outside (that is an Error, see result.h).
#pragma once

#include <cstdio>
#include <cstdlib>

#define INVARIANT(condition, why)                                                          \
    do {                                                                                   \
        if (!(condition)) [[unlikely]] {                                                   \
            std::fprintf(stderr, "%s:%d: invariant broken: %s (%s)\n", __FILE__, __LINE__, \
                         #condition, why);                                                 \
            std::abort();                                                                  \
        }                                                                                  \
    } while (false)
