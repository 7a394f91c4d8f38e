// What lives here: a file layer for SQLite over the ordinary one that knows, of every file, what a
// power cut would leave: it can cut the power at a chosen call, and it can be a disk that is full.
// What may not: expectations (power_cut_test.cpp).
//
// What is modelled. A write or a truncation is pending until the file is synced; the test sees it
// at once, as a program sees the page cache. At the cut each pending one is, by a seeded coin,
// kept, lost or torn (a write keeps a beginning only), each independently of the others: a disk may
// write in any order. Sync makes a file's pending ones durable. Names are pending as well: a file
// that is made may be gone after the cut and one that is deleted may be back, until the folder is
// synced: by a deletion that asks for it or, as SQLite's Unix layer does it, at the first sync of a
// journal or log that is new. The database's own name is durable: we sync its folder ourselves.
// After the cut every call fails. Bytes beside a torn write are not harmed (SQLite calls that
// POWERSAFE_OVERWRITE and assumes it). The -shm file is memory, and rebuilt when it is opened.
// What is not: a disk that lies about a sync, or rots.
//
// Invariants: the real files hold what the program wrote until leave_as_found() replaces them by
// what the cut left. Thread-safety: one thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

struct sqlite3_vfs;

namespace sopu::test {

class PowerCutVfs {
  public:
    explicit PowerCutVfs(std::uint64_t seed = 0);
    PowerCutVfs(const PowerCutVfs&) = delete;
    PowerCutVfs& operator=(const PowerCutVfs&) = delete;
    ~PowerCutVfs();

    // What open_sqlite is told to use.
    const std::string& name() const { return name_; }

    // The power goes at the nth call (from 1) that writes, truncates, syncs or deletes: before it
    // has done anything.
    void cut_at(std::uint64_t call) { cut_at_ = call; }
    std::uint64_t calls() const { return calls_; }
    bool is_cut() const { return cut_; }
    // Puts in place what the cut left; to be called when every connection is closed.
    void leave_as_found();

    // The disk has room for so many bytes more in all files; a write that needs more is refused
    // with SQLITE_FULL. Nothing: there is room.
    void set_room(std::optional<std::int64_t> bytes) { room_ = bytes; }
    // Every sync fails with an I/O error from now on, or works again.
    void fail_syncs(bool failing) { syncs_fail_ = failing; }

    // For the functions that SQLite calls.
    bool power_fails_now();
    void opened(const std::string& path, bool makes_name);
    void written(const std::string& path, std::int64_t offset, std::string bytes);
    void truncated(const std::string& path, std::int64_t size);
    void synced(const std::string& path);
    void deleted(const std::string& path, bool folder_synced);
    // Takes room for bytes that the file does not have yet; false if there is none.
    bool take_room(std::int64_t bytes);
    bool syncs_fail() const { return syncs_fail_; }
    sqlite3_vfs* real() const { return real_; }

  private:
    struct Pending {
        std::int64_t offset = 0;  // of a truncation: the new size
        std::optional<std::string> bytes;
    };
    struct File {
        std::string durable;
        std::vector<Pending> pending;
        std::optional<std::string> replaced;  // durable content of a deleted file of its name
        bool exists = true;
        bool name_pending = false;  // made or deleted, and the folder not synced since
    };

    void sync_folder();
    static void apply(const Pending& change, std::string& content);
    std::string after_cut(const File& file);

    std::string name_;
    std::unique_ptr<sqlite3_vfs> vfs_;
    sqlite3_vfs* real_ = nullptr;
    std::map<std::string, File> files_;
    std::mt19937_64 random_;
    std::uint64_t calls_ = 0;
    std::uint64_t cut_at_ = 0;
    bool cut_ = false;
    bool syncs_fail_ = false;
    std::optional<std::int64_t> room_;
};

}  // namespace sopu::test
