#include "server/pages/staff_week.h"

#include <algorithm>
#include <set>
#include <vector>

#include "engine/time/iso.h"
#include "server/pages/limits.h"
#include "server/pages/occurrence.h"
#include "server/service/explain.h"
#include "server/words/dates.h"

namespace sopu::pages {
namespace {

using words::Data;

constexpr int days_of_week = 7;

class WeekView {
  public:
    WeekView(const Context& context, const Language& language, const Snapshot& world,
             const Placed& mine, const service::Judged& judged, const service::Caller& caller)
        : context_(context),
          language_(language),
          world_(world),
          mine_(mine),
          judged_(judged),
          caller_(caller),
          home_(world.ground().zones.home()),
          monday_(monday_of(day_of(meeting()))),
          today_(today_of(context)) {}

    Data data() const {
        Data data;
        data.set("caption",
                 context_.messages.text(
                     language_.code, "staff.week_caption",
                     {{"week", words::week_text(language_.code, monday_)},
                      {"dates", words::dates_text(language_.code, monday_,
                                                  monday_ + date::days(days_of_week - 1))}}));
        const Title title = title_of(context_, language_, world_, mine_, caller_);
        data.set("mine", title.text);
        data.set("mine_lang", marked_language(title.language, language_));
        data.set("other", service::shown_title(language_.code, judged_.other, context_.messages));
        data.set("other_href", href_of_other(language_, world_, judged_.other.event, caller_));
        const std::vector<const Placed*> also = also_in_the_space();
        Data days{Data::List{}};
        for (int i = 0; i < days_of_week; ++i) days.add(day_data(monday_ + date::days(i), also));
        data.set("days", std::move(days));
        return data;
    }

  private:
    Date day_of(Instant instant) const { return date::floor<date::days>(to_local(instant, home_)); }

    // Where the two meet first; where only one side is known to lie, that one.
    Instant meeting() const {
        const auto& clashes = judged_.finding.clashes;
        return clashes.empty() ? mine_.times.extent().start() : clashes.front().overlap.start();
    }

    Interval span(Date first, int days) const {
        const auto midnight = [this](Date day) {
            return to_instant(LocalTime(day.time_since_epoch()), home_);
        };
        return {midnight(first), midnight(first + date::days(days))};
    }

    // The row has the date, so what lies within it says its hours only.
    std::string time_in(Date day, const When& when) const {
        const auto* timed = std::get_if<Timed>(&when);
        const auto within = [day](LocalTime time) { return date::floor<date::days>(time) == day; };
        if (timed != nullptr && world_.ground().zones.find(timed->zone) == &home_ &&
            within(timed->start) && within(timed->end.value_or(timed->start)))
            return words::hours_text(language_.code, timed->start, timed->end);
        return words::when_text(language_.code, when, world_.ground().zones, today_);
    }

    // What it says of its time on the day, each occurrence of a series; "" if it is not there.
    std::string times_of(const Placed& placed, Date day) const {
        std::string text;
        for (const When& when : times_in(placed, span(day, 1), world_.ground().zones)) {
            if (!text.empty()) text += ", ";
            text += time_in(day, when);
        }
        return text;
    }

    // What else the week holds in the space of either, its sections and its whole.
    std::vector<const Placed*> also_in_the_space() const {
        std::set<VenueId> spaces{mine_.space, judged_.other.venue};
        for (const VenueId& related : world_.venue_tree().related(mine_.space))
            spaces.insert(related);
        const Interval week = span(monday_, days_of_week);
        std::vector<Occurrence> found;
        for (const VenueId& space : spaces)
            if (!space.text().empty()) world_.find(Dimension::space, space.text(), week, found);
        std::set<EventId> seen{mine_.id(), judged_.other.event};
        std::vector<const Placed*> list;
        for (const Occurrence& it : found) {
            const Placed& placed = world_.placed(it.event);
            if (can_conflict(*placed.event) && seen.insert(placed.id()).second &&
                !times_in(placed, week, world_.ground().zones).empty())
                list.push_back(&placed);
        }
        std::sort(list.begin(), list.end(), [](const Placed* a, const Placed* b) {
            const auto key = [](const Placed* it) {
                return std::pair(it->times.extent().start(), it->id());
            };
            return key(a) < key(b);
        });
        return list;
    }

    Data day_data(Date day, const std::vector<const Placed*>& also) const {
        const Placed* other = world_.event(judged_.other.event);
        Data data;
        data.set("date", format_date(day));
        data.set("name", words::date_text(language_.code, day, day));
        data.set("mine", times_of(mine_, day));
        data.set("other", other != nullptr ? times_of(*other, day) : std::string());
        Data list{Data::List{}};
        std::size_t count = 0;
        for (const Placed* placed : also) {
            std::string times = times_of(*placed, day);
            if (times.empty()) continue;
            if (++count <= limits::week_cell_max) list.add(also_data(*placed, times));
        }
        data.set("also", std::move(list));
        data.set("more",
                 count > limits::week_cell_max
                     ? context_.messages.text(
                           language_.code, "staff.queue_more",
                           {{"count", static_cast<long long>(count - limits::week_cell_max)}})
                     : std::string());
        return data;
    }

    Data also_data(const Placed& placed, const std::string& times) const {
        const service::Shown shown = service::shown(world_, placed.id(), caller_);
        Data item;
        item.set("text",
                 service::shown_title(language_.code, shown, context_.messages) + ", " + times);
        item.set("href", href_of_other(language_, world_, placed.id(), caller_));
        return item;
    }

    const Context& context_;
    const Language& language_;
    const Snapshot& world_;
    const Placed& mine_;
    const service::Judged& judged_;
    const service::Caller& caller_;
    const Zone& home_;
    const Date monday_;
    const Date today_;
};

}  // namespace

Data week_data(const Context& context, const Language& language, const Snapshot& world,
               const Placed& mine, const service::Judged& judged, const service::Caller& caller) {
    return WeekView(context, language, world, mine, judged, caller).data();
}

Date monday_of(Date day) {
    return day - (date::weekday(day) - date::Monday);
}

}  // namespace sopu::pages
