// What is UTC already is not mapped to UTC once more.
#include "engine/time/zones.h"

sopu::Instant twice(sopu::Instant instant, sopu::LocalTime local, const sopu::Zone& zone) {
#ifdef SOPU_CONTROL
    return to_instant(local, zone) + (instant - instant);
#else
    return to_instant(instant, zone) + (local - local);
#endif
}
