#include "server/store/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "server/store/posix_error.h"

namespace sopu::store {

FileLock::~FileLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<FileLock> lock_for_writing(const std::string& database) {
    const std::string path = database + ".lock";
    // CLOEXEC: a child that outlives us must not keep the lock.
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return posix_failure("lock_failed", path);
    FileLock lock(descriptor);
    int failed = 0;
    do {
        failed = ::flock(descriptor, LOCK_EX | LOCK_NB);
    } while (failed != 0 && errno == EINTR);
    if (failed == 0) return lock;
    if (errno == EWOULDBLOCK)
        return fail(Code::unavailable, "", "database_in_use",
                    "another process holds " + path + "; commands that only read work beside it");
    return posix_failure("lock_failed", path);
}

}  // namespace sopu::store
