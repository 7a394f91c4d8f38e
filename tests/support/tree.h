// What lives here: where the checkout and the program under test lie on this machine.
// What may not: reading them. The paths come in by one file alone, so that the objects of all other
// tests are the same in every clone and a compiler cache finds them. Thread-safety: constants.
#pragma once

#include <string>

namespace sopu::test {

std::string source_path(const std::string& below_the_root);  // "data/municipalities.csv"
std::string sopu_binary();

}  // namespace sopu::test
