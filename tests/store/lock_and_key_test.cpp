#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "server/store/file_lock.h"
#include "server/store/server_key.h"
#include "tests/store/scratch.h"

using namespace sopu;
namespace fs = std::filesystem;

namespace {

// Bytes that a test can know: counted on from call to call.
store::RandomBytes counting() {
    return [next = 0](std::span<unsigned char> bytes) mutable {
        for (unsigned char& byte : bytes) byte = static_cast<unsigned char>(++next);
    };
}

}  // namespace

TEST_SUITE("store.file_lock") {
    TEST_CASE("one holder at a time, and the file stays") {
        const test::ScratchFolder folder;
        const std::string path = folder.file("a.db");
        {
            const auto lock = store::lock_for_writing(path);
            REQUIRE(lock.has_value());
            const auto second = store::lock_for_writing(path);
            REQUIRE_FALSE(second.has_value());
            CHECK(second.error().code == Code::unavailable);
            CHECK(second.error().reason == "database_in_use");
            CHECK(store::lock_for_writing(folder.file("b.db")).has_value());
        }
        CHECK(fs::exists(path + ".lock"));
        CHECK(store::lock_for_writing(path).has_value());
        CHECK(store::lock_for_writing(folder.file("no/a")).error().reason == "lock_failed");
    }

    TEST_CASE("moving a lock keeps it") {
        const test::ScratchFolder folder;
        auto lock = store::lock_for_writing(folder.file("a"));
        auto other = store::lock_for_writing(folder.file("b"));
        store::FileLock moved = std::move(*lock);
        CHECK_FALSE(store::lock_for_writing(folder.file("a")).has_value());
        moved = std::move(*other);
        CHECK_FALSE(store::lock_for_writing(folder.file("b")).has_value());
    }

    TEST_CASE("a process that dies lets go") {
        const test::ScratchFolder folder;
        const std::string path = folder.file("a");
        test::Child child([&](test::Child& self) {
            const auto lock = store::lock_for_writing(path);
            self.say(lock ? 'y' : 'n');
            self.hear();
        });
        CHECK(child.answer() == 'y');
        CHECK(store::lock_for_writing(path).error().reason == "database_in_use");
        child.end();
        CHECK(store::lock_for_writing(path).has_value());
    }
}

TEST_SUITE("store.server_key") {
    TEST_CASE("made once, private, and the same ever after") {
        const test::ScratchFolder folder;
        const std::string path = folder.file("a.db");
        const auto random = counting();
        const auto key = store::server_key(path, random);
        REQUIRE(key.has_value());
        CHECK((*key)[0] == 1);
        CHECK((*key)[31] == 32);
        CHECK(store::server_key(path, random).value() == *key);
        CHECK(store::server_key(folder.file("b.db"), random).value() != *key);
        struct stat about {};
        REQUIRE(::stat((path + ".key").c_str(), &about) == 0);
        CHECK((about.st_mode & 0777) == 0600);
        CHECK(fs::file_size(path + ".key") == store::server_key_bytes);
        CHECK_FALSE(fs::exists(path + ".key.new"));
    }

    TEST_CASE("a key that is damaged or not private is refused and kept") {
        const test::ScratchFolder folder;
        const std::string path = folder.file("a.db");
        for (const std::size_t size :
             {std::size_t{0}, store::server_key_bytes - 1, store::server_key_bytes + 1}) {
            std::ofstream(path + ".key") << std::string(size, 'k');
            fs::permissions(path + ".key", fs::perms::owner_read | fs::perms::owner_write);
            CHECK(store::server_key(path, counting()).error().reason == "key_damaged");
            CHECK(fs::file_size(path + ".key") == size);
        }
        std::ofstream(path + ".key") << std::string(store::server_key_bytes, 'k');
        CHECK(store::server_key(path, counting()).has_value());
        fs::permissions(path + ".key", fs::perms::group_read, fs::perm_options::add);
        CHECK(store::server_key(path, counting()).error().reason == "key_not_private");
        CHECK(store::server_key(folder.file("no/a"), counting()).error().reason ==
              "key_not_written");
    }

    TEST_CASE("what a power cut left unfinished is no key") {
        const test::ScratchFolder folder;
        const std::string path = folder.file("a.db");
        std::ofstream(path + ".key.new") << "half";
        CHECK(store::server_key(path, counting()).value()[0] == 1);
    }
}
