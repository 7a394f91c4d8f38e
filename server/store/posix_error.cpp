#include "server/store/posix_error.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace sopu::store {

tl::unexpected<Error> posix_failure(std::string reason, const std::string& path) {
    const std::string said = std::generic_category().message(errno);
    return fail(Code::unavailable, "", std::move(reason), path + ": " + said);
}

Result<void> sync_directory_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    const std::string directory = slash == std::string::npos ? "."
                                  : slash == 0               ? "/"
                                                             : path.substr(0, slash);
    const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return posix_failure("directory_unreadable", directory);
    const bool synced = ::fsync(descriptor) == 0;
    const int why = errno;
    ::close(descriptor);
    errno = why;
    if (!synced) return posix_failure("directory_not_synced", directory);
    return {};
}

}  // namespace sopu::store
