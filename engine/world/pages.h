// What lives here: Pages<T>, values by dense number, copy-on-write by the page: a new version
// copies the pages that change and shares the rest. What may not: what the values mean, or who
// gives out the numbers. Invariants: numbers are 0 to end(); a value that was never set is T{}.
// Thread-safety: a version is immutable once shared; its owner sets values before that.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/base/copy_on_write.h"
#include "engine/base/invariant.h"

namespace sopu {

template <class T>
class Pages {
  public:
    using Number = std::uint32_t;

    Number end() const { return end_; }

    const T& at(Number number) const {
        INVARIANT(number < end_, "a number that was given out");
        return (*pages_[number / page_size])[number % page_size];
    }
    // The value under a number, to be set; the numbers up to it come to be with it.
    T& at_writable(Number number) {
        while (number / page_size >= pages_.size()) pages_.push_back(std::make_shared<Page>());
        if (number >= end_) end_ = number + 1;
        return writable(pages_[number / page_size])[number % page_size];
    }

  private:
    static constexpr std::size_t page_size = 256;
    using Page = std::array<T, page_size>;

    std::vector<std::shared_ptr<const Page>> pages_;
    Number end_ = 0;
};

}  // namespace sopu
