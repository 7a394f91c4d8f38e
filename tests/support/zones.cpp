#include "tests/support/zones.h"

#include <fstream>
#include <sstream>

#include "engine/base/invariant.h"

namespace sopu::test {

std::optional<std::string> system_footer(std::string_view zone) {
    std::ifstream file("/usr/share/zoneinfo/" + std::string(zone), std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    std::string text = bytes.str();
    if (!text.starts_with("TZif") || text.size() < 6 || text[4] < '2' || text.back() != '\n')
        return std::nullopt;
    text.pop_back();
    return text.substr(text.rfind('\n') + 1);
}

const Zones& test_zones() {
    static const Result<Zones> zones = Zones::load(system_footer);
    INVARIANT(zones.has_value(), "tests need the package tzdata");
    return *zones;
}

}  // namespace sopu::test
