#include "tests/store/power_cut_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <new>

#include "engine/base/invariant.h"

namespace sopu::test {

namespace {

namespace fs = std::filesystem;

// What SQLite allocates for each open file; the ordinary layer's own comes right after it.
struct ShimFile {
    sqlite3_file base;
    PowerCutVfs* disk;
    sqlite3_file* real;
    char path[512];
};

ShimFile& shim(sqlite3_file* file) {
    return *reinterpret_cast<ShimFile*>(file);
}
sqlite3_file* real(sqlite3_file* file) {
    return shim(file).real;
}
PowerCutVfs& disk(sqlite3_file* file) {
    return *shim(file).disk;
}
PowerCutVfs& disk(sqlite3_vfs* vfs) {
    return *static_cast<PowerCutVfs*>(vfs->pAppData);
}

// The descriptor and the locks must go even after the cut, as they do when a machine stops.
int close_file(sqlite3_file* file) {
    return real(file)->pMethods->xClose(real(file));
}

int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
    if (disk(file).is_cut()) return SQLITE_IOERR_READ;
    return real(file)->pMethods->xRead(real(file), into, size, offset);
}

int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    if (disk(file).power_fails_now()) return SQLITE_IOERR_WRITE;
    sqlite3_int64 length = 0;
    if (const int code = real(file)->pMethods->xFileSize(real(file), &length); code != SQLITE_OK)
        return code;
    const sqlite3_int64 more = std::max<sqlite3_int64>(0, offset + size - length);
    if (!disk(file).take_room(more)) return SQLITE_FULL;
    disk(file).written(shim(file).path, offset,
                       {static_cast<const char*>(from), static_cast<std::size_t>(size)});
    return real(file)->pMethods->xWrite(real(file), from, size, offset);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    if (disk(file).power_fails_now()) return SQLITE_IOERR_TRUNCATE;
    disk(file).truncated(shim(file).path, size);
    return real(file)->pMethods->xTruncate(real(file), size);
}

// The real file is not synced: what would be left is kept here, and the test is quick.
int sync_file(sqlite3_file* file, int) {
    if (disk(file).power_fails_now() || disk(file).syncs_fail()) return SQLITE_IOERR_FSYNC;
    disk(file).synced(shim(file).path);
    return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    if (disk(file).is_cut()) return SQLITE_IOERR_FSTAT;
    return real(file)->pMethods->xFileSize(real(file), size);
}

int lock_file(sqlite3_file* file, int kind) {
    if (disk(file).is_cut()) return SQLITE_IOERR_LOCK;
    return real(file)->pMethods->xLock(real(file), kind);
}

int unlock_file(sqlite3_file* file, int kind) {
    return real(file)->pMethods->xUnlock(real(file), kind);
}

int check_reserved(sqlite3_file* file, int* reserved) {
    return real(file)->pMethods->xCheckReservedLock(real(file), reserved);
}

int control_file(sqlite3_file* file, int what, void* argument) {
    if (disk(file).is_cut()) return SQLITE_IOERR;
    return real(file)->pMethods->xFileControl(real(file), what, argument);
}

int sector_size(sqlite3_file* file) {
    return real(file)->pMethods->xSectorSize(real(file));
}

