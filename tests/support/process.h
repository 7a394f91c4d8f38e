// What lives here: running the program under test: to its end with what it printed, or as a server
// until it is stopped by its own pid.
// What may not: expectations.
// Invariants: a Server that goes out of scope is gone: told to stop, then killed. Every wait ends.
// Thread-safety: an object by one thread; kill() by any.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace sopu::test {

struct Ran {
    int exit_code = -1;  // -1: killed by a signal, or could not be started
    std::string out;
    std::string err;
};

// Runs a program to its end, with `input` on its standard input; kills it after `patience`.
Ran run(const std::vector<std::string>& command, const std::string& input = {},
        std::chrono::seconds patience = std::chrono::seconds{120});

// `command serve …`, up when its "listening on http://…:PORT" line has come.
class Server {
  public:
    explicit Server(const std::vector<std::string>& command);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    bool up() const { return port_ != 0; }
    std::uint16_t port() const { return port_; }
    std::string log() const;  // what it has written on stderr so far

    void kill();         // SIGKILL, as a crash
    int stop();          // SIGTERM; returns its exit code
    int wait_for_end();  // its exit code, once it ends by itself

  private:
    pid_t pid_ = -1;
    int out_ = -1;
    std::string log_path_;
    std::uint16_t port_ = 0;
};

// A folder that is gone with the object.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    std::string path(const std::string& name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& bytes);

}  // namespace sopu::test
