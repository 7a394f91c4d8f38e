// What store.h promises, held to both stores: the one in memory and the one on SQLite.
#include <doctest/doctest.h>

#include <functional>
#include <limits>

#include "engine/base/limits.h"
#include "server/store/memory_store.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/store/scratch.h"
#include "tests/store/workload.h"

using namespace sopu;
using store::Commit;

namespace {

// Runs the case on either store, each of them empty.
void on_both(const std::function<void(store::Store&)>& test) {
    SUBCASE("memory") {
        store::MemoryStore memory;
        test(memory);
    }
    SUBCASE("sqlite") {
        const test::ScratchFolder folder;
        const auto sqlite = store::open_sqlite(folder.file("sopu.db"), store::OpenMode::read_write);
        REQUIRE(sqlite.has_value());
        test(**sqlite);
    }
}

Commit put_event(std::uint64_t version, const Event& event) {
    Commit commit;
    commit.version = version;
    commit.changes.emplace_back(Put<Event>{std::make_shared<const Event>(event)});
    return commit;
}

Commit erase_event(std::uint64_t version, const std::string& id) {
    Commit commit;
    commit.version = version;
    commit.changes.emplace_back(Erase<Event>{EventId(id)});
    return commit;
}

void append(store::Store& store, const Commit& commit) {
    REQUIRE(store.append(std::span(&commit, 1)).has_value());
}

std::string ids(store::Store& store) {
    std::string all;
    const auto loaded = store.load();
    for (const auto& event : loaded->records.events) all += event->id.text() + " ";
    return all;
}

}  // namespace

