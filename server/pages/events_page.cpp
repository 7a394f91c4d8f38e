// The front pages (everywhere, a municipality, an area): the question first, then what is coming
// by day, then how to subscribe. With ?from= the list from another day, with ?day= one whole day.
#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "engine/base/limits.h"
#include "engine/time/iso.h"
#include "server/pages/choices.h"
#include "server/pages/event_list.h"
#include "server/pages/limits.h"
#include "server/pages/month_page.h"
#include "server/pages/pages.h"
#include "server/pages/place.h"
#include "server/words/dates.h"
#include "server/words/typed.h"

namespace sopu::pages {
namespace {

using words::Data;

// What is asked of the list.
struct Asked {
    Place place;
    Choices choices;
    Date from{};
    bool from_said = false;
    bool one_day = false;  // `from` and nothing else
    std::size_t skip = 0;  // of that day's events, those that earlier pages showed
};

std::string address(const Asked& asked, const Language& language, http::Pairs query) {
    add_choices(query, asked.choices);
    return front_path(asked.place, language) + query_text(query);
}

std::string day_address(const Asked& asked, const Language& language, Date day, std::size_t skip) {
    http::Pairs query{{"day", format_date(day)}};
    if (skip > 0) query.emplace_back("skip", std::to_string(skip));
    return address(asked, language, std::move(query));
}

std::string own_address(const Asked& asked, const Language& language) {
    if (asked.one_day) return day_address(asked, language, asked.from, asked.skip);
    http::Pairs query;
    if (asked.from_said) query.emplace_back("from", format_date(asked.from));
    return address(asked, language, std::move(query));
}

class EventsPage {
  public:
    EventsPage(const Context& context, const Language& language, Asked asked)
        : context_(context),
          language_(language),
          asked_(std::move(asked)),
          world_(context.service.snapshot()),
          today_(today_of(context)),
          until_(asked_.from + date::days(asked_.one_day ? 1 : limits::list_days)) {}

    http::Response answer() {
        const Zone& home = world_->ground().zones.home();
        service::Filter filter;
        filter.window = Interval(midnight(asked_.from, home), midnight(until_, home));
        narrow(filter, asked_.place);
        auto found = service::select_occurrences(*world_, filter, service::Caller::anonymous());
        if (!found) return not_found(context_, language_);
        Data data = frame();
        offer_choices(data, context_, language_, asked_.choices, events_of(*found));
        std::erase_if(*found, [this](const service::Listed& it) {
            return !matches(asked_.choices, *it.placed);
        });
        add_question(data);
        add_list(data, by_day(*found, asked_.from, home));
        add_ways_on(data);
        return page(context_, 200, "events", data, Caching::shared);
    }

  private:
    std::string text(std::string_view key, const words::Args& args = {}) const {
        return context_.messages.text(language_.code, key, args);
    }
    std::string place_name() const { return std::string(pick(asked_.place.name, language_.code)); }

    std::string heading() const {
        std::string name =
            asked_.place.everywhere() ? site_name(context_, language_) : place_name();
        if (!asked_.one_day) return name;
        return name + ": " + words::date_text(language_.code, asked_.from, today_);
    }

    Data frame() const {
        const std::string title = asked_.place.everywhere()
                                      ? text("list.title")
                                      : text("list.title_in", {{"municipality", place_name()}});
        Data data = page_data(
            context_, language_, asked_.one_day ? heading() : title,
            [this](const Language& other) { return own_address(asked_, other); }, Indexing::open);
        data.set("home", front_path(asked_.place, language_));
        data.set("heading", heading());
        data.set("one_day", asked_.one_day);
        data.set("action", front_path(asked_.place, language_));
        data.set("everywhere", asked_.place.municipality == nullptr);
        return data;
    }

    // The one field that is enough: a date. The municipality is known, or is the second.
    void add_question(Data& data) const {
        const Municipality* one = asked_.place.municipality;
        data.set("ask_code", one == nullptr ? std::string() : one->code.text());
        data.set("ask_date", asked_.one_day ? format_date(asked_.from) : std::string());
        data.set("areas", one == nullptr ? area_choices() : Data(Data::List{}));
        data.set("municipalities",
                 one == nullptr ? municipality_names(context_, language_) : Data(Data::List{}));
    }

