// The list of coming events, by day: everywhere, or in one municipality.
#include <algorithm>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/base/limits.h"
#include "engine/model/lifecycle.h"
#include "engine/time/iso.h"
#include "server/pages/frame.h"
#include "server/pages/limits.h"
#include "server/pages/pages.h"
#include "server/service/links.h"
#include "server/service/listing.h"
#include "server/words/dates.h"
#include "server/words/typed.h"

namespace sopu::pages {
namespace {

using words::Data;

// What is asked of the list.
struct Asked {
    const Municipality* municipality = nullptr;  // null: everywhere
    Date from{};
    bool from_said = false;
    bool by_slug = false;  // at the municipality's own address
};

std::string address(const Asked& asked, const Language& language, std::optional<Date> from) {
    std::string path(language.home);
    std::string query;
    const auto add = [&query](std::string_view name, std::string_view value) {
        query += query.empty() ? "?" : "&";
        query += name;
        query += "=";
        query += service::percent_encoded(value);
    };
    if (asked.by_slug)
        path = municipality_path(language, language.code == "sv" ? asked.municipality->slug_sv
                                                                 : asked.municipality->slug);
    else if (asked.municipality != nullptr)
        add("municipality", asked.municipality->code.text());
    if (from) add("from", format_date(*from));
    return path + query;
}

struct Day {
    Date date;
    std::vector<const Placed*> events;
};

// By day, from the first asked for; what began before stands on the first day.
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

class EventsPage {
  public:
    EventsPage(const Context& context, const Language& language, Asked asked)
        : context_(context),
          language_(language),
          asked_(asked),
          world_(context.service.snapshot()),
          today_(today_of(context)) {}

    http::Response answer() {
        const Zone& home = world_->ground().zones.home();
        const Date until = asked_.from + date::days(limits::list_days);
        const auto midnight = [&home](Date day) {
            return to_instant(LocalTime(day.time_since_epoch()), home);
        };
        service::Filter filter;
        filter.window = Interval(midnight(asked_.from), midnight(until));
        if (asked_.municipality != nullptr)
            filter.municipalities.push_back(asked_.municipality->code.text());
        const auto found = service::select(*world_, filter, service::Caller::anonymous());
        if (!found) return not_found(context_, language_);
        std::vector<Day> days = by_day(*found, asked_.from, home);
        const Date next = cut(days, until);
        return page(context_, 200, "events", data(days, next), Caching::shared);
    }

  private:
    // Whole days up to the limit; says from which day the next page goes on.
    static Date cut(std::vector<Day>& days, Date until) {
        std::size_t count = 0;
        for (std::size_t i = 0; i < days.size(); ++i) {
            if (count >= limits::list_events) {
                const Date next = days[i].date;
                days.resize(i);
                return next;
            }
            count += days[i].events.size();
        }
        return until;
    }

    std::string heading() const {
        if (asked_.municipality == nullptr)
            return context_.messages.text(language_.code, "list.title");
        return context_.messages.text(
            language_.code, "list.title_in",
            {{"municipality", std::string(pick(asked_.municipality->name, language_.code))}});
    }

    Data data(const std::vector<Day>& days, Date next) const {
        const auto from = asked_.from_said ? std::optional(asked_.from) : std::nullopt;
        Data data = page_data(context_, language_, heading(),
                              [&](const Language& other) { return address(asked_, other, from); });
        std::size_t count = 0;
        Data list{Data::List{}};
        for (const Day& day : days) {
            count += day.events.size();
            list.add(day_data(day));
        }
        data.set("heading", heading());
        data.set("action", language_.home);
        data.set("municipalities",
                 municipality_choices(
                     context_, language_,
                     asked_.municipality ? asked_.municipality->code.text() : std::string()));
        data.set("count", context_.messages.text(language_.code, "list.count",
                                                 {{"count", static_cast<long long>(count)}}));
        data.set("days", std::move(list));
        data.set("empty", days.empty());
        data.set("more_href", address(asked_, language_, next));
        data.set("feed_href", "/feeds/" +
                                  (asked_.municipality ? asked_.municipality->slug : "all") +
                                  ".ics?lang=" + std::string(language_.code));
        return data;
    }

