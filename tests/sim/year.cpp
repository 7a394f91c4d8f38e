#include "tests/sim/year.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace sopu::sim {
namespace {

constexpr double one_offs_in_country = 580'000;
constexpr double activities_in_country = 60'000;
constexpr int tries = 8;                         // venues asked before doing without one
constexpr unsigned double_booked_per_mille = 5;  // nobody asked

// What a municipality's venues are given out for, by half hours from 7:00 to 23:00 of each day.
class Bookings {
  public:
    explicit Bookings(const Town& town)
        : town_(&town), taken_(town.spots.size() * static_cast<std::size_t>(year_days)) {}

    // The venue of the event, whose occurrences begin every `every` weeks; none if all that were
    // tried are taken.
    const Spot* book(const Event& event, int weeks, int every, Chance& chance) {
        const Span span = span_of(event);
        for (int i = 0; i < tries; ++i) {
            const std::size_t n = town_->spot_choice.pick(chance);
            if (town_->spots[n].capacity < event.expected_attendance.value_or(0)) continue;
            const bool blind = chance.per_mille(double_booked_per_mille);
            if (!blind && !is_free(n, span, weeks, every)) continue;
            for_each_day(span, weeks, every, [&](int day) {
                at(n, day) |= span.halves;
                return true;
            });
            return &town_->spots[n];
        }
        return nullptr;
    }

  private:
    struct Span {
        int first = 0;
        int last = 0;
        std::uint32_t halves = 0;  // a bit each, of every day
    };

    static Span span_of(const Event& event) {
        const auto number = [](Date day) {
            return static_cast<int>((day - year_first_day()).count());
        };
        if (const auto* days = std::get_if<AllDay>(&event.when))
            return {number(days->first), number(days->last), ~0u};
        const auto& timed = std::get<Timed>(event.when);
        const Date day = date::floor<date::days>(timed.start);
        const int margin = event.setup_minutes.value_or(0) / 30;
        const auto half = [day](LocalTime time, int rounding) {
            const auto minute = std::chrono::duration_cast<minutes>(time - day).count();
            return static_cast<int>((minute + rounding - 7 * 60) / 30);
        };
        const int from = std::max(0, half(timed.start, 0) - margin);
        const int to = std::min(32, half(*timed.end, 29) + margin);
        std::uint32_t halves = 0;
        for (int i = from; i < to; ++i) halves |= 1u << i;
        return {number(day), number(day), halves};
    }

    template <class F>
    static bool for_each_day(const Span& span, int weeks, int every, F&& visit) {
        for (int week = 0; week < weeks; ++week)
            for (int day = span.first; day <= span.last; ++day)
                if (const int at = day + 7 * every * week; at < year_days && !visit(at))
                    return false;
        return true;
    }

    std::uint32_t& at(std::size_t spot, int day) {
        return taken_[spot * static_cast<std::size_t>(year_days) + static_cast<std::size_t>(day)];
    }
    bool is_free(std::size_t spot, const Span& span, int weeks, int every) {
        const Spot& it = town_->spots[spot];
        return for_each_day(span, weeks, every, [&](int day) {
            std::uint32_t taken = at(spot, day);
            if (it.part_of) taken |= at(*it.part_of, day);
            for (const std::size_t section : it.sections) taken |= at(section, day);
            return (taken & span.halves) == 0;
        });
    }

