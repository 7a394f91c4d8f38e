#include "ical/series_uid.h"

#include "engine/base/limits.h"
#include "ical/moment.h"
#include "ical/values.h"

namespace sopu::ical {

namespace {

constexpr std::string_view following = "/following";

}  // namespace

std::string uid_of(const Event& event) {
    return event.uid.empty() ? event.id.text() : event.uid;
}

std::string occurrence_uid(const std::string& series_uid, Instant recurrence_id) {
    const std::string tail = '/' + basic_utc(recurrence_id);
    const bool fits =
        series_uid.size() + tail.size() + following.size() <= sopu::limits::uid_bytes_max;
    return (fits ? series_uid : fingerprint(series_uid)) + tail;
}

std::string following_uid(const std::string& series_uid, Instant recurrence_id) {
    return occurrence_uid(series_uid, recurrence_id) + std::string(following);
}

std::optional<std::string> series_uid_in(std::string_view uid) {
    if (uid.ends_with(following)) uid.remove_suffix(following.size());
    const std::size_t slash = uid.rfind('/');
    if (slash == std::string_view::npos || slash == 0) return std::nullopt;
    if (!parse_utc(uid.substr(slash + 1))) return std::nullopt;
    return std::string(uid.substr(0, slash));
}

}  // namespace sopu::ical
