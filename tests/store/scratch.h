// What lives here: a folder that goes away with the test that made it, and a child process that is
// ended with it.
// What may not: expectations. Thread-safety: one owner.
#pragma once

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "engine/base/invariant.h"

namespace sopu::test {

class ScratchFolder {
  public:
    ScratchFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "sopu-test-XXXXXX").string();
        INVARIANT(::mkdtemp(name.data()) != nullptr, "tests may write to the temporary folder");
        path_ = name;
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    std::string file(const std::string& name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

// Forked; it talks to the test over two pipes. The child's body ends with _exit.
class Child {
  public:
    template <class Body>
    explicit Child(const Body& body) {
        INVARIANT(::pipe(to_child_) == 0 && ::pipe(from_child_) == 0, "tests may make pipes");
        pid_ = ::fork();
        INVARIANT(pid_ >= 0, "tests may fork");
        if (pid_ != 0) return;
        ::close(to_child_[1]);  // else the child would wait for a word from itself
        body(*this);
        ::_exit(0);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() {
        end();
        for (const int descriptor : {to_child_[0], to_child_[1], from_child_[0], from_child_[1]})
            ::close(descriptor);
    }

    // In the child; 0 if the test is gone.
    char hear() const { return read_from(to_child_[0]); }
    void say(char word) const { write_to(from_child_[1], word); }
    // In the test.
    char answer() const { return read_from(from_child_[0]); }
    void tell(char word) const { write_to(to_child_[1], word); }
    // Kills it as kill -9 does and waits until it is gone.
    void end() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        pid_ = -1;
    }

  private:
    static char read_from(int descriptor) {
        char word = 0;
        return ::read(descriptor, &word, 1) == 1 ? word : '\0';
    }
    static void write_to(int descriptor, char word) {
        INVARIANT(::write(descriptor, &word, 1) == 1, "the other side is there");
    }

    int to_child_[2] = {-1, -1};
    int from_child_[2] = {-1, -1};
    pid_t pid_ = -1;
};

}  // namespace sopu::test
