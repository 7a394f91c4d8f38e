#include "engine/world/placed.h"

#include <algorithm>
#include <set>

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

void post_single(const Placed& placed, EventNumber number, std::vector<Posting>& postings) {
    if (placed.times.undated()) return;
    const Interval extent = placed.times.extent();
    for (const auto& [dimension, key] : keys_of(placed)) {
        const Interval held = dimension == Dimension::space ? buffered(placed, extent) : extent;
        postings.push_back({dimension, key, {held, number, -1, Occurrence::not_of_a_series}});
    }
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
    if (!placed.series) {
        post_single(placed, number, postings);
        return postings;
    }
    const Keys own = keys_of(placed);
    for (const recur::Occurrence& it : placed.series->kept) {
        const Placed& then = placed.at(it.override_index);
        const Keys other = &then == &placed ? Keys{} : keys_of(then);
        for (const auto& [dimension, key] : &then == &placed ? own : other)
            postings.push_back({dimension, key, occurrence_of(placed, number, it, dimension)});
    }
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
        for (const Interval& beside :
             {Interval(span.start(), known.start()), Interval(known.end(), span.end())})
            postings.push_back({dimension, key, {beside, number, -1, Occurrence::not_of_a_series}});
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