    Data area_choices() const {
        Data list{Data::List{}};
        const auto add = [&](const std::string& value, const LocalizedText& name) {
            Data item;
            item.set("value", value);
            item.set("name", pick(name, language_.code));
            item.set("selected", value == asked_.place.area);
            list.add(std::move(item));
        };
        world_->areas().for_each([&](auto, const Area& area) { add(area.id.text(), area.name); });
        for (const Region& region : world_->ground().gazetteer.regions())
            add(region.slug, region.name);
        return list;
    }

    void add_list(Data& data, const std::vector<Day>& days) const {
        std::size_t shown = 0;
        std::size_t count = 0;
        Date next = until_;
        Data list{Data::List{}};
        for (const Day& day : days) {
            if (!asked_.one_day && shown >= limits::list_events) {
                next = day.date;
                break;
            }
            count += day.events.size() + day.routine.size();
            list.add(day_data(day, shown));
        }
        data.set("count", text("list.count", {{"count", static_cast<long long>(count)}}));
        data.set("days", std::move(list));
        data.set("empty", days.empty());
        data.set("more_href", more_href(count, next));
    }

    // Where the list goes on: the days after, or the rest of a full day.
    std::string more_href(std::size_t count, Date next) const {
        const std::size_t end = asked_.skip + limits::day_events_page;
        if (asked_.one_day)
            return count > end ? day_address(asked_, language_, asked_.from, end) : std::string();
        return address(asked_, language_, {{"from", format_date(next)}});
    }

    Data rows(const std::vector<service::Listed>& events, std::size_t first,
              std::size_t last) const {
        Data rows{Data::List{}};
        for (std::size_t i = first; i < last; ++i)
            rows.add(row_data(context_, language_, *world_, events[i], today_));
        return rows;
    }

    // Of one day everything, a page at a time; in a list of days the routine stands folded up.
    Data day_data(const Day& day, std::size_t& shown) const {
        if (asked_.one_day) return one_day_data(day);
        const std::size_t last = std::min(day.events.size(), limits::day_events);
        const std::size_t routine = std::min(day.routine.size(), limits::day_events);
        shown += last;
        Data data = day_head(day);
        data.set("events", rows(day.events, 0, last));
        data.set("has_events", last > 0);
        data.set("routine_events", rows(day.routine, 0, routine));
        const auto regular = static_cast<long long>(day.routine.size());
        data.set("routine",
                 regular > 0 ? text("list.routine", {{"count", regular}}) : std::string());
        const auto left =
            static_cast<long long>(day.events.size() - last + day.routine.size() - routine);
        data.set("rest", left > 0 ? text("list.rest", {{"count", left}}) : std::string());
        return data;
    }

    Data one_day_data(const Day& day) const {
        std::vector<service::Listed> all = day.events;
        all.insert(all.end(), day.routine.begin(), day.routine.end());
        const std::size_t first = std::min(asked_.skip, all.size());
        const std::size_t last = std::min(all.size(), first + limits::day_events_page);
        Data data = day_head(day);
        data.set("events", rows(all, first, last));
        data.set("has_events", last > first);
        data.set("routine_events", Data(Data::List{}));
        data.set("routine", "");
        data.set("rest", "");
        return data;
    }

    Data day_head(const Day& day) const {
        Data data;
        data.set("id", format_date(day.date));
        data.set("heading", words::date_text(language_.code, day.date, today_));
        data.set("rest_href", day_address(asked_, language_, day.date, 0));
        return data;
    }

    void add_ways_on(Data& data) const {
        const date::year_month_day from(asked_.from);
        const Month month = from.year() / from.month();
        http::Pairs query;
        add_choices(query, asked_.choices);
        data.set("month_href", month_path(asked_.place, language_, month) + query_text(query));
        data.set("month_name",
                 std::string(words::month_name(language_.code, unsigned(from.month()))) + " " +
                     std::to_string(int(from.year())));
        query.clear();
        if (!asked_.choices.category.empty())
            query.emplace_back("category", asked_.choices.category);
        data.set("subscribe_href", subscribe_path(asked_.place, language_) + query_text(query));
        const Municipality* one = asked_.place.municipality;
        const Region* region =
            one == nullptr ? nullptr : world_->ground().gazetteer.region(one->region);
        data.set("region_href", region == nullptr
                                    ? std::string()
                                    : front_path(*place_named(*world_, region->slug), language_));
        data.set("region_name", region == nullptr
                                    ? std::string()
                                    : std::string(pick(region->name, language_.code)));
        data.set("everywhere_href",
                 asked_.place.everywhere() ? std::string() : std::string(language_.home));
    }

