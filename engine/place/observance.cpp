#include "engine/place/observance.h"

#include <algorithm>
#include <utility>

#include "engine/base/limits.h"

namespace sopu {
namespace {

void sort_once(std::vector<Date>& days) {
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
}

}  // namespace

bool holds_in(const Observance& observance, std::span<const MunicipalityCode> municipalities) {
    if (!observance.municipalities) return true;
    const auto& held = *observance.municipalities;
    return std::any_of(municipalities.begin(), municipalities.end(), [&](const auto& code) {
        return std::binary_search(held.begin(), held.end(), code);
    });
}

Observances::Observances(std::vector<Observance> all) : all_(std::move(all)) {
    for (std::size_t i = 0; i < all_.size(); ++i) {
        const Observance& each = all_[i];
        const bool holiday = each.kind == ObservanceKind::public_holiday;
        const bool eve = each.kind == ObservanceKind::eve;
        const int end = std::min(each.last_year, limits::year_max);
        for (int year = std::max(each.first_year, limits::year_min); year <= end; ++year)
            for (const DaySpan& days : spans_in(each.rule, year)) {
                spans_.push_back({days, i});
                longest_ = std::max(longest_, days.last - days.first);
                for (Date day = days.first; day <= days.last; day += date::days(1)) {
                    if (holiday) holidays_.push_back(day);
                    if (holiday || eve) holidays_and_eves_.push_back(day);
                }
            }
    }
    std::sort(spans_.begin(), spans_.end(), [this](const Span& a, const Span& b) {
        if (a.days.first != b.days.first) return a.days.first < b.days.first;
        return all_[a.observance].id < all_[b.observance].id;
    });
    sort_once(holidays_);
    sort_once(holidays_and_eves_);
}

std::vector<Observed> Observances::on(Date from, Date to,
                                      std::span<const MunicipalityCode> municipalities) const {
    std::vector<Observed> found;
    auto it = std::lower_bound(spans_.begin(), spans_.end(), from - longest_,
                               [](const Span& span, Date day) { return span.days.first < day; });
    for (; it != spans_.end() && it->days.first <= to; ++it)
        if (it->days.last >= from && holds_in(all_[it->observance], municipalities))
            found.push_back({&all_[it->observance], it->days.first, it->days.last});
    return found;
}

bool Observances::is_public_holiday(Date day) const {
    return std::binary_search(holidays_.begin(), holidays_.end(), day);
}

bool Observances::is_holiday_or_eve(Date day) const {
    return std::binary_search(holidays_and_eves_.begin(), holidays_and_eves_.end(), day);
}

}  // namespace sopu
