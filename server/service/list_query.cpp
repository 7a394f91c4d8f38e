#include "server/service/list_query.h"

#include <algorithm>

#include "engine/base/limits.h"
#include "engine/time/iso.h"

namespace sopu::service {
namespace {

// Every instant that an event may have lies between these (engine/base/limits.h).
Instant first_instant() {
    return date::sys_days(date::year(sopu::limits::year_min) / 1 / 1) - date::days{1};
}
Instant last_instant() {
    return date::sys_days(date::year(sopu::limits::year_max + 1) / 1 / 1) + date::days{1};
}

class QueryReader {
  public:
    QueryReader(const QueryPairs& query, const Zones& zones) : query_(query), zones_(zones) {}

    ListQuery read(Routine routine_default) {
        ListQuery list;
        Filter& filter = list.filter;
        filter.areas = values("area");
        filter.except = values("except");
        filter.municipalities = values("municipality");
        filter.venues = values("venue");
        filter.organisations = values("organisation");
        filter.categories = values("category");
        filter.audiences = values("audience");
        filter.routine = routine(routine_default);
        filter.text = last("q");
        if (const std::string said = last("lang"); !said.empty()) {
            if (!is_language(said)) error("lang", "unknown_value", {{"value", said}});
            list.language = said;
        }
        list.from = time("from");
        list.to = time("to");
        if (list.from && list.to && *list.to < *list.from) error("to", "end_before_start");
        return list;
    }

    Errors take_errors() { return std::move(errors_); }

  private:
    void error(std::string field, std::string reason,
               std::map<std::string, std::string> args = {}) {
        errors_.push_back(invalid(std::move(field), std::move(reason), std::move(args)));
    }

    // An empty value is what an untouched field of a form sends: nothing said.
    std::vector<std::string> values(std::string_view name) {
        std::vector<std::string> found;
        for (const auto& [key, value] : query_) {
            if (key != name || trim(value).empty()) continue;
            if (value.size() > sopu::limits::short_text_bytes_max)
                error(key, "too_long",
                      {{"max", std::to_string(sopu::limits::short_text_bytes_max)}});
            else
                found.emplace_back(trim(value));
        }
        if (found.size() > sopu::limits::list_items_max) {
            error(std::string(name), "too_many",
                  {{"max", std::to_string(sopu::limits::list_items_max)}});
            found.clear();
        }
        return found;
    }

    std::string last(std::string_view name) {
        const auto found = values(name);
        return found.empty() ? std::string() : found.back();
    }

    Routine routine(Routine unsaid) {
        const std::string said = last("routine");
        if (said == "no") return Routine::no;
        if (said == "yes") return Routine::yes;
        if (said == "only") return Routine::only;
        if (!said.empty()) error("routine", "unknown_value", {{"value", said}});
        return unsaid;
    }

    std::optional<Instant> time(std::string_view name) {
        const std::string said = last(name);
        if (said.empty()) return std::nullopt;
        const auto instant = read_time(said, zones_);
        if (!instant)
            error(std::string(name), "bad_instant", {{"value", said}});
        else if (*instant < first_instant() || last_instant() < *instant)
            error(std::string(name), "year_out_of_range");
        else
            return instant;
        return std::nullopt;
    }

    const QueryPairs& query_;
    const Zones& zones_;
    Errors errors_;
};

}  // namespace

Checked<ListQuery> read_list_query(const QueryPairs& query, Routine routine_default,
                                   const Zones& zones) {
    QueryReader reader(query, zones);
    ListQuery list = reader.read(routine_default);
    Errors errors = reader.take_errors();
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    return list;
}

std::optional<Interval> said_window(const ListQuery& query) {
    if (!query.from && !query.to) return std::nullopt;
    return Interval(query.from.value_or(first_instant()), query.to.value_or(last_instant()));
}

std::optional<Instant> read_time(std::string_view text, const Zones& zones) {
    if (const auto day = parse_date(text)) {
        const int year = static_cast<int>(date::year_month_day(*day).year());
        // Zones speak of some centuries only; a year so far off is refused by its caller anyway.
        if (year < sopu::limits::year_min - 1 || year > sopu::limits::year_max + 2)
            return Instant(day->time_since_epoch());
        return to_instant(LocalTime(day->time_since_epoch()), zones.home());
    }
    if (const auto instant = parse_instant(text)) return instant;
    std::string mended(text);
    std::replace(mended.begin(), mended.end(), ' ', '+');
    return parse_instant(mended);
}

bool is_language(std::string_view tag) {
    return tag == "fi" || tag == "sv" || tag == "en";
}

}  // namespace sopu::service
