// The stored conflicts of the caller's area, warning or worse: to read, not to decide.
#include <algorithm>

#include "server/pages/limits.h"
#include "server/pages/occurrence.h"
#include "server/pages/staff.h"
#include "server/pages/staff_findings.h"
#include "server/service/explain.h"
#include "server/words/dates.h"

namespace sopu::pages {
namespace {

using words::Data;

// What is over cannot be helped any more.
bool is_over(const service::StoredConflict& conflict, Instant now) {
    const auto& clashes = conflict.finding.clashes;
    return !clashes.empty() &&
           std::all_of(clashes.begin(), clashes.end(), [now](const Clash& clash) {
               return std::max(clash.mine.extent.end(), clash.other.extent.end()) <= now;
           });
}

Instant start_of(const service::StoredConflict& conflict) {
    const auto& clashes = conflict.finding.clashes;
    return clashes.empty() ? Instant{} : clashes.front().overlap.start();
}

std::string mine_when(const Context& context, const Language& language, const StaffDoor& door,
                      const service::StoredConflict& conflict) {
    const Zones& zones = door.world->ground().zones;
    if (const Placed* placed = door.world->event(conflict.mine.event))
        return time_of(context, language, *placed, zones, today_of(context));
    return words::when_text(language.code, conflict.mine.when, zones, today_of(context));
}

Data row(const Context& context, const Language& language, const StaffDoor& door,
         const service::StoredConflict& conflict) {
    Data data = finding_data(context, language, *door.world,
                             service::Judged{conflict.finding, conflict.other, conflict.others},
                             door.caller);
    data.set("title", service::shown_title(language.code, conflict.mine, context.messages));
    data.set("title_href", href_of_other(language, *door.world, conflict.mine.event, door.caller));
    data.set("when", mine_when(context, language, door, conflict));
    const std::string_view listed = pick(conflict.mine.venue_names, language.code);
    data.set("place", listed.empty() ? conflict.mine.venue_name : std::string(listed));
    return data;
}

http::Response conflicts_page(const Context& context, const Language& language,
                              const StaffDoor& door) {
    std::vector<service::StoredConflict> conflicts =
        service::stored_conflicts(*door.world, door.caller);
    const Instant now = context.service.now();
    std::erase_if(conflicts, [now](const auto& each) { return is_over(each, now); });
    std::stable_sort(conflicts.begin(), conflicts.end(),
                     [](const auto& a, const auto& b) { return start_of(a) < start_of(b); });
    const std::size_t shown = std::min(conflicts.size(), limits::conflicts_shown_max);
    Data list{Data::List{}};
    for (std::size_t i = 0; i < shown; ++i) list.add(row(context, language, door, conflicts.at(i)));
    Data data =
        staff_data(context, language, door, context.messages.text(language.code, "staff.conflicts"),
                   [](const Language& other) { return staff_path(StaffPage::conflicts, other); });
    data.set("conflicts", std::move(list));
    data.set("empty", conflicts.empty());
    data.set("more", conflicts.size() > shown
                         ? context.messages.text(
                               language.code, "staff.queue_more",
                               {{"count", static_cast<long long>(conflicts.size() - shown)}})
                         : std::string());
    return staff_page(context, 200, "staff_conflicts", data);
}

}  // namespace

http::Handler staff_conflicts(const Context& context, const Language& language) {
    return for_staff(context, language,
                     [&context, &language](const http::Request&, const StaffDoor& door,
                                           const http::Reply& reply) {
                         reply(conflicts_page(context, language, door));
                     });
}

}  // namespace sopu::pages
