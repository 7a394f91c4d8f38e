// What lives here: Boxed<T>, a large part of a record that most records lack: absent, or one
// immutable value that copies share. What may not: anything that changes after it is made.
// Invariants: copies are one pointer; equality compares the values, never the pointers alone.
// Thread-safety: as a shared_ptr to const: copy it, share what it holds.
#pragma once

#include <memory>
#include <utility>

namespace sopu {

template <class T>
class Boxed {
  public:
    Boxed() = default;
    Boxed(T value) : value_(std::make_shared<const T>(std::move(value))) {}

    explicit operator bool() const { return value_ != nullptr; }
    const T& operator*() const { return *value_; }
    const T* operator->() const { return value_.get(); }

    friend bool operator==(const Boxed& a, const Boxed& b) {
        if (a.value_ == b.value_) return true;
        return a.value_ && b.value_ && *a.value_ == *b.value_;
    }

  private:
    std::shared_ptr<const T> value_;
};

}  // namespace sopu
