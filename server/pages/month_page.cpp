// A month as a table: weeks with their numbers, Monday first, how many events each day has.
#include <algorithm>
#include <array>
#include <map>
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

namespace sopu::pages {
namespace {

using words::Data;

constexpr int days_of_week = 7;

Date monday_on_or_before(Date day) {
    return day - (date::weekday(day) - date::Monday);
}

bool is_day_said(const Event& event) {
    const auto* vague = std::get_if<Vague>(&event.when);
    return vague == nullptr || vague->precision == Precision::day;
}

class MonthPage {
  public:
    MonthPage(const Context& context, const Language& language, Place place, Choices choices,
              Month month)
        : context_(context),
          language_(language),
          place_(std::move(place)),
          choices_(std::move(choices)),
          month_(month),
          world_(context.service.snapshot()),
          today_(today_of(context)) {}

    http::Response answer() {
        const Zone& home = world_->ground().zones.home();
        service::Filter filter;
        filter.window = Interval(midnight(Date(month_ / 1), home),
                                 midnight(Date((month_ + date::months(1)) / 1), home));
        narrow(filter, place_);
        auto found = service::select_occurrences(*world_, filter, service::Caller::anonymous());
        if (!found) return not_found(context_, language_);
        Data data = frame();
        offer_choices(data, context_, language_, choices_, events_of(*found));
        std::erase_if(*found,
                      [this](const service::Listed& it) { return !matches(choices_, *it.placed); });
        sort_out(*found, home);
        data.set("count", text("list.count", {{"count", static_cast<long long>(found->size())}}));
        data.set("empty", found->empty());
        data.set("weekdays", weekdays());
        data.set("weeks", weeks());
        add_whole_month(data);
        return page(context_, 200, "month", data, Caching::shared);
    }

  private:
    std::string text(std::string_view key, const words::Args& args = {}) const {
        return context_.messages.text(language_.code, key, args);
    }

    std::string name_of(Month month) const {
        return std::string(words::month_name(language_.code, unsigned(month.month()))) + " " +
               std::to_string(int(month.year()));
    }

    std::string address(const Language& language, Month month) const {
        http::Pairs query;
        add_choices(query, choices_);
        return month_path(place_, language, month) + query_text(query);
    }

    std::string day_address(Date day) const {
        http::Pairs query{{"day", format_date(day)}};
        add_choices(query, choices_);
        return front_path(place_, language_) + query_text(query);
    }

    // "" beyond the calendar's last month and before its first.
    std::string neighbour(Month month) const {
        const bool there = month.year() >= date::year(sopu::limits::year_min) &&
                           month.year() <= date::year(sopu::limits::year_max);
        return there ? address(language_, month) : std::string();
    }

    Data frame() const {
        const std::string where = place_.everywhere()
                                      ? site_name(context_, language_)
                                      : std::string(pick(place_.name, language_.code));
        const std::string heading = where + ": " + name_of(month_);
        Data data = page_data(
            context_, language_, heading,
            [this](const Language& other) { return address(other, month_); }, Indexing::open);
        data.set("home", front_path(place_, language_));
        data.set("heading", heading);
        data.set("caption", text("month.caption", {{"month", name_of(month_)}, {"place", where}}));
        data.set("action", month_path(place_, language_, month_));
        data.set("previous_href", neighbour(month_ - date::months(1)));
        data.set("previous_name", name_of(month_ - date::months(1)));
        data.set("next_href", neighbour(month_ + date::months(1)));
        data.set("next_name", name_of(month_ + date::months(1)));
        data.set("list_href", front_path(place_, language_));
        data.set("everywhere", false);
        return data;
    }

