#include "server/service/listing.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "engine/base/invariant.h"
#include "engine/base/text.h"

namespace sopu::service {
namespace {

using Codes = std::set<MunicipalityCode>;

// The union of area expressions less the excepted; nothing if no place was asked for.
Result<std::optional<Codes>> places(const Snapshot& world, const Filter& filter) {
    if (filter.areas.empty() && filter.municipalities.empty() && filter.except.empty())
        return std::optional<Codes>{};
    const auto add = [&world](Codes& codes, const std::string& area,
                              const char* field) -> Result<void> {
        auto found = world.resolve(area);
        if (!found) {
            Error error = std::move(found).error();
            error.field = field;
            return tl::unexpected(std::move(error));
        }
        codes.insert(found->begin(), found->end());
        return {};
    };
    Codes codes;
    const bool everywhere = filter.areas.empty();
    if (everywhere) SOPU_CHECK(add(codes, "all", "area"));
    for (const std::string& area : filter.areas) SOPU_CHECK(add(codes, area, "area"));
    Codes without;
    for (const std::string& area : filter.except) SOPU_CHECK(add(without, area, "except"));
    for (const MunicipalityCode& code : without) codes.erase(code);
    if (!filter.municipalities.empty()) {
        Codes named;
        for (const std::string& name : filter.municipalities)
            SOPU_CHECK(add(named, name, "municipality"));
        std::erase_if(codes, [&named](const auto& code) { return !named.contains(code); });
    }
    return std::optional(std::move(codes));
}

bool lies_in(const Placed& placed, const Codes& codes) {
    return std::any_of(placed.municipalities.begin(), placed.municipalities.end(),
                       [&codes](const auto& code) { return codes.contains(code); });
}

bool contains(const std::vector<std::string>& list, const std::string& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

bool share(const std::vector<std::string>& wanted, const std::vector<std::string>& has) {
    return wanted.empty() || std::any_of(has.begin(), has.end(),
                                         [&](const auto& it) { return contains(wanted, it); });
}

bool has_words(const Event& event, const std::string& text, const Ground& ground) {
    std::string all;
    for (const auto* field : {&event.title, &event.description})
        for (const auto& [language, it] : *field) all += ground.fold(it) + "\n";
    const std::string folded = ground.fold(text);
    for (const std::string_view word : split(folded, ' '))
        if (all.find(word) == std::string::npos) return false;
    return true;
}

bool matches(const Placed& placed, const Filter& filter, const std::optional<Codes>& codes,
             const Ground& ground) {
    const Event& event = *placed.event;
    if (codes && !lies_in(placed, *codes)) return false;
    if (!filter.venues.empty() && !contains(filter.venues, placed.space.text())) return false;
    if (!filter.organisations.empty() && !contains(filter.organisations, placed.organiser_key))
        return false;
    if (!share(filter.categories, event.categories)) return false;
    if (!share(filter.audiences, event.audiences)) return false;
    if (filter.routine == Routine::no && event.routine) return false;
    if (filter.routine == Routine::only && !event.routine) return false;
    return filter.text.empty() || has_words(event, filter.text, ground);
}

// Whether any occurrence of it matches: one may be in another hall or have a title of its own.
bool any_matches(const Snapshot& world, EventNumber number, const Filter& filter,
                 const std::optional<Codes>& codes) {
    const Placed& placed = world.placed(number);
    const auto one = [&](const Placed& it) { return matches(it, filter, codes, world.ground()); };
    if (!placed.series || placed.series->variants.empty()) return one(placed);
    if (!filter.window) {
        const auto& variants = placed.series->variants;
        return one(placed) || std::any_of(variants.begin(), variants.end(),
                                          [&](const auto& it) { return it && one(*it); });
    }
    const auto occurrences = world.occurrences(number, *filter.window);
    return std::any_of(occurrences.begin(), occurrences.end(),
                       [&](const Occurrence& it) { return one(placed.at(it.override_index)); });
}

bool asks_what(const Filter& filter) {
    return !filter.organisations.empty() || !filter.categories.empty() ||
           !filter.audiences.empty() || !filter.text.empty();
}

// Of a busy-only event others learn when and where: they do not find it by what it is, or a search
// would tell its title word by word (CONFLICTS "Privacy").
bool may_be_found(const Placed& placed, const Filter& filter, const Caller& caller) {
    const bool only_busy = placed.event->visibility == Visibility::busy;
    return !only_busy || !asks_what(filter) || may_see_all(caller, placed);
}

// By start, then id, undated last. Without copies: a list of a whole country is sorted by it.
bool comes_before(const Placed* a, const Placed* b) {
    const bool a_undated = a->times.undated();
    const bool b_undated = b->times.undated();
    if (a_undated != b_undated) return b_undated;
    if (!a_undated) {
        const Instant a_start = a->times.extent().start();
        const Instant b_start = b->times.extent().start();
        if (a_start != b_start) return a_start < b_start;
    }
    return a->id() < b->id();
}

// The numbers to look at: by the narrowest index that the filter allows.
std::vector<EventNumber> numbers(const Snapshot& world, const Filter& filter,
                                 const std::optional<Codes>& codes) {
    std::vector<EventNumber> list;
    if (!filter.window) {
        world.events().for_each([&](EventNumber number, const Placed& placed) {
            if (filter.undated || !placed.times.undated()) list.push_back(number);
        });
        return list;
    }
    std::vector<Occurrence> found;
    constexpr std::size_t few = 40;  // beyond so many keys one pass over everything is cheaper
    if (codes && codes->size() <= few)
        for (const MunicipalityCode& code : *codes)
            world.find(Dimension::municipality, code.text(), *filter.window, found);
    else
        world.find(Dimension::everywhere, "", *filter.window, found);
    for (const Occurrence& it : found) list.push_back(it.event);
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    return list;
}

}  // namespace

Result<std::vector<const Placed*>> select(const Snapshot& world, const Filter& filter,
                                          const Caller& caller) {
    const std::optional<Codes> codes = SOPU_TRY(places(world, filter));
    std::vector<const Placed*> list;
    for (const EventNumber number : numbers(world, filter, codes)) {
        const Placed& placed = world.placed(number);
        const bool visible =
            filter.published_only ? is_public(*placed.event) : may_see(caller, placed);
        if (visible && may_be_found(placed, filter, caller) &&
            any_matches(world, number, filter, codes))
            list.push_back(&placed);
    }
    std::sort(list.begin(), list.end(), comes_before);
    return list;
}

Result<std::vector<Listed>> select_occurrences(const Snapshot& world, const Filter& filter,
                                               const Caller& caller) {
    INVARIANT(filter.window, "occurrences are listed within a window");
    const std::optional<Codes> codes = SOPU_TRY(places(world, filter));
    std::vector<Listed> list;
    for (const Placed* placed : SOPU_TRY(select(world, filter, caller))) {
        const bool plain = matches(*placed, filter, codes, world.ground());
        for (const Occurrence& it :
             world.occurrences(*world.events().number(placed->id().text()), *filter.window)) {
            const Placed& then = placed->at(it.override_index);
            if (&then == placed ? plain : matches(then, filter, codes, world.ground()))
                list.push_back({placed, it});
        }
    }
    std::sort(list.begin(), list.end(), [](const Listed& a, const Listed& b) {
        const auto key = [](const Listed& it) {
            return std::tuple(it.occurrence.extent.start(),
                              std::string_view(it.placed->id().text()),
                              it.occurrence.recurrence_id);
        };
        return key(a) < key(b);
    });
    return list;
}

Interval feed_window(const Snapshot& world, std::optional<Instant> from,
                     std::optional<Instant> to) {
    const Zone& home = world.ground().zones.home();
    const Date today = date::floor<date::days>(to_local(world.last_tick(), home));
    const auto months_on = [&](int months) {
        auto ymd = date::year_month_day(today) + date::months(months);
        if (!ymd.ok()) ymd = ymd.year() / ymd.month() / date::last;
        return to_instant(LocalTime(date::local_days(ymd).time_since_epoch()), home);
    };
    const Instant start = from.value_or(months_on(-3));
    const Instant end = to.value_or(months_on(18));
    return {start, std::max(start, end)};
}

}  // namespace sopu::service
