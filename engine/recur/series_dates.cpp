#include "engine/recur/series_dates.h"

#include <algorithm>

namespace sopu::recur {
namespace {

LocalTime midnight(LocalTime local) {
    return LocalTime{date::floor<date::days>(local)};
}

// Of those with the same key only the last is kept.
template <class T, class Key>
void sort_keep_last(std::vector<T>& items, const Key& key) {
    std::stable_sort(items.begin(), items.end(),
                     [&](const T& a, const T& b) { return key(a) < key(b); });
    const auto kept = std::unique(items.rbegin(), items.rend(),
                                  [&](const T& a, const T& b) { return key(a) == key(b); });
    items.erase(items.begin(), kept.base());
}

template <class T>
bool contains(const std::vector<T>& sorted, T value) {
    return !sorted.empty() && std::binary_search(sorted.begin(), sorted.end(), value);
}

}  // namespace

bool is_in_years(const Moment& moment) {
    const seconds since = std::visit(
        [](auto value) { return std::chrono::duration_cast<seconds>(value.time_since_epoch()); },
        moment);
    return local_min.time_since_epoch() <= since && since < local_max.time_since_epoch();
}

MomentReader::MomentReader(const Series& series, const Zones& zones)
    : all_day_(series.all_day),
      start_(series.start),
      home_(zones.home()),
      zone_(series.all_day || series.zone == nullptr ? zones.home() : *series.zone) {}

LocalTime MomentReader::local(const Moment& moment) const {
    if (const auto* day = std::get_if<Date>(&moment))
        return LocalTime{*day} + (start_ - midnight(start_));
    const auto* said = std::get_if<LocalTime>(&moment);
    const LocalTime local = said ? *said : to_local(std::get<Instant>(moment), zone_);
    return all_day_ ? midnight(local) : local;
}

Instant MomentReader::instant(const Moment& moment) const {
    const auto* instant = std::get_if<Instant>(&moment);
    return instant && !all_day_ ? *instant : to_instant(local(moment), zone_);
}

Instant MomentReader::own_start(const Moment& moment) const {
    if (const auto* day = std::get_if<Date>(&moment)) return to_instant(LocalTime{*day}, home_);
    if (const auto* local = std::get_if<LocalTime>(&moment)) return to_instant(*local, zone_);
    return std::get<Instant>(moment);
}

SeriesDates::SeriesDates(const Series& series, const MomentReader& reader) {
    read_extras(series, reader);
    read_exceptions(series, reader);
    read_overrides(series, reader);
}

void SeriesDates::read_extras(const Series& series, const MomentReader& reader) {
    for (const ExtraDate& said : series.dates) {
        Extra extra{reader.instant(said.start), reader.local(said.start), {}, {}};
        if (const auto* end = std::get_if<Moment>(&said.end)) extra.end = reader.instant(*end);
        if (const auto* length = std::get_if<Length>(&said.end)) extra.length = *length;
        extras_.push_back(extra);
    }
    // A period is more than a bare date at the same time: it comes last and is kept.
    std::stable_partition(extras_.begin(), extras_.end(),
                          [](const Extra& extra) { return !extra.end && !extra.length; });
    sort_keep_last(extras_, [](const Extra& extra) { return extra.start; });
}

void SeriesDates::read_exceptions(const Series& series, const MomentReader& reader) {
    for (const Moment& said : series.exceptions) {
        if (!is_in_years(said)) continue;  // nothing lies there that could be taken out
        const auto* day = std::get_if<Date>(&said);
        if (day && !series.all_day)
            days_.push_back(*day);
        else
            exceptions_.push_back(reader.instant(said));
    }
    std::sort(exceptions_.begin(), exceptions_.end());
    std::sort(days_.begin(), days_.end());
}

void SeriesDates::read_overrides(const Series& series, const MomentReader& reader) {
    for (std::size_t i = 0; i < series.overrides.size(); ++i) {
        const Override& said = series.overrides[i];
        const Instant id = reader.instant(said.recurrence_id);
        replaced_.push_back({id, static_cast<std::int32_t>(i)});
        if (said.range != OverrideRange::this_and_future) continue;
        Range range{id, said.cancelled, seconds{0}, said.length, replaced_.back().index};
        if (!said.cancelled)
            range.shift = to_local(reader.own_start(said.start), reader.zone()) -
                          reader.local(said.recurrence_id);
        ranges_.push_back(range);
    }
    sort_keep_last(replaced_, [](const Replaced& replaced) { return replaced.recurrence_id; });
    sort_keep_last(ranges_, [](const Range& range) { return range.after; });
}

bool SeriesDates::is_extra(Instant start) const {
    const auto at =
        std::lower_bound(extras_.begin(), extras_.end(), start,
                         [](const Extra& extra, Instant instant) { return extra.start < instant; });
    return at != extras_.end() && at->start == start;
}

bool SeriesDates::is_gone(Instant start, LocalTime local) const {
    if (contains(exceptions_, start)) return true;
    if (!days_.empty() && contains(days_, date::floor<date::days>(local))) return true;
    const auto at = std::lower_bound(
        replaced_.begin(), replaced_.end(), start,
        [](const Replaced& replaced, Instant instant) { return replaced.recurrence_id < instant; });
    return at != replaced_.end() && at->recurrence_id == start;
}

const SeriesDates::Range* SeriesDates::range_of(Instant start) const {
    const auto behind =
        std::lower_bound(ranges_.begin(), ranges_.end(), start,
                         [](const Range& range, Instant instant) { return range.after < instant; });
    return behind == ranges_.begin() ? nullptr : &*(behind - 1);
}

}  // namespace sopu::recur