TEST_SUITE("store.contract") {
    TEST_CASE("an empty store") {
        on_both([](store::Store& store) {
            const auto loaded = store.load();
            REQUIRE(loaded.has_value());
            CHECK(loaded->version == 0);
            CHECK(loaded->records.events.empty());
            CHECK(loaded->records.last_tick == Tick{});
            CHECK(loaded->accounts.empty());
            CHECK_FALSE(store.remembered("a", "b")->has_value());
            CHECK(store.audit("a", 10)->empty());
        });
    }

    TEST_CASE("records come back in the order of their first put") {
        on_both([](store::Store& store) {
            for (int i = 1; i <= 3; ++i)
                append(store, put_event(static_cast<std::uint64_t>(i), test::numbered_event(i)));
            append(store, put_event(4, test::numbered_event(1, 2)));
            CHECK(ids(store) == "event-1 event-2 event-3 ");
            CHECK(*store.load()->records.events.front() == test::numbered_event(1, 2));
            append(store, erase_event(5, "event-3"));
            append(store, erase_event(6, "event-1"));
            append(store, put_event(7, test::numbered_event(1)));
            CHECK(ids(store) == "event-2 event-1 ");
            append(store, erase_event(8, "nobody"));
            CHECK(store.load()->version == 8);
        });
    }

    TEST_CASE("the outbox - earliest due first / a try replaces / what is done is gone") {
        on_both([](store::Store& store) {
            const auto at = [](int hour) { return Instant(std::chrono::hours(hour)); };
            Commit commit;
            commit.version = 1;
            commit.letters = {
                {"b", EventId("e1"), "fi", at(2), 0},
                {"a", EventId("e1"), "sv", at(2), 0},
                {"c", EventId(), "en", at(1), 3, store::LetterKind::conflicts, UserId("maija")}};
            append(store, commit);
            const auto waiting = [&store](std::size_t limit) {
                std::string all;
                const auto letters = store.letters(limit);
                for (const store::Letter& it : *letters) all += it.id;
                return all;
            };
            CHECK(waiting(10) == "cab");
            CHECK(waiting(2) == "ca");
            CHECK(waiting(0).empty());
            CHECK(store.letters(1)->front() == commit.letters[2]);
            Commit later;
            later.version = 2;
            later.letters = {{"c", EventId("e2"), "en", at(9), 4}};
            later.letters_done = {"a", "nobody"};
            append(store, later);
            CHECK(waiting(10) == "bc");
            CHECK(store.letters(10)->back().tries == 4);
        });
    }

    TEST_CASE("a notice is told once - not if it has become worse meanwhile - and is forgotten") {
        on_both([](store::Store& store) {
            const auto at = [](int hour) { return Instant(std::chrono::hours(hour)); };
            const store::Notice pair{
                store::ConflictId("c1"), "conflicts.e1", EventId("e1"), EventId("e2"),
                Severity::warning,       at(5),          false};
            store::Notice fact = pair;
            fact.conflict = store::ConflictId("c2");
            fact.letter = "digest.maija";
            fact.other = EventId();
            fact.until = at(9);
            Commit commit;
            commit.version = 1;
            commit.notices = {pair, fact};
            append(store, commit);
            CHECK(*store.notices_about(EventId("e1")) == commit.notices);
            CHECK(*store.notices_about(EventId("e2")) == std::vector{pair});
            CHECK(*store.notices_in("digest.maija") == std::vector{fact});
            CHECK(store.notices_in("digest.nobody")->empty());

            Commit told;
            told.version = 2;
            told.notices_told = {pair, fact};
            told.notices_told[1].severity = Severity::blocking;  // what was told is not what waits
            append(store, told);
            CHECK(store.notices_in("conflicts.e1")->front().told);
            CHECK_FALSE(store.notices_in("digest.maija")->front().told);

            Commit forget;
            forget.version = 3;
            forget.forget_notices_before = at(9);
            append(store, forget);
            CHECK(*store.notices_about(EventId("e1")) == std::vector{fact});
            Commit gone;
            gone.version = 4;
            gone.notices_gone = {fact};
            append(store, gone);
            CHECK(store.notices_about(EventId("e1"))->empty());
        });
    }

    TEST_CASE("within a group later commits see earlier ones") {
        on_both([](store::Store& store) {
            const std::vector<Commit> group{
                put_event(1, test::numbered_event(1)), put_event(2, test::numbered_event(1, 2)),
                put_event(3, test::numbered_event(2)), erase_event(4, "event-2")};
            REQUIRE(store.append(group).has_value());
            CHECK(ids(store) == "event-1 ");
            CHECK(store.load()->records.events.front()->revision == 2);
            CHECK(store.append({}).has_value());
        });
    }

    TEST_CASE("a version that does not follow is refused with its whole group") {
        on_both([](store::Store& store) {
            REQUIRE(store.append(test::numbered_group(1, 2)).has_value());
            const std::string before = test::contents(store, 10);
            for (const std::vector<std::uint64_t>& versions :
                 {std::vector<std::uint64_t>{2}, {4}, {3, 5}, {3, 3}, {0}}) {
                std::vector<Commit> group;
                for (const std::uint64_t version : versions)
                    group.push_back(test::numbered_commit(version));
                const auto refused = store.append(group);
                REQUIRE_FALSE(refused.has_value());
                CHECK(refused.error().code == Code::internal);
                CHECK(refused.error().reason == "version_out_of_order");
                CHECK(test::contents(store, 10) == before);
            }
            CHECK(store.append(test::numbered_group(3, 4)).has_value());
        });
    }

    TEST_CASE("remembered answers are kept by scope and key until forgotten") {
        on_both([](store::Store& store) {
            const auto instant = [](int second) { return Instant(std::chrono::seconds(second)); };
            const store::Remembered first{"s", "k", "h", 201, "{\"a\":\"ä\\n\"}", instant(10)};
            const store::Remembered other_scope{"t", "k", "h", 409, "", instant(20)};
            Commit commit;
            commit.version = 1;
            commit.remembered = first;
            append(store, commit);
            commit.version = 2;
            commit.remembered = other_scope;
            append(store, commit);
            CHECK(store.remembered("s", "k").value() == first);
            CHECK(store.remembered("t", "k").value() == other_scope);
            CHECK_FALSE(store.remembered("s", "K")->has_value());

            Commit forget;
            forget.version = 3;
            forget.forget_remembered_before = instant(10);
            append(store, forget);
            CHECK(store.remembered("s", "k")->has_value());
            forget.version = 4;
            forget.forget_remembered_before = instant(11);
            forget.remembered = store::Remembered{"u", "k", "h", 200, "b", instant(1)};
            append(store, forget);
            CHECK_FALSE(store.remembered("s", "k")->has_value());
            CHECK(store.remembered("t", "k")->has_value());
            CHECK(store.remembered("u", "k")->has_value());  // younger than the forgetting
        });
    }

    TEST_CASE("the audit log of a subject, last first, at most so many") {
        on_both([](store::Store& store) {
            for (std::uint64_t version = 1; version <= 5; ++version)
                append(store, test::numbered_commit(version));
            const auto lines = store.audit("everything", 2);
            REQUIRE(lines->size() == 2);
            CHECK(lines->front().line.reason == "version 5");
            CHECK(lines->back().line.reason == "version 4");
            CHECK(lines->back().at == test::numbered_commit(4).at);
            CHECK(store.audit("everything", std::numeric_limits<std::size_t>::max())->size() == 5);
            CHECK(store.audit("everything", 0)->empty());
            CHECK(store.audit("event-3", 9)->size() == 1);
        });
    }

    TEST_CASE("accounts are replaced by name") {
        on_both([](store::Store& store) {
            Commit commit;
            commit.version = 1;
            commit.accounts = {
                {UserId("a"), "h", {"staff"}, "Kainuu", 3, false, "a@example.org", "sv"},
                {UserId("b"), "h", {}, "", 0, false}};
            append(store, commit);
            commit.version = 2;
            commit.accounts = {{UserId("a"), "h2", {"staff", "admin"}, "", 4, true}};
            append(store, commit);
            const auto loaded = store.load();
            REQUIRE(loaded->accounts.size() == 2);
            CHECK(loaded->accounts[0] == commit.accounts[0]);
            CHECK(loaded->accounts[1].id == UserId("b"));
        });
    }

    TEST_CASE("what was said of a conflict is replaced by its id") {
        on_both([](store::Store& store) {
            store::SaidOfConflict pair;
            pair.id = store::ConflictId("c1");
            pair.state = store::ConflictState::accepted;
            pair.kind = Kind::venue_related;
            pair.severity = Severity::blocking;
            pair.certainty = Certainty::possible;
            pair.mine = EventId("e1");
            pair.other = EventId("e2");
            pair.accepted_as = "print";
            pair.reason = "Sovittu \"yhdessä\"";
            pair.by = "maija";
            pair.at = Instant(std::chrono::seconds(77));
            pair.revision = 3;
            store::SaidOfConflict fact;
            fact.id = store::ConflictId("c2");
            fact.state = store::ConflictState::acknowledged;
            fact.mine = EventId("e1");
            fact.fact = FactType::closure;
            fact.fact_id = "remontti";
            Commit commit;
            commit.version = 1;
            commit.conflicts = {pair, fact};
            append(store, commit);
            CHECK(store.load()->conflicts == commit.conflicts);
            pair.state = store::ConflictState::open;
            pair.revision = 4;
            commit.version = 2;
            commit.conflicts = {pair};
            append(store, commit);
            CHECK(store.load()->conflicts == std::vector{pair, fact});
        });
    }

    TEST_CASE("text with a NUL, quotes and SQL in it is text") {
        on_both([](store::Store& store) {
            Commit commit;
            commit.version = 1;
            const std::string odd("'); DROP TABLE event; --\0\"ä", 29);
            commit.remembered = store::Remembered{odd, odd, odd, 200, odd, {}};
            commit.audit.push_back({odd, odd, odd, odd});
            append(store, commit);
            CHECK(store.remembered(odd, odd).value() == commit.remembered);
            CHECK(store.audit(odd, 1)->front().line == commit.audit.front());
        });
    }

    TEST_CASE("both stores hold the same after the same commits") {
        const test::ScratchFolder folder;
        const auto sqlite = store::open_sqlite(folder.file("a"), store::OpenMode::read_write);
        REQUIRE(sqlite.has_value());
        store::MemoryStore memory;
        std::uint64_t version = 0;
        for (const std::uint64_t size : {1U, 2U, 7U, 1U, 30U, 3U}) {
            const auto group = test::numbered_group(version + 1, version + size);
            version += size;
            REQUIRE(memory.append(group).has_value());
            REQUIRE((*sqlite)->append(group).has_value());
            CHECK(test::contents(**sqlite, version) == test::contents(memory, version));
        }
        const auto again = store::open_sqlite(folder.file("a"), store::OpenMode::read_only);
        CHECK(test::contents(**again, version) == test::contents(memory, version));
    }

    TEST_CASE("a series comes back with all that its occurrences have of their own") {
        on_both([](store::Store& store) {
            Event event = test::numbered_event(1);
            const Date start(date::year{2026} / 10 / 24);
            event.when = Timed{start + std::chrono::hours(10), start + std::chrono::hours(12),
                               "Europe/Helsinki"};
            Recurrence recurrence;
            recurrence.rule = recur::parse_rule("FREQ=DAILY;COUNT=1500").value();
            recurrence.dates = {{Date(date::year{2032} / 1 / 1), recur::Length{1, seconds{60}}}};
            recurrence.exceptions = {Instant(seconds{1'800'000'000}), start + date::days{3}};
            recurrence.length = recur::Length{0, seconds{7'200}};
            for (int day = 0; day < static_cast<int>(limits::overrides_max); ++day) {
                Override changed;
                changed.recurrence_id = start + date::days{day} + std::chrono::hours(10);
                changed.cancelled = day % 3 == 0;
                if (day % 3 == 1) changed.title = LocalizedText{{"fi", "Ääni \"😀\""}};
                if (day % 3 == 2) changed.place = OverridePlace{VenueId("halli"), "", {}};
                recurrence.overrides.push_back(std::move(changed));
            }
            event.recurrence = recurrence;
            append(store, put_event(1, event));
            const auto loaded = store.load();
            REQUIRE(loaded.has_value());
            CHECK(*loaded->records.events.front() == event);
        });
    }

    TEST_CASE("the memory store fails on demand and changes nothing") {
        store::MemoryStore memory;
        memory.fail_appends(1);
        const auto refused = memory.append(test::numbered_group(1, 3));
        CHECK(refused.error().code == Code::unavailable);
        CHECK(memory.load()->version == 0);
        CHECK(memory.append(test::numbered_group(1, 3)).has_value());
        memory.fail_appends(-1);
        CHECK_FALSE(memory.append(test::numbered_group(4, 4)).has_value());
        CHECK_FALSE(memory.append(test::numbered_group(4, 4)).has_value());
        memory.fail_appends(0);
        CHECK(memory.append(test::numbered_group(4, 4)).has_value());
    }
}
