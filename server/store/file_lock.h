// What lives here: FileLock, "one process writes a file": an flock on "<database>.lock".
// What may not: locks inside the database (SQLite's own).
// Invariants: held from lock_for_writing until the object dies or the process does, however it
// dies. The lock's file stays: removing it would let two processes lock two files of one name.
// Thread-safety: one owner; movable.
#pragma once

#include <string>
#include <utility>

#include "engine/base/result.h"

namespace sopu::store {

class FileLock {
  public:
    FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    FileLock& operator=(FileLock&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock();

  private:
    friend Result<FileLock> lock_for_writing(const std::string& database);
    explicit FileLock(int descriptor) : descriptor_(descriptor) {}

    int descriptor_;
};

// Errors: unavailable with reason database_in_use if somebody holds it, lock_failed if the file
// cannot be made.
Result<FileLock> lock_for_writing(const std::string& database);

}  // namespace sopu::store
