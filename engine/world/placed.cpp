#include "engine/world/placed.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/world/cells.h"

namespace sopu {
namespace {

// The keys an event is found under, each once.
using Keys = std::set<std::pair<Dimension, std::string>>;

void add_keys(const Placed& placed, Keys& keys) {
    keys.insert({Dimension::everywhere, ""});
    for (const MunicipalityCode& code : placed.municipalities)
        keys.insert({Dimension::municipality, code.text()});
    if (!placed.organiser_key.empty()) keys.insert({Dimension::organisation, placed.organiser_key});
    for (const std::string& person : placed.event->people) keys.insert({Dimension::person, person});
    for (const ResourceUse& use : placed.event->resources)
        keys.insert({Dimension::resource, use.id});
    const Dimension cell = placed.profile.routine ? Dimension::routine_cell : Dimension::cell;
    if (placed.profile.online) keys.insert({cell, online_cell});
    for (const Position& point : placed.points) keys.insert({cell, cell_of(point)});
    if (!placed.space.empty()) keys.insert({Dimension::space, placed.space.text()});
}

Keys keys_of(const Placed& placed) {
    Keys keys;
    add_keys(placed, keys);
    return keys;
}

Occurrence occurrence_of(const Placed& placed, EventNumber number, const recur::Occurrence& it,
                         Dimension dimension) {
    const Interval time = extent_of(it);
    const Placed& then = placed.at(it.override_index);
    return {dimension == Dimension::space ? buffered(then, time) : time, number, it.override_index,
            it.recurrence_id};
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
    std::map<std::pair<Dimension, std::string>, std::vector<Occurrence>> by_key;
    if (!placed.series && !placed.times.undated()) {
        const Interval extent = placed.times.extent();
        for (const auto& key : keys_of(placed)) {
            const bool in_space = key.first == Dimension::space;
            by_key[key].push_back({in_space ? buffered(placed, extent) : extent, number, -1,
                                   Occurrence::not_of_a_series});
        }
    }
    if (placed.series) {
        const Keys own = keys_of(placed);
        for (const recur::Occurrence& it : placed.series->kept) {
            const Placed& then = placed.at(it.override_index);
            for (const auto& key : &then == &placed ? own : keys_of(then))
                by_key[key].push_back(occurrence_of(placed, number, it, key.first));
        }
    }
    std::vector<Posting> postings;
    postings.reserve(by_key.size());
    for (auto& [key, occurrences] : by_key)
        postings.push_back({key.first, key.second, std::move(occurrences)});
    return postings;
}

std::vector<Posting> open_postings_of(const Placed& placed, EventNumber number) {
    if (!placed.is_endless()) return {};
    Keys keys;
    add_keys(placed, keys);
    for (const auto& variant : placed.series->variants)
        if (variant) add_keys(*variant, keys);
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
    if (!keys.contains({dimension, std::string(key)})) return std::nullopt;
    return occurrence_of(placed, number, occurrence, dimension);
}

}  // namespace sopu
