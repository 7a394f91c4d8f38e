// Two dates have a difference, not a sum.
#include "engine/time/instant.h"

int main() {
    const sopu::Date first{};
    const sopu::Date last{};
#ifdef SOPU_CONTROL
    const auto days = last - first;
#else
    const auto days = last + first;
#endif
    return days == decltype(days){} ? 0 : 1;
}
