#include "engine/world/density.h"

#include <array>

#include "engine/base/copy_on_write.h"

namespace sopu {
namespace {

constexpr int months_each_way = 3;

int month_of(Date day) {
    const date::year_month_day ymd(day);
    return static_cast<int>(ymd.year()) * 12 + static_cast<int>(unsigned(ymd.month())) - 1;
}

bool is_ordinary(Date day) {
    const unsigned weekday = date::weekday(day).iso_encoding();
    return weekday <= 4;
}

// Mondays to Thursdays of whole months are four sevenths of their days, near enough.
double ordinary_days(int months) {
    return months * 30.44 * 4 / 7;
}

// The day on which it begins, if it counts.
std::optional<Date> counted_day(const Placed& placed, const Zone& home) {
    if (placed.profile.routine || placed.series || placed.municipalities.empty()) return {};
    if (placed.times.undated() || !placed.times.fixed()) return {};
    const Date day = date::floor<date::days>(to_local(placed.times.extent().start(), home));
    return is_ordinary(day) ? std::optional(day) : std::nullopt;
}

}  // namespace

void Density::count(const Placed& placed, const Zone& home, int step) {
    const auto day = counted_day(placed, home);
    if (!day) return;
    auto& months = by_municipality_[placed.municipalities.front()];
    if (!months) months = std::make_shared<Months>();
    writable(months).at(month_of(*day)) += step;
}

int& Density::Months::at(int month) {
    if (events.empty()) first = month;
    if (month < first) {
        events.insert(events.begin(), static_cast<std::size_t>(first - month), 0);
        first = month;
    }
    const auto place = static_cast<std::size_t>(month - first);
    if (place >= events.size()) events.resize(place + 1);
    return events[place];
}

double Density::ordinary_day(const MunicipalityCode& code, Date date, double around_km,
                             const Gazetteer& gazetteer) const {
    const int middle = month_of(date);
    int events = 0;
    int months_seen = 0;
    std::array<bool, 2 * months_each_way + 1> seen{};
    for (const Neighbour& near : gazetteer.neighbours(code)) {
        if (near.kilometres > around_km) break;
        const auto it = by_municipality_.find(gazetteer.municipalities()[near.number].code);
        if (it == by_municipality_.end()) continue;
        for (int offset = -months_each_way; offset <= months_each_way; ++offset) {
            const int in_month = it->second->of(middle + offset);
            if (in_month == 0) continue;
            events += in_month;
            seen[static_cast<std::size_t>(offset + months_each_way)] = true;
        }
    }
    // A calendar that ends next month says nothing of the months after it.
    for (const bool any : seen) months_seen += any ? 1 : 0;
    return months_seen == 0 ? 0 : events / ordinary_days(months_seen);
}

}  // namespace sopu
