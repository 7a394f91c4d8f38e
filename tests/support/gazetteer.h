// What lives here: the gazetteer that tests use, read once from data/municipalities.csv.
// What may not: expectations; they stand in the tests.
// Thread-safety: as Gazetteer: immutable once parsed.
#pragma once

#include "engine/place/gazetteer.h"

namespace sopu::test {

// Ends the program with a sentence if the file does not parse.
const Gazetteer& test_gazetteer();

}  // namespace sopu::test
