#include "tests/store/workload.h"

#include <boost/json/object.hpp>
#include <memory>

#include "engine/base/invariant.h"
#include "engine/time/iso.h"
#include "server/json/event_json.h"
#include "server/json/parse.h"
#include "server/json/records_json.h"

namespace sopu::test {

namespace {

Instant at(std::uint64_t version) {
    return Instant(std::chrono::seconds(1'790'000'000 + static_cast<std::int64_t>(version) * 60));
}

template <class T>
Put<T> put(T record) {
    return {std::make_shared<const T>(std::move(record))};
}

template <class T>
std::string lines_of(const char* kind, const std::vector<std::shared_ptr<const T>>& records) {
    std::string lines;
    for (const auto& record : records) {
        if constexpr (std::is_same_v<T, Event>)
            lines += kind + json::write_json(json::to_record(*record)) + "\n";
        else
            lines += kind + json::write_json(json::to_json(*record)) + "\n";
    }
    return lines;
}

}  // namespace

Event numbered_event(int number, std::uint32_t revision) {
    const std::string name = std::to_string(number);
    Event event;
    event.id = EventId("event-" + name);
    event.uid = name + "@sopu.example";
    event.title["fi"] = "Tapahtuma " + name + " \"ääni\" 😀";
    // Longer than a page of the database, so that a commit is many writes.
    event.description["fi"] = std::string(static_cast<std::size_t>(number % 3) * 3'000, 'x') + name;
    event.when = AllDay{Date(date::days(20'000 + number)), Date(date::days(20'001 + number))};
    event.municipality = MunicipalityCode("777");
    event.revision = revision;
    event.token_generation = revision + 1;
    event.updated = at(revision);
    return event;
}

store::Commit numbered_commit(std::uint64_t version) {
    const int number = static_cast<int>(version);
    const std::string name = std::to_string(version);
    store::Commit commit;
    commit.version = version;
    commit.at = at(version);
    commit.changes.emplace_back(put(numbered_event(number)));
    if (number % 3 == 0) commit.changes.emplace_back(put(numbered_event(number / 2, 2)));
    if (number % 4 == 0)
        commit.changes.emplace_back(Erase<Event>{EventId("event-" + std::to_string(number / 4))});
    if (number % 5 == 0) {
        Venue venue;
        venue.id = VenueId("venue-" + std::to_string(number % 10));
        venue.name["fi"] = "Sali " + name;
        commit.changes.emplace_back(put(venue));
        commit.changes.emplace_back(
            put(Organisation{OrganisationId("o" + name), {}, {}, true, false, 1}));
        commit.changes.emplace_back(put(Area{AreaId("a" + name), {}, "Kainuu", 1}));
        commit.accounts.push_back(
            {UserId("user"), "hash " + name, {"staff", "admin"}, "777", 1, false});
    }
    if (number % 5 == 1) {
        store::SaidOfConflict said;
        said.id = store::ConflictId("c" + std::to_string(number % 3));
        said.mine = EventId("event-" + name);
        said.reason = "reason " + name;
        commit.conflicts.push_back(std::move(said));
    }
    if (number % 7 == 0) commit.changes.emplace_back(Tick{at(version)});
    if (number % 2 == 0)
        commit.remembered =
            store::Remembered{"POST /events", name, "hash", 201, "body " + name, at(version)};
    if (number % 11 == 0) commit.forget_remembered_before = at(version - 5);
    if (number % 3 == 1) commit.letters.push_back({name, EventId(name), "fi", at(version), 0});
    if (number % 6 == 0) commit.letters_done = {std::to_string(number - 2)};
    commit.audit.push_back({"submitter", "submit", "event-" + name, ""});
    commit.audit.push_back({"clock", "tick", "everything", "version " + name});
    return commit;
}

std::vector<store::Commit> numbered_group(std::uint64_t first, std::uint64_t last) {
    std::vector<store::Commit> group;
    for (std::uint64_t version = first; version <= last; ++version)
        group.push_back(numbered_commit(version));
    return group;
}

std::string contents(store::Store& store, std::uint64_t versions) {
    const auto loaded = store.load();
    INVARIANT(loaded.has_value(), "the store can be read");
    const Records& records = loaded->records;
    std::string text = "version " + std::to_string(loaded->version) + "\n";
    text += "tick " + format_instant(records.last_tick.at) + "\n";
    text += lines_of("event ", records.events) + lines_of("venue ", records.venues);
    text += lines_of("organisation ", records.organisations) + lines_of("area ", records.areas);
    for (const store::Account& account : loaded->accounts) {
        text += "account " + account.id.text() + " " + account.password_hash;
        for (const std::string& role : account.roles) text += " " + role;
        text += " " + account.area + " " + std::to_string(account.generation) + "\n";
    }
    for (const store::SaidOfConflict& said : loaded->conflicts)
        text += "said " + said.id.text() + " " + said.mine.text() + " " + said.reason + "\n";
    const auto letters = store.letters(10'000);
    INVARIANT(letters.has_value(), "the store can be read");
    for (const store::Letter& letter : *letters) text += "letter " + letter.id + "\n";
    const auto add_audit = [&](const std::string& subject) {
        const auto lines = store.audit(subject, 10'000);
        INVARIANT(lines.has_value(), "the store can be read");
        for (const auto& [at, line] : *lines)
            text += "audit " + format_instant(at) + " " + line.actor + " " + line.action + " " +
                    line.subject + " " + line.reason + "\n";
    };
    add_audit("everything");
    for (std::uint64_t version = 1; version <= versions; ++version) {
        add_audit("event-" + std::to_string(version));
        const auto answer = store.remembered("POST /events", std::to_string(version));
        INVARIANT(answer.has_value(), "the store can be read");
        if (*answer) text += "remembered " + (*answer)->key + " " + (*answer)->body + "\n";
    }
    return text;
}

}  // namespace sopu::test
