#include "engine/place/easter.h"

namespace sopu {

// Gauss's way with the Gregorian corrections: the age of the moon from the year's place in the
// cycle of 19 years, put right once a century; then on to the next Sunday.
Date easter_sunday(int year) {
    const int golden = year % 19;
    const int century = year / 100;
    const int leaps_left_out = century - century / 4;
    const int moon_drift = (8 * century + 13) / 25;
    int moon = (leaps_left_out - moon_drift + 19 * golden + 15) % 30;  // days from 21 March
    // The tables never let the full moon fall after 18 April, nor twice in 19 years on one day.
    if (moon == 29 || (moon == 28 && golden > 10)) --moon;
    const Date full_moon = Date(date::local_days(date::year(year) / 3 / 21)) + date::days(moon);
    const Date next_day = full_moon + date::days(1);
    return next_day + (date::Sunday - date::weekday(next_day));
}

}  // namespace sopu
