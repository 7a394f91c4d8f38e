#include "engine/conflict/profile.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/place/gazetteer.h"

namespace sopu {
namespace {

// FNV-1a, 32 bits; never 0, which stands for nothing said.
std::uint32_t hash_of(std::string_view word) {
    std::uint32_t hash = 2'166'136'261u;
    for (const char byte : word) {
        hash ^= static_cast<std::uint8_t>(byte);
        hash *= 16'777'619u;
    }
    return hash == 0 ? 1 : hash;
}

// As two people may write one word.
std::string folded(std::string_view word) {
    return fold_name(trim(word));
}

bool is_open(const std::vector<std::string>& audiences) {
    return audiences.empty() ||
           std::any_of(audiences.begin(), audiences.end(),
                       [](const std::string& audience) { return folded(audience) == everyone; });
}

WordSet audiences_of(const Event& event) {
    WordSet set;
    if (is_open(event.audiences)) set.make_open();
    for (const std::string& audience : event.audiences) set.add(hash_of(folded(audience)));
    return set;
}

// "sv-FI" is held in Swedish.
WordSet languages_of(const Event& event) {
    WordSet set;
    if (event.languages.empty()) set.make_open();
    for (const std::string& tag : event.languages)
        set.add(hash_of(ascii_lower(std::string_view(tag).substr(0, tag.find('-')))));
    return set;
}

bool any_category_in(const Event& event, const std::vector<std::string>& listed) {
    return std::any_of(event.categories.begin(), event.categories.end(), [&](const auto& it) {
        return std::find(listed.begin(), listed.end(), it) != listed.end();
    });
}

// Calendar days it touches, as it says them; a vague event's are those of its duration.
int days_of(const When& when) {
    if (const auto* timed = std::get_if<Timed>(&when)) {
        if (!timed->end || *timed->end <= timed->start) return 1;
        const auto last = date::floor<date::days>(*timed->end - seconds{1});
        return static_cast<int>((last - date::floor<date::days>(timed->start)).count()) + 1;
    }
    if (const auto* all_day = std::get_if<AllDay>(&when))
        return static_cast<int>((all_day->last - all_day->first).count()) + 1;
    const auto* vague = std::get_if<Vague>(&when);
    if (vague == nullptr || !vague->duration) return 1;
    return static_cast<int>(date::ceil<date::days>(*vague->duration).count());
}

}  // namespace

void WordSet::add(std::uint32_t hash) {
    if (open_) return;
    auto* const end = hashes_.data() + size_;
    auto* const at = std::lower_bound(hashes_.data(), end, hash);
    if (at != end && *at == hash) return;
    if (size_ == size_max) return make_open();
    std::move_backward(at, end, end + 1);
    *at = hash;
    ++size_;
}

void WordSet::make_open() {
    hashes_ = {};
    size_ = 0;
    open_ = true;
}

std::uint64_t WordSet::bits() const {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < size_; ++i) bits |= std::uint64_t{1} << (hashes_[i] % 64);
    return bits;
}

std::size_t common(const WordSet& a, const WordSet& b) {
    std::size_t count = 0;
    for (std::size_t i = 0, j = 0; i < a.size_ && j < b.size_;) {
        if (a.hashes_[i] == b.hashes_[j]) {
            ++count;
            ++i;
            ++j;
        } else if (a.hashes_[i] < b.hashes_[j]) {
            ++i;
        } else {
            ++j;
        }
    }
    return count;
}

Profile profile_of(const Event& event, const Policy& policy) {
    Profile profile;
    profile.audiences = audiences_of(event);
    profile.languages = languages_of(event);
    const std::string format = folded(event.format);
    profile.format = format.empty() ? 0 : hash_of(format);
    profile.size = event.size.value_or(policy.size_default);
    profile.claim = event.claim;
    profile.unverified = !event.verified;
    profile.routine = event.routine || any_category_in(event, policy.routine_categories);
    profile.long_lived = days_of(event.when) >= policy.long_days ||
                         any_category_in(event, policy.exhibition_categories);
    profile.online = is_online(event);
    profile.has_place = event.position || event.venue || event.municipality || !event.areas.empty();
    return profile;
}

std::vector<std::string> common_audiences(const Event& a, const Event& b) {
    std::vector<std::string> both;
    if (is_open(a.audiences) || is_open(b.audiences)) return both;
    for (const std::string& audience : a.audiences)
        if (std::any_of(b.audiences.begin(), b.audiences.end(),
                        [&](const auto& it) { return folded(it) == folded(audience); }))
            both.push_back(audience);
    std::sort(both.begin(), both.end());
    both.erase(std::unique(both.begin(), both.end()), both.end());
    return both;
}

}  // namespace sopu
