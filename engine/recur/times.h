// What lives here: Times, the seconds at which occurrences lie within a day, an hour or a minute:
// the product of hours, minutes and seconds, in order, without ever being written out as a whole
// (BYHOUR x BYMINUTE x BYSECOND of a daily rule may be every second of the day).
// What may not: days, rules.
// Invariants: at() increases. Thread-safety: immutable once made.
#pragma once

#include <array>
#include <cstdint>

namespace sopu::recur {

class Times {
  public:
    // Bit n of a mask: hour, minute, second n. A part that is not counted within has bit 0 only.
    Times(std::uint32_t hours, std::uint64_t minutes, std::uint64_t seconds);

    std::int64_t size() const { return size_; }

    // Requires 0 <= i < size().
    std::int64_t at(std::int64_t i) const {
        return i < table_size ? table_[static_cast<std::size_t>(i)] : computed(i);
    }

    // How many of them lie before `second`.
    std::int64_t before(std::int64_t second) const;

  private:
    static constexpr std::int64_t table_size = 32;  // most rules have one or a few

    std::int64_t computed(std::int64_t i) const;

    std::array<std::uint8_t, 24> hours_;
    std::array<std::uint8_t, 60> minutes_;
    std::array<std::uint8_t, 60> seconds_;
    std::int64_t minute_count_ = 0;
    std::int64_t second_count_ = 0;
    std::int64_t size_ = 0;
    std::array<std::int32_t, table_size> table_;
};

}  // namespace sopu::recur
