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

}  // namespace sopu::test
