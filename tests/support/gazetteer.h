// What lives here: the gazetteer and the observances that tests use, read once from data/.
// What may not: expectations; they stand in the tests.
// Thread-safety: as theirs: immutable once parsed.
#pragma once

#include "engine/place/gazetteer.h"
#include "engine/place/observance.h"

namespace sopu::test {

// Both end the program with a sentence if their file does not parse.
const Gazetteer& test_gazetteer();
const Observances& test_observances();

}  // namespace sopu::test
