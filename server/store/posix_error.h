// What lives here: errno as an Error, and making a directory entry durable.
// What may not: reading or writing of anything. Thread-safety: errno is the thread's own.
#pragma once

#include <string>

#include "engine/base/result.h"

namespace sopu::store {

// Code::unavailable with the reason and "path: what errno says".
tl::unexpected<Error> posix_failure(std::string reason, const std::string& path);

// After a file is made or renamed its name is on disk only once its directory is (fsync(2)).
Result<void> sync_directory_of(const std::string& path);

}  // namespace sopu::store
