// A venue's id is never taken for an event's.
#include "engine/base/id.h"

int main() {
    const sopu::VenueId venue{"hall"};
#ifdef SOPU_CONTROL
    const sopu::VenueId found = venue;
#else
    const sopu::EventId found = venue;
#endif
    return found.empty() ? 1 : 0;
}