int characteristics(sqlite3_file* file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

int map_memory(sqlite3_file* file, int page, int size, int extend, volatile void** memory) {
    if (disk(file).is_cut()) return SQLITE_IOERR_SHMMAP;
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
}

int lock_memory(sqlite3_file* file, int offset, int count, int flags) {
    if (disk(file).is_cut() && (flags & SQLITE_SHM_LOCK) != 0) return SQLITE_IOERR_SHMLOCK;
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

void memory_barrier(sqlite3_file* file) {
    real(file)->pMethods->xShmBarrier(real(file));
}

int unmap_memory(sqlite3_file* file, int deleting) {
    return real(file)->pMethods->xShmUnmap(real(file), deleting);
}

// Version 2: with shared memory for the WAL, without memory-mapped reading of the file itself.
constexpr sqlite3_io_methods methods{2,
                                     close_file,
                                     read_file,
                                     write_file,
                                     truncate_file,
                                     sync_file,
                                     file_size,
                                     lock_file,
                                     unlock_file,
                                     check_reserved,
                                     control_file,
                                     sector_size,
                                     characteristics,
                                     map_memory,
                                     lock_memory,
                                     memory_barrier,
                                     unmap_memory,
                                     nullptr,
                                     nullptr};

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* got) {
    ShimFile& opened = shim(file);
    opened.base.pMethods = nullptr;
    if (disk(vfs).is_cut()) return SQLITE_CANTOPEN;
    INVARIANT(path != nullptr && std::strlen(path) < sizeof opened.path,
              "a test's files have names, and short ones");
    opened.disk = &disk(vfs);
    opened.real = reinterpret_cast<sqlite3_file*>(&opened + 1);
    std::memcpy(opened.path, path, std::strlen(path) + 1);
    sqlite3_vfs* below = disk(vfs).real();
    const bool is_log = (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
    const bool makes_name = is_log && !fs::exists(path);
    const int code = below->xOpen(below, path, opened.real, flags, got);
    if (code != SQLITE_OK) return code;
    disk(vfs).opened(path, makes_name);
    opened.base.pMethods = &methods;
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int sync_folder) {
    if (disk(vfs).power_fails_now()) return SQLITE_IOERR_DELETE;
    sqlite3_vfs* below = disk(vfs).real();
    const int code = below->xDelete(below, path, 0);
    if (code == SQLITE_OK) disk(vfs).deleted(path, sync_folder != 0);
    return code;
}

int look_at(sqlite3_vfs* vfs, const char* path, int flags, int* found) {
    if (disk(vfs).is_cut()) return SQLITE_IOERR_ACCESS;
    sqlite3_vfs* below = disk(vfs).real();
    return below->xAccess(below, path, flags, found);
}

int full_path(sqlite3_vfs* vfs, const char* path, int size, char* full) {
    sqlite3_vfs* below = disk(vfs).real();
    return below->xFullPathname(below, path, size, full);
}

std::string content_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

PowerCutVfs::PowerCutVfs(std::uint64_t seed)
    : vfs_(std::make_unique<sqlite3_vfs>()), real_(sqlite3_vfs_find(nullptr)), random_(seed) {
    // Everything that is not about files and their bytes stays the ordinary layer's: its functions
    // for time, randomness and libraries take no state from the structure they are called with.
    *vfs_ = *real_;
    vfs_->pNext = nullptr;
    name_ = "power-cut-" + std::to_string(reinterpret_cast<std::uintptr_t>(this));
    vfs_->zName = name_.c_str();
    vfs_->pAppData = this;
    vfs_->szOsFile = static_cast<int>(sizeof(ShimFile)) + real_->szOsFile;
    vfs_->xOpen = open_file;
    vfs_->xDelete = delete_file;
    vfs_->xAccess = look_at;
    vfs_->xFullPathname = full_path;
    INVARIANT(sqlite3_vfs_register(vfs_.get(), 0) == SQLITE_OK, "SQLite takes the layer");
}

PowerCutVfs::~PowerCutVfs() {
    sqlite3_vfs_unregister(vfs_.get());
}

bool PowerCutVfs::power_fails_now() {
    if (++calls_ == cut_at_) cut_ = true;
    return cut_;
}

bool PowerCutVfs::take_room(std::int64_t bytes) {
    if (!room_ || bytes == 0) return true;
    if (bytes > *room_) return false;
    *room_ -= bytes;
    return true;
}

void PowerCutVfs::opened(const std::string& path, bool makes_name) {
    const auto [entry, is_new] = files_.try_emplace(path);
    File& file = entry->second;
    if (makes_name) {
        // Under the name of a file whose deletion is pending: the cut may bring that one back.
        std::optional<std::string> replaced;
        if (!is_new && file.name_pending) replaced = file.durable;
        file = File{"", {}, std::move(replaced), true, true};
    } else if (is_new) {
        file.durable = content_of(path);
    }
}

void PowerCutVfs::written(const std::string& path, std::int64_t offset, std::string bytes) {
    files_[path].pending.push_back({offset, std::move(bytes)});
}

void PowerCutVfs::truncated(const std::string& path, std::int64_t size) {
    files_[path].pending.push_back({size, std::nullopt});
}

void PowerCutVfs::synced(const std::string& path) {
    File& file = files_[path];
    for (const Pending& change : file.pending) apply(change, file.durable);
    file.pending.clear();
    if (file.name_pending) sync_folder();
}

void PowerCutVfs::sync_folder() {
    for (auto& [path, file] : files_) file.name_pending = false;
}

void PowerCutVfs::deleted(const std::string& path, bool folder_synced) {
    File& file = files_[path];
    file.exists = false;
    file.name_pending = true;
    if (folder_synced) sync_folder();
}

void PowerCutVfs::apply(const Pending& change, std::string& content) {
    const auto offset = static_cast<std::size_t>(change.offset);
    if (!change.bytes) {
        content.resize(offset);
        return;
    }
    if (content.size() < offset + change.bytes->size())
        content.resize(offset + change.bytes->size());
    std::copy(change.bytes->begin(), change.bytes->end(),
              content.begin() + static_cast<std::ptrdiff_t>(offset));
}

std::string PowerCutVfs::after_cut(const File& file) {
    std::string content = file.durable;
    for (const Pending& change : file.pending) {
        const std::uint64_t coin = random_() % 4;
        if (coin == 0) continue;
        Pending kept = change;
        if (coin == 1 && kept.bytes && !kept.bytes->empty())
            kept.bytes->resize(random_() % kept.bytes->size());
        apply(kept, content);
    }
    return content;
}

void PowerCutVfs::leave_as_found() {
    INVARIANT(cut_, "only a cut leaves anything behind");
    for (const auto& [path, file] : files_) {
        const bool undone = file.name_pending && random_() % 2 == 0;
        std::optional<std::string> content;
        if (file.exists != undone)
            content = after_cut(file);
        else if (undone)
            content = file.replaced;
        if (content)
            std::ofstream(path, std::ios::binary | std::ios::trunc) << *content;
        else
            fs::remove(path);
    }
}

}  // namespace sopu::test
