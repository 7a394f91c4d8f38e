#include "tests/support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

namespace sopu::test {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void give_up(const char* what) {
    std::cerr << "test process: " << what << "\n";
    std::exit(2);
}

struct Pipe {
    int read = -1;
    int write = -1;
};

Pipe make_pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) give_up("pipe");
    return {ends[0], ends[1]};
}

// A child whose three streams are the given descriptors.
pid_t start(const std::vector<std::string>& command, int in, int out, int err) {
    std::vector<char*> arguments;
    for (const std::string& it : command) arguments.push_back(const_cast<char*>(it.c_str()));
    arguments.push_back(nullptr);
    const pid_t pid = ::fork();
    if (pid < 0) give_up("fork");
    if (pid > 0) return pid;
    ::dup2(in, 0);
    ::dup2(out, 1);
    ::dup2(err, 2);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
}

int exit_code(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// Waits for the child's end, at most `patience`; then kills it.
int wait_for(pid_t pid, std::chrono::milliseconds patience) {
    const auto end = Clock::now() + patience;
    int status = 0;
    for (;;) {
        const pid_t done = ::waitpid(pid, &status, WNOHANG);
        if (done == pid) return exit_code(status);
        if (Clock::now() >= end) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ::kill(pid, SIGKILL);
    ::waitpid(pid, &status, 0);
    return -1;
}

// Reads until a line with `mark` has come or the stream ends.
std::string read_until(int fd, const std::string& mark, std::chrono::seconds patience) {
    std::string text;
    const auto end = Clock::now() + patience;
    std::array<char, 4096> buffer;
    while (text.find(mark) == std::string::npos || text.find('\n') == std::string::npos) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
        pollfd ready{fd, POLLIN, 0};
        if (left.count() <= 0 || ::poll(&ready, 1, static_cast<int>(left.count())) <= 0) break;
        const ssize_t got = ::read(fd, buffer.data(), buffer.size());
        if (got <= 0) break;
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return text;
}

}  // namespace

Ran run(const std::vector<std::string>& command, const std::string& input,
        std::chrono::seconds patience) {
    // Files, not pipes: nothing can fill up and stop the program under test.
    const TemporaryFolder folder;
    write_file(folder.path("in"), input);
    const int in = ::open(folder.path("in").c_str(), O_RDONLY | O_CLOEXEC);
    const int out = ::open(folder.path("out").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    const int err = ::open(folder.path("err").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    const pid_t pid = start(command, in, out, err);
    for (const int fd : {in, out, err}) ::close(fd);
    Ran ran;
    ran.exit_code = wait_for(pid, patience);
    ran.out = read_file(folder.path("out"));
    ran.err = read_file(folder.path("err"));
    return ran;
}

Server::Server(const std::vector<std::string>& command) {
    char name[] = "/tmp/sopu-test-log-XXXXXX";
    const int log = ::mkostemp(name, O_CLOEXEC);
    if (log < 0) give_up("log file");
    log_path_ = name;
    const Pipe out = make_pipe();
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    pid_ = start(command, nothing, out.write, log);
    for (const int fd : {nothing, out.write, log}) ::close(fd);
    out_ = out.read;
    const std::string line = read_until(out_, "listening on http://", std::chrono::seconds{60});
    if (const auto colon = line.rfind(':'); line.find("listening on ") != std::string::npos)
        port_ = static_cast<std::uint16_t>(std::strtoul(line.c_str() + colon + 1, nullptr, 10));
}

Server::~Server() {
    if (pid_ > 0) stop();
    ::close(out_);
    std::filesystem::remove(log_path_);
}

std::string Server::log() const {
    return read_file(log_path_);
}

void Server::kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

int Server::stop() {
    if (pid_ <= 0) return -1;
    ::kill(pid_, SIGTERM);
    return wait_for_end();
}

int Server::wait_for_end() {
    if (pid_ <= 0) return -1;
    const int code = wait_for(pid_, std::chrono::seconds{30});
    pid_ = -1;
    return code;
}

TemporaryFolder::TemporaryFolder() {
    char name[] = "/tmp/sopu-test-XXXXXX";
    if (!::mkdtemp(name)) give_up("temporary folder");
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return std::move(bytes).str();
}

void write_file(const std::string& path, const std::string& bytes) {
    std::ofstream file(path, std::ios::binary);
    file << bytes;
}

}  // namespace sopu::test
