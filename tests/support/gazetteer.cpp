#include "tests/support/gazetteer.h"

#include "engine/base/invariant.h"
#include "tests/support/golden.h"

namespace sopu::test {

const Gazetteer& test_gazetteer() {
    static const Result<Gazetteer> gazetteer =
        Gazetteer::parse(source_file("data/municipalities.csv"));
    INVARIANT(gazetteer.has_value(), "data/municipalities.csv parses");
    return *gazetteer;
}

const Observances& test_observances() {
    static const Result<Observances> observances =
        Observances::parse(source_file("data/observances.csv"), test_gazetteer());
    INVARIANT(observances.has_value(), "data/observances.csv parses");
    return *observances;
}

}  // namespace sopu::test
