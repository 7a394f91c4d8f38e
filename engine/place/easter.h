// What lives here: the day of Easter in the western churches, by computus.
// What may not: what is kept on that day or counted from it (day_rule.h, data/observances.csv).
// Invariants: a Sunday between 22 March and 25 April. Thread-safety: a pure function.
#pragma once

#include "engine/time/instant.h"

namespace sopu {

// The first Sunday after the first full moon (by the tables of the Gregorian calendar, not by
// astronomy) on or after 21 March. Years 1583 and on.
Date easter_sunday(int year);

}  // namespace sopu