    const Context& context_;
    const Language& language_;
    const Asked asked_;
    const std::shared_ptr<const Snapshot> world_;
    const Date today_;
    const Date until_;
};

http::Response bad_query(const Context& context, const Language& language, const Error& error) {
    return error_page(context, language, 422,
                      context.messages.text(language.code, "page.error_title"),
                      words::error_text(context.messages, language.code, error));
}

// A day of the calendar as it was typed into the address.
Result<std::optional<Date>> day_said(const http::Request& request, const std::string& name) {
    const auto said = request.query_value(name);
    if (!said || said->empty()) return std::optional<Date>();
    const auto day = words::typed_date(*said);
    if (!day) return tl::unexpected(invalid(name, "bad_date"));
    const auto year = date::year_month_day(*day).year();
    if (year < date::year(sopu::limits::year_min) || year > date::year(sopu::limits::year_max))
        return tl::unexpected(invalid(name, "year_out_of_range"));
    return std::optional(*day);
}

// Beyond the end of the day nothing is shown; a number that no link of ours has is none.
std::size_t skip_said(const http::Request& request) {
    const std::string_view said = request.query_value("skip").value_or("");
    std::size_t skip = 0;
    const auto [end, problem] = std::from_chars(said.data(), said.data() + said.size(), skip);
    const bool whole = problem == std::errc{} && end == said.data() + said.size();
    return whole && skip <= limits::day_skip_max ? skip : 0;
}

http::Response answer(const Context& context, const Language& language,
                      const http::Request& request, Place place) {
    Asked asked;
    asked.place = std::move(place);
    asked.choices = choices_of(request);
    asked.from = today_of(context);
    const auto day = day_said(request, "day");
    if (!day) return bad_query(context, language, day.error());
    const auto from = day_said(request, "from");
    if (!from) return bad_query(context, language, from.error());
    asked.one_day = day->has_value();
    asked.from_said = asked.one_day || from->has_value();
    if (asked.from_said) asked.from = asked.one_day ? **day : **from;
    if (asked.one_day) asked.skip = skip_said(request);
    return EventsPage(context, language, std::move(asked)).answer();
}

// What the filter of a wider page chose; the page itself if nothing.
Result<Place> place_said(const Snapshot& world, const http::Request& request, Place place) {
    for (const char* name : {"municipality", "area"}) {
        const std::string_view said = trim(request.query_value(name).value_or(""));
        if (said.empty()) continue;
        auto found = place_named(world, said);
        if (!found || (found->municipality == nullptr && name == std::string_view("municipality")))
            return tl::unexpected(invalid(
                name, name == std::string_view("area") ? "unknown_area" : "unknown_municipality",
                {{"value", std::string(said)}, {"name", std::string(said)}}));
        return *std::move(found);
    }
    return place;
}

http::Response narrowed(const Context& context, const Language& language,
                        const http::Request& request, Place place) {
    auto said = place_said(*context.service.snapshot(), request, std::move(place));
    if (!said) return bad_query(context, language, said.error());
    return answer(context, language, request, *std::move(said));
}

}  // namespace

http::Handler coming_events(const Context& context, const Language& language) {
    return http::immediate([&context, &language](const http::Request& request) {
        return narrowed(context, language, request, Place{});
    });
}

http::Handler place_events(const Context& context, const Language& language) {
    return http::immediate([&context, &language](const http::Request& request) {
        const std::string_view slug = request.parameter("slug");
        if (month_of(slug)) return month_answer(context, language, request, Place{}, slug);
        auto place = place_named(*context.service.snapshot(), slug);
        if (!place) return not_found(context, language);
        // "/Suomussalmi" and "/777" are the same place: an address in each language is enough.
        const bool own = slug == slug_of_place(*place, languages[0]) ||
                         slug == slug_of_place(*place, languages[1]);
        if (!own) return http::Response::redirect(front_path(*place, language), 308);
        return narrowed(context, language, request, *std::move(place));
    });
}

}  // namespace sopu::pages
