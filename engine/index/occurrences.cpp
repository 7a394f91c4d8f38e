#include "engine/index/occurrences.h"

#include <utility>

#include "engine/index/timeline.h"

namespace sopu {
namespace {

// The dimension is the first byte of the key, so that one map serves all.
std::string full_key(Dimension dimension, std::string_view key) {
    std::string full(1, static_cast<char>('0' + static_cast<int>(dimension)));
    return full.append(key);
}

std::size_t shard_of(std::string_view full, std::size_t shards) {
    return std::hash<std::string_view>{}(full) % shards;
}

void append(const Timeline& timeline, const Interval& window, std::vector<Occurrence>& out) {
    timeline.visit(window, [&out](const Occurrence& it) {
        out.push_back(it);
        return true;
    });
}

struct Moves {
    std::vector<Occurrence> removed;
    std::vector<Occurrence> added;
};

}  // namespace

OccurrenceIndex::OccurrenceIndex() {
    shards_.fill(std::make_shared<const Shard>());
}

OccurrenceIndex OccurrenceIndex::build(std::span<const Posting> postings) {
    Builder builder;
    builder.add(postings);
    return builder.finish();
}

void OccurrenceIndex::Builder::add(std::span<const Posting> postings) {
    for (const Posting& it : postings) {
        std::string full = full_key(it.dimension, it.key);
        auto& list = shards_[shard_of(full, shard_count)][std::move(full)];
        list.insert(list.end(), it.occurrences.begin(), it.occurrences.end());
    }
}

OccurrenceIndex OccurrenceIndex::Builder::finish() {
    OccurrenceIndex index;
    for (std::size_t s = 0; s < shard_count; ++s) {
        auto shard = std::make_shared<Shard>();
        shard->reserve(shards_[s].size());
        for (auto& [key, list] : shards_[s])
            if (!list.empty())
                shard->emplace(key, std::make_shared<const Timeline>(
                                        Timeline::build(std::exchange(list, {}))));
        shards_[s] = {};
        index.shards_[s] = std::move(shard);
    }
    return index;
}

OccurrenceIndex OccurrenceIndex::after(std::span<const Posting> removed,
                                       std::span<const Posting> added) const {
    std::array<std::unordered_map<std::string, Moves>, shard_count> moves;
    const auto of = [&moves](const Posting& posting) -> Moves& {
        std::string full = full_key(posting.dimension, posting.key);
        auto& shard = moves[shard_of(full, shard_count)];
        return shard[std::move(full)];
    };
    const auto append = [](std::vector<Occurrence>& list, const Posting& posting) {
        list.insert(list.end(), posting.occurrences.begin(), posting.occurrences.end());
    };
    for (const Posting& it : removed) append(of(it).removed, it);
    for (const Posting& it : added) append(of(it).added, it);

    OccurrenceIndex next = *this;
    for (std::size_t s = 0; s < shard_count; ++s) {
        if (moves[s].empty()) continue;
        auto shard = std::make_shared<Shard>(*shards_[s]);
        for (auto& [key, move] : moves[s]) {
            const auto old = shard->find(key);
            Timeline timeline = old == shard->end()
                                    ? Timeline::build(std::move(move.added)).after(move.removed, {})
                                    : old->second->after(move.removed, move.added);
            if (timeline.empty())
                shard->erase(key);
            else
                (*shard)[key] = std::make_shared<const Timeline>(std::move(timeline));
        }
        next.shards_[s] = std::move(shard);
    }
    return next;
}

const Timeline* OccurrenceIndex::timeline(Dimension dimension, std::string_view key) const {
    const std::string full = full_key(dimension, key);
    const Shard& shard = *shards_[shard_of(full, shard_count)];
    const auto it = shard.find(full);
    return it == shard.end() ? nullptr : it->second.get();
}

void OccurrenceIndex::find(Dimension dimension, std::string_view key, const Interval& window,
                           std::vector<Occurrence>& out) const {
    if (const Timeline* found = timeline(dimension, key)) append(*found, window, out);
}

void OccurrenceIndex::visit(Dimension dimension, std::string_view key, const Interval& window,
                            const Each& each) const {
    if (const Timeline* found = timeline(dimension, key)) found->visit(window, each);
}

std::optional<Instant> OccurrenceIndex::latest_end(Dimension dimension,
                                                   std::string_view key) const {
    const Timeline* found = timeline(dimension, key);
    return found == nullptr ? std::nullopt : std::optional(found->latest_end());
}

void OccurrenceIndex::Keys::add(const OccurrenceIndex& index, Dimension dimension,
                                std::string_view key) {
    if (const Timeline* found = index.timeline(dimension, key)) timelines_.push_back(found);
}

void OccurrenceIndex::Keys::find(const Interval& window, std::vector<Occurrence>& out) const {
    for (const Timeline* timeline : timelines_) append(*timeline, window, out);
}

}  // namespace sopu
