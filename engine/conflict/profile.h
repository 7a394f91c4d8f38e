// What lives here: Profile, what the soft score looks at of an event, made once per event so that a
// pair costs tens of nanoseconds: words as hashes, sizes and claims as they count.
// What may not: times (local_span.h), distances, other events, weights.
// Invariants: a pure function of the event and the policy. Hashes compare, they are never shown or
// stored; two words with one hash (one in four thousand million) would count as one word.
// Thread-safety: plain values, pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/conflict/policy.h"
#include "engine/model/event.h"

namespace sopu {

// Words as sorted hashes, without duplicates, in place. Whoever says more than fit means all:
// `open`, which matches any.
class WordSet {
  public:
    static constexpr std::size_t size_max = 8;

    void add(std::uint32_t hash);
    void make_open();

    bool open() const { return open_; }
    std::size_t size() const { return size_; }
    // One bit a word, of 64: sets without a bit in common have no word in common. None of an open
    // set.
    std::uint64_t bits() const;
    bool operator==(const WordSet&) const = default;

    friend std::size_t common(const WordSet& a, const WordSet& b);

  private:
    std::array<std::uint32_t, size_max> hashes_{};
    std::uint8_t size_ = 0;
    bool open_ = false;
};

// How many words the two have in common; none where either is open.
std::size_t common(const WordSet& a, const WordSet& b);

struct Profile {
    WordSet audiences;         // open: for everyone, or not said
    WordSet languages;         // primary subtags; open: not said
    std::uint32_t format = 0;  // 0: not said
    SizeClass size = SizeClass::village;
    Claim claim = Claim::confirmed;
    bool unverified = false;
    bool routine = false;     // a regular weekly activity
    bool long_lived = false;  // lasts days, or an exhibition: soft kinds are notices at most
    bool online = false;      // no place, so no distance
    bool has_place = false;   // a position, venue, municipality or area is said

    bool operator==(const Profile&) const = default;
};

Profile profile_of(const Event& event, const Policy& policy);

// The audience that means no audience in particular.
inline constexpr std::string_view everyone = "everyone";

// The specific audiences that both say, as `a` says them, sorted: for explanations.
std::vector<std::string> common_audiences(const Event& a, const Event& b);

}  // namespace sopu
