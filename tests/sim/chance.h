// What lives here: Chance, random numbers that are the same on every machine, and Weighted, a
// choice among things by whole-number weights.
// What may not: std:: distributions (each library has its own), what is drawn (event_draw.h).
// Invariants: a stream is known by its seed, name and number alone. These are hashed, and each
// stream has its own step, so that no stream is another one shifted: with a plain counter, "fresh"
// drafts turn out to be stored events.
// Thread-safety: one Chance a thread; Weighted is immutable once built.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace sopu::sim {

// A bijection of 64 bits in which every bit of the input moves half of the output.
constexpr std::uint64_t mixed(std::uint64_t x) {
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    x ^= x >> 32;
    return x;
}

class Chance {
  public:
    Chance(std::uint64_t seed, std::string_view stream, std::uint64_t number = 0) {
        std::uint64_t hash = mixed(seed ^ 0x9e3779b97f4a7c15u);
        for (const char c : stream) hash = mixed(hash ^ static_cast<unsigned char>(c));
        hash = mixed(hash + mixed(number + 0x632be59bd9b4e019u));
        state_ = hash;
        step_ = mixed(hash ^ 0xa0761d6478bd642fu) | 1;  // odd: the state passes through all values
    }

    std::uint64_t next() { return mixed(state_ += step_); }

    // 0 … bound-1; requires bound > 0.
    std::uint32_t below(std::uint32_t bound) {
        return static_cast<std::uint32_t>(((next() >> 32) * bound) >> 32);
    }
    int between(int first, int last) {
        return first + static_cast<int>(below(static_cast<std::uint32_t>(last - first + 1)));
    }
    bool per_mille(unsigned chance) { return below(1000) < chance; }

  private:
    std::uint64_t state_;
    std::uint64_t step_;
};

class Weighted {
  public:
    Weighted() = default;
    explicit Weighted(const std::vector<std::uint32_t>& weights);

    // The number of the thing chosen; requires a sum > 0.
    std::size_t pick(Chance& chance) const;
    std::size_t size() const { return sums_.size(); }

  private:
    std::vector<std::uint32_t> sums_;
};

// 1/rank^exponent in millionths, rounded: a last digit in which two machines' pow() differ is gone.
std::vector<std::uint32_t> zipf_weights(std::size_t count, double exponent);

}  // namespace sopu::sim
