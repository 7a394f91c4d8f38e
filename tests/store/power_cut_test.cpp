// 201 means on disk: at 200 points of a workload the power goes, and every commit that was
// acknowledged is there, no group is there by half, and nothing else is. That the test can fail is
// shown with syncing turned off. And a disk that is full, or fails to sync, loses nothing either.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "server/store/memory_store.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/store/power_cut_vfs.h"
#include "tests/store/scratch.h"
#include "tests/store/workload.h"

using namespace sopu;
using store::Durability;
using store::OpenMode;

namespace {

// Sizes of the groups, so that the log is checkpointed on the way (each commit is some kilobytes),
// and where the store is closed and opened again.
const std::vector<std::uint64_t> group_sizes{1, 3, 1, 8, 2, 40, 1, 5, 60, 1, 1, 30, 2, 70, 4, 1};
constexpr std::size_t reopened_after = 7;
const std::uint64_t versions_max = 240;

struct Outcome {
    std::uint64_t acknowledged = 0;  // last version whose append returned
    std::uint64_t attempted = 0;     // last version that an append was given
};

Outcome run_workload(const std::string& path, const store::SqliteOptions& options) {
    Outcome outcome;
    auto store = store::open_sqlite(path, OpenMode::read_write, options);
    for (std::size_t i = 0; store && i < group_sizes.size(); ++i) {
        if (i == reopened_after) {
            store->reset();
            store = store::open_sqlite(path, OpenMode::read_write, options);
            if (!store) break;
        }
        const auto group =
            test::numbered_group(outcome.acknowledged + 1, outcome.acknowledged + group_sizes[i]);
        outcome.attempted = group.back().version;
        if (!(*store)->append(group)) break;
        outcome.acknowledged = outcome.attempted;
    }
    return outcome;
}

// What a store holds after so many versions, by the store that has no disk.
std::string expected_contents(std::uint64_t version) {
    store::MemoryStore memory;
    CHECK(memory.append(test::numbered_group(1, version)).has_value());
    return test::contents(memory, versions_max);
}

enum class Found { whole, lost, broken };

// Opens what the cut left, with the ordinary file layer, and judges it. No power fails any more, so
// that it need not sync.
Found judge(const std::string& path, const Outcome& outcome) {
    auto store = store::open_sqlite(path, OpenMode::read_write, {"", Durability::none});
    if (!store) return Found::broken;
    const auto loaded = (*store)->load();
    if (!loaded) return Found::broken;
    if (loaded->version < outcome.acknowledged) return Found::lost;
    // A group whose append was cut short may be there, but then it is there to its last commit.
    if (loaded->version != outcome.acknowledged && loaded->version != outcome.attempted)
        return Found::broken;
    if (test::contents(**store, versions_max) != expected_contents(loaded->version))
        return Found::broken;
    // And it goes on from there.
    const auto next = test::numbered_group(loaded->version + 1, loaded->version + 2);
    if (!(*store)->append(next)) return Found::broken;
    store->reset();
    const auto problems = store::integrity_sqlite(path);
    return problems && problems->empty() ? Found::whole : Found::broken;
}

std::uint64_t calls_of_workload(Durability durability) {
    const test::ScratchFolder folder;
    test::PowerCutVfs disk;
    const Outcome outcome = run_workload(folder.file("a"), {disk.name(), durability});
    CHECK(outcome.acknowledged == 230);
    return disk.calls();
}

Found cut_once(std::uint64_t seed, std::uint64_t call, Durability durability) {
    const test::ScratchFolder folder;
    test::PowerCutVfs disk(seed);
    disk.cut_at(call);
    const Outcome outcome = run_workload(folder.file("a"), {disk.name(), durability});
    REQUIRE(disk.is_cut());
    disk.leave_as_found();
    return judge(folder.file("a"), outcome);
}

}  // namespace

TEST_SUITE("store.power_cut") {
    TEST_CASE("200 power cuts lose no acknowledged commit and leave none by half") {
        const std::uint64_t calls = calls_of_workload(Durability::full);
        CHECK(calls > 400);
        std::mt19937_64 random(20'261'122);
        for (int round = 0; round < 200; ++round) {
            const std::uint64_t seed = random();
            const std::uint64_t call = 1 + random() % calls;
            CAPTURE(seed);
            CAPTURE(call);
            CHECK(cut_once(seed, call, Durability::full) == Found::whole);
        }
    }

    TEST_CASE("the same test sees what is lost when nothing is synced") {
        const std::uint64_t calls = calls_of_workload(Durability::none);
        std::mt19937_64 random(20'261'122);
        int lost = 0;
        for (int round = 0; round < 40; ++round)
            lost += cut_once(random(), 1 + random() % calls, Durability::none) != Found::whole;
        CHECK(lost > 0);
        MESSAGE("without syncing " << lost << " of 40 cuts lost or broke something");
    }

    TEST_CASE("a full disk refuses, keeps what it has, and takes more once there is room") {
        const test::ScratchFolder folder;
        // Room that ends at each of the places where the log or the database grows.
        for (const std::int64_t room : {0, 1, 5'000, 20'000, 100'000, 200'000}) {
            CAPTURE(room);
            const std::string path = folder.file(std::to_string(room));
            test::PowerCutVfs disk;
            auto store = store::open_sqlite(path, OpenMode::read_write, {disk.name()});
            REQUIRE(store.has_value());
            REQUIRE((*store)->append(test::numbered_group(1, 3)).has_value());
            disk.set_room(room);
            std::uint64_t done = 3;
            Result<void> appended;
            while (done < versions_max &&
                   (appended = (*store)->append(test::numbered_group(done + 1, done + 4))))
                done += 4;
            REQUIRE_FALSE(appended.has_value());
            CHECK(appended.error().code == Code::unavailable);
            CHECK(appended.error().reason == "unavailable");
            CHECK(test::contents(**store, versions_max) == expected_contents(done));
            CHECK_FALSE((*store)->append(test::numbered_group(done + 1, done + 4)).has_value());

            disk.set_room(std::nullopt);
            REQUIRE((*store)->append(test::numbered_group(done + 1, done + 4)).has_value());
            store->reset();
            store = store::open_sqlite(path, OpenMode::read_only);
            CHECK(test::contents(**store, versions_max) == expected_contents(done + 4));
            CHECK(store::integrity_sqlite(path).value().empty());
        }
    }

    TEST_CASE("a sync that fails is a refusal") {
        const test::ScratchFolder folder;
        test::PowerCutVfs disk;
        auto store = store::open_sqlite(folder.file("a"), OpenMode::read_write, {disk.name()});
        REQUIRE(store.has_value());
        REQUIRE((*store)->append(test::numbered_group(1, 3)).has_value());
        disk.fail_syncs(true);
        const auto refused = (*store)->append(test::numbered_group(4, 5));
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code == Code::unavailable);
        CHECK((*store)->load()->version == 3);
        disk.fail_syncs(false);
        REQUIRE((*store)->append(test::numbered_group(4, 4)).has_value());
        CHECK(test::contents(**store, versions_max) == expected_contents(4));
    }
}
