#include "tests/support/tree.h"

namespace sopu::test {

std::string source_path(const std::string& below_the_root) {
    return std::string(SOPU_SOURCE_DIR "/") + below_the_root;
}

std::string sopu_binary() {
    return SOPU_BINARY;
}

}  // namespace sopu::test
