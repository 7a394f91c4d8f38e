#include "server/cli/demo.h"

#include <map>
#include <memory>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "engine/time/iso.h"
#include "server/cli/assets.h"
#include "server/cli/database.h"
#include "server/json/draft_json.h"
#include "server/json/parse.h"
#include "server/json/records_json.h"
#include "server/service/import_file.h"
#include "server/service/limits.h"

namespace sopu::cli {
namespace {

namespace bj = boost::json;

// The keys of an entry that are no field of a draft (data/README.md).
constexpr std::array<std::string_view, 11> own_keys{
    "key",          "offset_days", "last_offset_days", "start",        "end", "vague",
    "repeat_weeks", "state",       "takes_place",      "duplicate_of", "case"};

tl::unexpected<Error> broken(std::string what) {
    return fail(Code::internal, "", "internal", "demo data: " + std::move(what));
}

std::string text(const bj::object& entry, std::string_view name) {
    const bj::value* found = entry.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

std::int64_t number(const bj::object& entry, std::string_view name, std::int64_t otherwise) {
    const bj::value* found = entry.if_contains(name);
    return found != nullptr && found->is_int64() ? found->get_int64() : otherwise;
}

const bj::array& list(const bj::object& all, std::string_view name) {
    static const bj::array none;
    const bj::value* found = all.if_contains(name);
    return found != nullptr && found->is_array() ? found->get_array() : none;
}

bj::object when_of(const bj::object& entry, Date monday, std::int64_t weeks_on) {
    const std::int64_t first = number(entry, "offset_days", 0);
    const std::int64_t last = number(entry, "last_offset_days", first);
    const auto day = [&](std::int64_t offset) {
        return format_date(monday + date::days(static_cast<int>(offset + 7 * weeks_on)));
    };
    if (const bj::value* vague = entry.if_contains("vague"); vague && vague->is_object()) {
        bj::object when = vague->get_object();
        when["from"] = day(first);
        when["to"] = day(last);
        return when;
    }
    if (!entry.contains("start")) return {{"first", day(first)}, {"last", day(last)}};
    return {{"start", day(first) + "T" + text(entry, "start")},
            {"end", day(last) + "T" + text(entry, "end")},
            {"zone", home_zone}};
}

class DemoReader {
  public:
    DemoReader(const Ground& ground, Instant now)
        : ground_(ground), now_(now), monday_(monday_of(now, ground)) {}

    Result<std::vector<Change>> read(const bj::object& all) {
        for (const bj::value& it : list(all, "areas")) SOPU_CHECK(add(json::area_input(it)));
        for (const bj::value& it : list(all, "organisations"))
            SOPU_CHECK(add(json::organisation_input(it)));
        for (const bj::value& it : list(all, "venues")) SOPU_CHECK(add(json::venue_input(it)));
        for (const bj::value& it : list(all, "events")) {
            if (!it.is_object()) return broken("an event is no object");
            SOPU_CHECK(events_of(it.get_object()));
        }
        return std::move(changes_);
    }

  private:
    static Date monday_of(Instant now, const Ground& ground) {
        const Date today = date::floor<date::days>(to_local(now, ground.zones.home()));
        return today - date::days((date::weekday(today) - date::Monday).count());
    }

    template <class T>
    Result<void> add(Checked<T> record) {
        if (!record)
            return broken(record.error().front().field + ": " + record.error().front().reason);
        if constexpr (std::is_same_v<T, Organisation>) names_[record->id] = record->name;
        changes_.push_back(Put<T>{std::make_shared<const T>(std::move(*record))});
        return {};
    }

    // One event, or one for each week that is said.
    Result<void> events_of(const bj::object& entry) {
        const std::string key = text(entry, "key");
        const bj::array& weeks = list(entry, "repeat_weeks");
        if (weeks.empty()) return add_event(entry, key, 0);
        for (std::size_t i = 0; i < weeks.size(); ++i) {
            if (!weeks[i].is_int64()) return broken(key + ": repeat_weeks");
            SOPU_CHECK(add_event(entry, key + "-" + std::to_string(i), weeks[i].get_int64()));
        }
        return {};
    }

    Result<void> add_event(const bj::object& entry, const std::string& key, std::int64_t weeks_on) {
        bj::object input = entry;
        for (const std::string_view own : own_keys) input.erase(own);
        input["when"] = when_of(entry, monday_, weeks_on);
        auto draft = json::draft_from_json(input, ground_.zones);
        if (!draft)
            return broken(key + ": " + draft.error().front().field + ": " +
                          draft.error().front().reason);
        Event& event = draft->event;
        event.id = EventId(key);
        event.uid = key + "@demo.sopu";
        event.state = from_name<State>(text(entry, "state")).value_or(State::published);
        event.takes_place =
            from_name<TakesPlace>(text(entry, "takes_place")).value_or(TakesPlace::scheduled);
        if (const std::string same = text(entry, "duplicate_of"); !same.empty())
            event.duplicate_of = EventId(same);
        event.verified = event.state == State::published;
        // Whoever subscribed has been told of a cancellation by a higher SEQUENCE.
        if (event.takes_place != TakesPlace::scheduled) event.sequence = 1;
        if (event.claim == Claim::hold && !event.hold_until)
            event.hold_until = now_ + service::limits::hold_default;
        if (event.organisation && event.organiser.name.empty())
            event.organiser.name = pick(names_[*event.organisation], "fi");
        event.created = event.updated = now_;
        changes_.push_back(Put<Event>{std::make_shared<const Event>(std::move(event))});
        return {};
    }

    const Ground& ground_;
    const Instant now_;
    const Date monday_;
    std::vector<Change> changes_;
    std::map<OrganisationId, LocalizedText> names_;
};

store::Account demo_account() {
    store::Account account;
    account.id = UserId(std::string(demo_user));
    for (const std::string_view role : EnumNames<service::StaffRole>::names)
        account.roles.emplace_back(role);
    account.password_hash = service::hash_password(std::string(demo_password));
    return account;
}

Result<void> submit(service::Service& service, service::Command command) {
    if (auto done = service.submit_and_wait(std::move(command)); !done)
        return tl::unexpected(error_of(done.error()));
    return {};
}

}  // namespace

Result<std::vector<Change>> demo_records(std::string_view json, const Ground& ground, Instant now) {
    const bj::value parsed = SOPU_TRY(json::parse_json(json));
    if (!parsed.is_object()) return broken("no object");
    return DemoReader(ground, now).read(parsed.get_object());
}

bool is_empty(const Snapshot& world) {
    return world.events().size() == 0 && world.venues().size() == 0 &&
           world.organisations().size() == 0 && world.areas().size() == 0;
}

Result<void> fill_with_demo(service::Service& service, const Ground& ground) {
    const auto json = embedded("data/demo/synthetic.json");
    const auto csv = embedded("data/demo/seed_events.csv");
    if (!json || !csv) return broken("built without data/demo");
    auto changes = SOPU_TRY(demo_records(*json, ground, service.now()));
    SOPU_CHECK(
        submit(service,
               service::PutRecords{
                   std::move(changes), {demo_account()}, "demo data", service::Caller::program()}));
    const service::ImportFile seeds =
        SOPU_TRY(service::read_import(*csv, service::ImportFormat::csv, {}, ground));
    if (!seeds.rejected.empty()) return broken("seeds: " + seeds.rejected.front().reason);
    service::Import import;
    for (const auto& item : seeds.items) import.events.push_back(item.event);
    import.caller = service::Caller::program();
    import.steps = seeds.steps;
    return submit(service, std::move(import));
}

}  // namespace sopu::cli