    // Each event on its days; what lasts long or has no day yet would fill the whole table and is
    // listed below it.
    void sort_out(const std::vector<service::Listed>& found, const Zone& home) {
        for (const service::Listed& it : found) {
            const Interval extent = it.occurrence.extent;
            const Date first = date::floor<date::days>(to_local(extent.start(), home));
            const Instant inside = std::max(extent.start(), extent.end() - seconds(1));
            const Date last = date::floor<date::days>(to_local(inside, home));
            const bool on_days = is_day_said(*it.placed->event) &&
                                 last - first < date::days(limits::month_event_days);
            if (!on_days) {
                whole_month_.push_back(it);
                continue;
            }
            for (Date day = first; day <= last; day += date::days(1)) ++counts_[day];
        }
    }

    Data weekdays() const {
        Data list{Data::List{}};
        const Date monday = monday_on_or_before(today_);
        for (int i = 0; i < days_of_week; ++i) {
            Data item;
            item.set("short", words::weekday_short(language_.code, monday + date::days(i)));
            item.set("long", words::weekday_long(language_.code, monday + date::days(i)));
            list.add(std::move(item));
        }
        return list;
    }

    Data weeks() const {
        const Date after = Date((month_ + date::months(1)) / 1);
        Data list{Data::List{}};
        for (Date monday = monday_on_or_before(Date(month_ / 1)); monday < after;
             monday += date::days(days_of_week)) {
            Data days{Data::List{}};
            for (int i = 0; i < days_of_week; ++i) days.add(cell(monday + date::days(i)));
            Data week;
            week.set("number", std::to_string(words::week_number(monday)));
            week.set("name", words::week_text(language_.code, monday));
            week.set("days", std::move(days));
            list.add(std::move(week));
        }
        return list;
    }

    Data cell(Date day) const {
        const date::year_month_day ymd(day);
        Data data;
        const bool inside = ymd.year() / ymd.month() == month_;
        data.set("inside", inside);
        if (!inside) return data;
        const auto found = counts_.find(day);
        const long long count = found == counts_.end() ? 0 : found->second;
        data.set("day", std::to_string(unsigned(ymd.day())));
        data.set("date", format_date(day));
        data.set("today", day == today_);
        data.set("href", count > 0 ? day_address(day) : std::string());
        data.set("number", count > 0 ? std::to_string(count) : std::string());
        data.set("name", words::date_text(language_.code, day, today_) + ", " +
                             text("list.count", {{"count", count}}));
        return data;
    }

    void add_whole_month(Data& data) const {
        Data rows{Data::List{}};
        const std::size_t shown = std::min(whole_month_.size(), limits::month_open_shown);
        for (std::size_t i = 0; i < shown; ++i)
            rows.add(row_data(context_, language_, *world_, whole_month_[i], today_));
        const auto left = static_cast<long long>(whole_month_.size() - shown);
        data.set("long", std::move(rows));
        data.set("has_long", shown > 0);
        data.set("long_rest", left > 0 ? text("list.rest", {{"count", left}}) : std::string());
        http::Pairs query{{"from", format_date(Date(month_ / 1))}};
        add_choices(query, choices_);
        data.set("long_href", front_path(place_, language_) + query_text(query));
    }

    const Context& context_;
    const Language& language_;
    const Place place_;
    const Choices choices_;
    const Month month_;
    const std::shared_ptr<const Snapshot> world_;
    const Date today_;
    std::map<Date, long long> counts_;
    std::vector<service::Listed> whole_month_;
};

}  // namespace

http::Response month_answer(const Context& context, const Language& language,
                            const http::Request& request, Place place, std::string_view month) {
    const auto asked = month_of(month);
    if (!asked) return not_found(context, language);
    return MonthPage(context, language, std::move(place), choices_of(request), *asked).answer();
}

http::Handler month_page(const Context& context, const Language& language) {
    return http::immediate([&context, &language](const http::Request& request) {
        auto place = place_named(*context.service.snapshot(), request.parameter("slug"));
        if (!place) return not_found(context, language);
        return month_answer(context, language, request, *std::move(place),
                            request.parameter("month"));
    });
}

}  // namespace sopu::pages
