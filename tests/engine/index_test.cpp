// The index over occurrences: what a window finds, by length of what lies in it, and with so many
// under one key that chunks and shelves of them split, fill and empty.
#include <algorithm>
#include <random>

#include <doctest/doctest.h>

#include "engine/index/occurrences.h"
#include "engine/index/timeline.h"

namespace sopu {
namespace {

const Instant middle = date::sys_days(date::year{2026} / 6 / 1);

Posting in_hall(std::vector<Occurrence> occurrences) {
    return {Dimension::space, "hall", std::move(occurrences)};
}

std::vector<EventNumber> found(const OccurrenceIndex& index, const Interval& window) {
    std::vector<Occurrence> out;
    index.find(Dimension::space, "hall", window, out);
    std::vector<EventNumber> numbers;
    for (const Occurrence& it : out) numbers.push_back(it.event);
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

std::vector<EventNumber> found_by_looking(const std::vector<Occurrence>& all,
                                          const Interval& window) {
    std::vector<EventNumber> numbers;
    for (const Occurrence& it : all)
        if (found_in(it.extent, window)) numbers.push_back(it.event);
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

// Half of them within one day, so that many stand between two neighbours.
std::vector<Occurrence> some(std::size_t count, EventNumber from, std::mt19937& random) {
    std::vector<Occurrence> list;
    for (std::size_t i = 0; i < count; ++i) {
        const seconds into(random() % (i % 2 == 0 ? 86'400 : 300 * 86'400));
        const seconds length(random() % (i % 50 == 0 ? 60 * 86'400 : 4 * 3'600));
        list.push_back({{middle + into, middle + into + length},
                        from + static_cast<EventNumber>(i),
                        -1,
                        Occurrence::not_of_a_series});
    }
    return list;
}

void check_alike(const OccurrenceIndex& index, const std::vector<Occurrence>& all,
                 std::mt19937& random) {
    for (int i = 0; i < 40; ++i) {
        const Instant start = middle - date::days(2) + seconds(random() % (310 * 86'400));
        const Interval window(start, start + seconds(random() % (3 * 86'400)));
        CHECK(found(index, window) == found_by_looking(all, window));
    }
    Instant latest = Instant::min();
    for (const Occurrence& it : all) latest = std::max(latest, it.extent.end());
    const auto end = index.latest_end(Dimension::space, "hall");
    CHECK(end == (all.empty() ? std::nullopt : std::optional(latest)));
}

}  // namespace

TEST_SUITE("engine.index") {
    TEST_CASE("so many under one key that chunks and shelves split are all found, and none after") {
        std::mt19937 random(1);
        constexpr std::size_t a_shelf = Timeline::chunk_max * Timeline::shelf_max;
        std::vector<Occurrence> all = some(a_shelf, 0, random);
        OccurrenceIndex index = OccurrenceIndex::build(std::vector{in_hall(all)});
        check_alike(index, all, random);

        const OccurrenceIndex before = index;
        const std::vector<Occurrence> then = all;
        const std::vector<Occurrence> more = some(a_shelf / 2 + 1, a_shelf, random);
        index = index.after({}, std::vector{in_hall(more)});
        all.insert(all.end(), more.begin(), more.end());
        check_alike(index, all, random);
        check_alike(before, then, random);

        std::shuffle(all.begin(), all.end(), random);
        const auto few = all.begin() + 500;
        index = index.after(std::vector{in_hall({few, all.end()})}, {});
        all.erase(few, all.end());
        check_alike(index, all, random);
        index = index.after(std::vector{in_hall(all)}, {});
        check_alike(index, {}, random);
    }

    TEST_CASE("an event of every length is found by a window inside it, years around it") {
        const Instant middle = date::sys_days(date::year{2026} / 6 / 1);
        std::vector<Posting> postings;
        EventNumber number = 0;
        const std::vector<seconds> lengths{minutes(0),      minutes(1),     minutes(480),
                                           minutes(481),    date::days(46), date::days(47),
                                           date::days(1800)};
        for (const seconds length : lengths)
            postings.push_back(
                {Dimension::space,
                 "hall",
                 {{{middle, middle + length}, number++, -1, Occurrence::not_of_a_series}}});
        const OccurrenceIndex index = OccurrenceIndex::build(postings);
        for (std::size_t i = 0; i < lengths.size(); ++i) {
            const Instant last = middle + std::max<seconds>(lengths[i], seconds(1)) - seconds(1);
            std::vector<Occurrence> out;
            index.find(Dimension::space, "hall", {last, last + seconds(1)}, out);
            CHECK(std::any_of(out.begin(), out.end(),
                              [&](const Occurrence& it) { return it.event == i; }));
        }
        const OccurrenceIndex emptied = index.after(postings, {});
        std::vector<Occurrence> out;
        emptied.find(Dimension::space, "hall", {middle, middle + date::days(1)}, out);
        CHECK(out.empty());
    }
}

}  // namespace sopu
