#include "server/store/server_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include "server/store/posix_error.h"

namespace sopu::store {

namespace {

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    int number() const { return number_; }
    bool open() const { return number_ >= 0; }

  private:
    int number_;
};

// Nothing if there is no file.
Result<std::optional<ServerKey>> read_key(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!file.open() && errno == ENOENT) return std::optional<ServerKey>();
    struct stat about {};
    if (!file.open() || ::fstat(file.number(), &about) != 0)
        return posix_failure("key_unreadable", path);
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return fail(Code::unavailable, "", "key_not_private",
                    path + " can be read by others; chmod 600, and think of who may have read it");
    std::array<unsigned char, server_key_bytes + 1> bytes{};  // one more shows a file too long
    std::size_t got = 0;
    while (got < bytes.size()) {
        const ssize_t part = ::read(file.number(), bytes.data() + got, bytes.size() - got);
        if (part < 0 && errno == EINTR) continue;
        if (part < 0) return posix_failure("key_unreadable", path);
        if (part == 0) break;
        got += static_cast<std::size_t>(part);
    }
    if (got != server_key_bytes)
        return fail(Code::unavailable, "", "key_damaged",
                    path + " is not 32 bytes; restore it from the backup");
    ServerKey key;
    std::copy_n(bytes.begin(), key.size(), key.begin());
    return std::optional<ServerKey>(key);
}

// Written whole under another name and then linked, so that a power cut leaves no half key. link(2)
// fails where the name exists: a key is never overwritten.
Result<void> write_key(const std::string& path, const ServerKey& key) {
    const std::string unfinished = path + ".new";
    if (::unlink(unfinished.c_str()) != 0 && errno != ENOENT)
        return posix_failure("key_not_written", unfinished);
    {
        const Descriptor file(
            ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (!file.open()) return posix_failure("key_not_written", unfinished);
        std::size_t done = 0;
        while (done < key.size()) {
            const ssize_t part = ::write(file.number(), key.data() + done, key.size() - done);
            if (part < 0 && errno == EINTR) continue;
            if (part <= 0) return posix_failure("key_not_written", unfinished);
            done += static_cast<std::size_t>(part);
        }
        if (::fsync(file.number()) != 0) return posix_failure("key_not_written", unfinished);
    }
    if (::link(unfinished.c_str(), path.c_str()) != 0)
        return posix_failure("key_not_written", path);
    ::unlink(unfinished.c_str());
    return sync_directory_of(path);
}

}  // namespace

Result<ServerKey> server_key(const std::string& database, const RandomBytes& random) {
    const std::string path = database + ".key";
    if (const std::optional<ServerKey> found = SOPU_TRY(read_key(path))) return *found;
    ServerKey key{};
    random(key);
    SOPU_CHECK(write_key(path, key));
    return key;
}

}  // namespace sopu::store