    Data day_data(const Day& day) const {
        Data events{Data::List{}};
        for (const Placed* placed : day.events) events.add(event_data(*placed));
        Data data;
        data.set("id", format_date(day.date));
        data.set("heading", words::date_text(language_.code, day.date, today_));
        data.set("events", std::move(events));
        return data;
    }

    Data event_data(const Placed& placed) const {
        const Event& event = *placed.event;
        const bool busy = event.visibility == Visibility::busy;
        Title title = title_of(context_, language_, *world_, placed, service::Caller::anonymous());
        Data data;
        data.set("href", event_path(language_, event.id.text()));
        data.set("title", std::move(title.text));
        data.set("title_lang", std::move(title.language));
        data.set("when",
                 words::when_text(language_.code, event.when, world_->ground().zones, today_));
        data.set("place", place_of(context_, language_, *world_, placed));
        data.set("municipality", municipalities_of(context_, language_, placed));
        data.set("organiser", busy ? std::string() : event.organiser.name);
        data.set("cancelled", event.takes_place == TakesPlace::cancelled);
        data.set("postponed", event.takes_place == TakesPlace::postponed);
        data.set("provisional", effective_claim(event) != Claim::confirmed);
        return data;
    }

    const Context& context_;
    const Language& language_;
    const Asked asked_;
    const std::shared_ptr<const Snapshot> world_;
    const Date today_;
};

http::Response bad_query(const Context& context, const Language& language, const Error& error) {
    return error_page(context, language, 422,
                      context.messages.text(language.code, "page.error_title"),
                      words::error_text(context.messages, language.code, error));
}

http::Response answer(const Context& context, const Language& language,
                      const http::Request& request, Asked asked) {
    asked.from = today_of(context);
    if (const auto from = request.query_value("from"); from && !from->empty()) {
        const auto day = words::typed_date(*from);
        const auto year = day ? date::year_month_day(*day).year() : date::year(0);
        if (!day) return bad_query(context, language, invalid("from", "bad_date"));
        if (year < date::year(sopu::limits::year_min) || year > date::year(sopu::limits::year_max))
            return bad_query(context, language, invalid("from", "year_out_of_range"));
        asked.from = *day;
        asked.from_said = true;
    }
    return EventsPage(context, language, asked).answer();
}

}  // namespace

http::Handler coming_events(const Context& context, const Language& language) {
    return http::immediate([&context, &language](const http::Request& request) {
        Asked asked;
        const Gazetteer& gazetteer = context.service.snapshot()->ground().gazetteer;
        if (const auto said = request.query_value("municipality"); said && !said->empty()) {
            asked.municipality = gazetteer.by_name(*said);
            if (asked.municipality == nullptr)
                return bad_query(context, language,
                                 invalid("municipality", "unknown_municipality",
                                         {{"value", std::string(*said)}}));
        }
        return answer(context, language, request, asked);
    });
}

http::Handler municipality_events(const Context& context, const Language& language) {
    return http::immediate([&context, &language](const http::Request& request) {
        const Gazetteer& gazetteer = context.service.snapshot()->ground().gazetteer;
        const std::string_view slug = request.parameter("slug");
        const Municipality* one = gazetteer.by_name(slug);
        if (one == nullptr) return not_found(context, language);
        // "/Suomussalmi" and "/777" are the same place: one address each is enough.
        if (slug != one->slug && slug != one->slug_sv)
            return http::Response::redirect(municipality_path(language, one->slug), 308);
        Asked asked;
        asked.municipality = one;
        asked.by_slug = true;
        return answer(context, language, request, asked);
    });
}

}  // namespace sopu::pages
