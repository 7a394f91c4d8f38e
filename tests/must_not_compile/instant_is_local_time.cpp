// A point of UTC does not become what a clock shows without a zone.
#include "engine/time/instant.h"

int main() {
    const sopu::Instant instant{};
#ifdef SOPU_CONTROL
    const sopu::Instant shown = instant;
#else
    const sopu::LocalTime shown = instant;
#endif
    return shown.time_since_epoch().count() == 0 ? 0 : 1;
}
