#include "server/pages/event_list.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/model/lifecycle.h"
#include "server/words/dates.h"

namespace sopu::pages {

using words::Data;

std::vector<Day> by_day(const std::vector<const Placed*>& events, Date from, const Zone& home) {
    std::vector<Day> days;
    std::vector<std::tuple<Date, const Placed*>> dated;
    for (const Placed* placed : events) {
        const Date start = date::floor<date::days>(to_local(placed->times.extent().start(), home));
        dated.emplace_back(std::max(start, from), placed);
    }
    std::stable_sort(dated.begin(), dated.end(), [](const auto& a, const auto& b) {
        return std::get<Date>(a) < std::get<Date>(b);
    });
    for (const auto& [day, placed] : dated) {
        if (days.empty() || days.back().date != day) days.push_back({day, {}});
        days.back().events.push_back(placed);
    }
    return days;
}

Instant midnight(Date day, const Zone& home) {
    return to_instant(LocalTime(day.time_since_epoch()), home);
}

Data row_data(const Context& context, const Language& language, const Snapshot& world,
              const Placed& placed, Date today) {
    const Event& event = *placed.event;
    const bool busy = event.visibility == Visibility::busy;
    Title title = title_of(context, language, world, placed, service::Caller::anonymous());
    Data data;
    data.set("href", event_path(language, event.id.text()));
    data.set("title", std::move(title.text));
    data.set("title_lang",
             title.language == language.code ? std::string() : std::move(title.language));
    data.set("when", words::when_text(language.code, event.when, world.ground().zones, today));
    data.set("place", place_of(context, language, world, placed));
    data.set("municipality", municipalities_of(context, language, placed));
    data.set("organiser", busy ? std::string() : event.organiser.name);
    data.set("cancelled", event.takes_place == TakesPlace::cancelled);
    data.set("postponed", event.takes_place == TakesPlace::postponed);
    data.set("rescheduled", event.takes_place == TakesPlace::rescheduled);
    data.set("online", event.takes_place == TakesPlace::moved_online);
    data.set("provisional", effective_claim(event) != Claim::confirmed);
    return data;
}

}  // namespace sopu::pages
