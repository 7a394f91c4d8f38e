#include "engine/world/placed.h"

#include <algorithm>
#include <utility>

#include "engine/world/cells.h"

namespace sopu {
namespace {

// The keys an event is found under, sorted, each once. They are few: a vector, not a set.
using Key = std::pair<Dimension, std::string>;
using Keys = std::vector<Key>;

void add_keys(const Placed& placed, Keys& keys) {
    const auto add = [&keys](Dimension dimension, std::string key) {
        keys.emplace_back(dimension, std::move(key));
    };
    add(Dimension::everywhere, "");
    for (const MunicipalityCode& code : placed.municipalities)
        add(Dimension::municipality, code.text());
    if (!placed.organiser_key.empty()) add(Dimension::organisation, placed.organiser_key);
    for (const std::string& person : placed.event->people) add(Dimension::person, person);
    for (const ResourceUse& use : placed.event->resources) add(Dimension::resource, use.id);
    const Dimension cell = placed.profile.routine ? Dimension::routine_cell : Dimension::cell;
    if (placed.profile.online) add(cell, online_cell);
    for (const Position& point : placed.points) add(cell, cell_of(placed.profile.size, point));
    if (!placed.space.empty()) add(Dimension::space, placed.space.text());
}

void sort_keys(Keys& keys) {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

Keys keys_of(const Placed& placed) {
    Keys keys;
    add_keys(placed, keys);
    sort_keys(keys);
    return keys;
}

Occurrence occurrence_of(const Placed& placed, EventNumber number, const recur::Occurrence& it,
                         Dimension dimension) {
    const Interval time = extent_of(it);
    const Placed& then = placed.at(it.override_index);
    return {dimension == Dimension::space ? buffered(then, time) : time, number, it.override_index,
            it.recurrence_id};
}

// The posting under a key, made if there is none.
Posting& posting_of(Key key, std::vector<Posting>& postings) {
    const auto it = std::find_if(postings.begin(), postings.end(), [&key](const Posting& posting) {
        return posting.dimension == key.first && posting.key == key.second;
    });
    if (it != postings.end()) return *it;
    postings.push_back({key.first, std::move(key.second), {}});
    return postings.back();
}

}  // namespace

Interval buffered(const Placed& placed, const Interval& time) {
    return {time.start() - placed.setup, time.end() + placed.teardown};
}

Interval unbuffered(const Placed& placed, const Interval& with_buffers) {
    return {with_buffers.start() + placed.setup, with_buffers.end() - placed.teardown};
}

Interval buffered(const Placed& placed) {
    return buffered(placed, placed.times.extent());
}

std::vector<Posting> postings_of(const Placed& placed, EventNumber number) {
    std::vector<Posting> postings;
    if (!placed.series && placed.times.undated()) return postings;
    for (Key& key : keys_of(placed)) postings.push_back({key.first, std::move(key.second), {}});
    if (!placed.series) {
        const Interval extent = placed.times.extent();
        for (Posting& it : postings)
            it.occurrences.push_back(
                {it.dimension == Dimension::space ? buffered(placed, extent) : extent, number, -1,
                 Occurrence::not_of_a_series});
        return postings;
    }
    const std::size_t own = postings.size();
    for (std::size_t i = 0; i < own; ++i)
        postings[i].occurrences.reserve(placed.series->kept.size());
    for (const recur::Occurrence& it : placed.series->kept) {
        const Placed& then = placed.at(it.override_index);
        if (&then == &placed) {
            for (std::size_t i = 0; i < own; ++i)
                postings[i].occurrences.push_back(
                    occurrence_of(placed, number, it, postings[i].dimension));
            continue;
        }
        for (Key& key : keys_of(then))
            posting_of(std::move(key), postings)
                .occurrences.push_back(occurrence_of(placed, number, it, key.first));
    }
    std::erase_if(postings, [](const Posting& it) { return it.occurrences.empty(); });
    return postings;
}

std::vector<Posting> open_postings_of(const Placed& placed, EventNumber number) {
    if (!placed.is_endless()) return {};
    Keys keys;
    add_keys(placed, keys);
    for (const auto& variant : placed.series->variants)
        if (variant) add_keys(*variant, keys);
    sort_keys(keys);
    const Interval span = calendar_span();
    const Interval& known = placed.series->known;
    std::vector<Posting> postings;
    for (const auto& [dimension, key] : keys)
        postings.push_back(
            {dimension,
             key,
             {{{span.start(), known.start()}, number, -1, Occurrence::not_of_a_series},
              {{known.end(), span.end()}, number, -1, Occurrence::not_of_a_series}}});
    return postings;
}

std::optional<Occurrence> posted(const Placed& placed, EventNumber number,
                                 const recur::Occurrence& occurrence, Dimension dimension,
                                 std::string_view key) {
    const Keys keys = keys_of(placed.at(occurrence.override_index));
    const bool under = std::any_of(keys.begin(), keys.end(), [&](const Key& it) {
        return it.first == dimension && it.second == key;
    });
    if (!under) return std::nullopt;
    return occurrence_of(placed, number, occurrence, dimension);
}

}  // namespace sopu