    const Town* town_;
    std::vector<std::uint32_t> taken_;
};

void put_at(Event& event, const Spot* spot, const Town& town, Chance& chance) {
    if (spot)
        event.venue = spot->id;
    else
        event.position = town.somewhere(chance);
}

void number_event(Event& event, const Town& town, char kind, std::uint32_t number) {
    event.id = EventId(town.code.text() + "-" + kind + std::to_string(number));
    event.uid = event.id.text() + "@sim";
}

void fill_town(const Town& town, Year& year) {
    Bookings bookings(town);
    const std::uint64_t seed = year.country.options().seed;
    Chance weekly(seed, "weekly", town.number);
    for (std::uint32_t i = 0; i < year.country.share(town, activities_in_country); ++i) {
        WeeklyActivity activity = draw_weekly(town, weekly);
        number_event(activity.first, town, 'w', i);
        const Spot* spot = bookings.book(activity.first, activity.weeks, activity.every, weekly);
        put_at(activity.first, spot, town, weekly);
        year.weekly.push_back(std::move(activity));
    }
    Chance one_off(seed, "one-off", town.number);
    for (std::uint32_t i = 0; i < year.country.share(town, one_offs_in_country); ++i) {
        Event event = draw_one_off(town, one_off);
        number_event(event, town, 'o', i);
        const bool vague = std::holds_alternative<Vague>(event.when);
        put_at(event, vague ? nullptr : bookings.book(event, 1, 1, one_off), town, one_off);
        year.records.events.push_back(std::make_shared<const Event>(std::move(event)));
    }
}

// FNV-1a over what people would see of an event.
class Sum {
  public:
    Sum& add(std::string_view text) {
        for (const char c : text) add_byte(static_cast<unsigned char>(c));
        add_byte(0xff);
        return *this;
    }
    Sum& add(std::int64_t number) {
        for (int shift = 0; shift < 64; shift += 8)
            add_byte(static_cast<unsigned char>(static_cast<std::uint64_t>(number) >> shift));
        return *this;
    }
    Sum& add(const std::optional<Position>& position) {
        if (!position) return add(std::int64_t{0});
        return add(std::int64_t{std::llround(position->latitude * 1e5)})
            .add(std::int64_t{std::llround(position->longitude * 1e5)});
    }
    Sum& add(const Event& event) {
        add(event.id.text()).add(event.format).add(event.municipality->text());
        add(event.venue ? event.venue->text() : "").add(event.position);
        add(event.organisation ? event.organisation->text() : "");
        for (const auto* list :
             {&event.languages, &event.people, &event.categories, &event.audiences})
            for (const std::string& item : *list) add(item);
        for (const auto& [language, title] : event.title) add(language).add(title);
        add(static_cast<std::int64_t>(event.size ? *event.size : SizeClass::village));
        add(static_cast<std::int64_t>(event.claim))
            .add(static_cast<std::int64_t>(event.when.index()));
        add(std::int64_t{event.expected_attendance.value_or(0)});
        add(std::int64_t{first_date(event.when)->time_since_epoch().count()});
        add(std::int64_t{last_date(event.when)->time_since_epoch().count()});
        if (const auto* timed = std::get_if<Timed>(&event.when))
            add(std::int64_t{timed->start.time_since_epoch().count()})
                .add(std::int64_t{timed->end->time_since_epoch().count()});
        return *this;
    }
    std::uint64_t value() const { return value_; }

  private:
    void add_byte(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001b3u; }
    std::uint64_t value_ = 0xcbf29ce484222325u;
};

}  // namespace

Year make_year(const Options& options, const Gazetteer& gazetteer) {
    Year year{Country(options, gazetteer), {}, {}};
    year.country.append_to(year.records);
    for (const Town& town : year.country.towns()) fill_town(town, year);
    year.records.last_tick = Tick{year_entered()};
    return year;
}

void append_as_series(const std::vector<WeeklyActivity>& weekly, Records& records) {
    for (const WeeklyActivity& activity : weekly) {
        Event event = activity.first;
        recur::Rule rule;
        rule.frequency = recur::Frequency::weekly;
        rule.interval = activity.every;
        rule.count = activity.weeks;
        Recurrence recurrence;
        recurrence.rule = std::move(rule);
        event.recurrence = std::move(recurrence);
        records.events.push_back(std::make_shared<const Event>(std::move(event)));
    }
}

void append_as_single_events(const std::vector<WeeklyActivity>& weekly, Records& records) {
    for (const WeeklyActivity& activity : weekly) {
        for (int i = 0; i < activity.weeks; ++i) {
            Event event = activity.first;
            auto& timed = std::get<Timed>(event.when);
            timed.start += date::days(7 * activity.every * i);
            *timed.end += date::days(7 * activity.every * i);
            event.id = EventId(activity.first.id.text() + "." + std::to_string(i));
            event.uid = event.id.text() + "@sim";
            records.events.push_back(std::make_shared<const Event>(std::move(event)));
        }
    }
}

std::size_t occurrence_count(const Year& year) {
    std::size_t count = 0;
    for (const auto& event : year.records.events) count += event->routine ? 0 : 1;
    for (const WeeklyActivity& activity : year.weekly)
        count += static_cast<std::size_t>(activity.weeks);
    return count;
}

std::uint64_t checksum(const Year& year) {
    Sum sum;
    for (const auto& venue : year.records.venues)
        sum.add(venue->id.text()).add(venue->position).add(std::int64_t{*venue->capacity});
    for (const auto& it : year.records.organisations) sum.add(it->id.text());
    for (const auto& event : year.records.events)
        if (!event->routine) sum.add(*event);
    for (const WeeklyActivity& activity : year.weekly)
        sum.add(activity.first).add(std::int64_t{activity.weeks}).add(std::int64_t{activity.every});
    return sum.value();
}

}  // namespace sopu::sim
