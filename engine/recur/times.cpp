#include "engine/recur/times.h"

#include <algorithm>
#include <bit>

namespace sopu::recur {
namespace {

template <std::size_t N>
std::int64_t list_bits(std::uint64_t mask, std::array<std::uint8_t, N>& out) {
    std::size_t count = 0;
    for (; mask != 0 && count < N; mask &= mask - 1)
        out[count++] = static_cast<std::uint8_t>(std::countr_zero(mask));
    return static_cast<std::int64_t>(count);
}

}  // namespace

Times::Times(std::uint32_t hours, std::uint64_t minutes, std::uint64_t seconds) {
    const std::int64_t hour_count = list_bits(hours, hours_);
    minute_count_ = list_bits(minutes, minutes_);
    second_count_ = list_bits(seconds, seconds_);
    size_ = hour_count * minute_count_ * second_count_;
    for (std::int64_t i = 0; i < std::min(size_, table_size); ++i)
        table_[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(computed(i));
}

std::int64_t Times::computed(std::int64_t i) const {
    const auto second = static_cast<std::size_t>(i % second_count_);
    const auto minute = static_cast<std::size_t>(i / second_count_ % minute_count_);
    const auto hour = static_cast<std::size_t>(i / second_count_ / minute_count_);
    return hours_[hour] * 3600 + minutes_[minute] * 60 + seconds_[second];
}

std::int64_t Times::before(std::int64_t second) const {
    std::int64_t low = 0, high = size_;
    while (low < high) {
        const std::int64_t middle = (low + high) / 2;
        if (at(middle) < second)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

}  // namespace sopu::recur
