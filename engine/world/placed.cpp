#include "engine/world/placed.h"

#include <algorithm>

namespace sopu {

Interval buffered(const Placed& placed) {
    const Interval extent = placed.times.extent();
    return {extent.start() - placed.setup, extent.end() + placed.teardown};
}

std::vector<Posting> postings_of(const Placed& placed, EventNumber number) {
    std::vector<Posting> postings;
    if (placed.times.undated()) return postings;
    const Occurrence occurrence{placed.times.extent(), number, 0};
    const auto post = [&](Dimension dimension, const std::string& key) {
        postings.push_back({dimension, key, occurrence});
    };
    post(Dimension::everywhere, "");
    for (const MunicipalityCode& code : placed.municipalities)
        post(Dimension::municipality, code.text());
    if (!placed.organiser_key.empty()) post(Dimension::organisation, placed.organiser_key);
    std::vector<std::string> people = placed.event->people;
    std::sort(people.begin(), people.end());
    people.erase(std::unique(people.begin(), people.end()), people.end());
    for (const std::string& person : people) post(Dimension::person, person);
    if (!placed.space.empty())
        postings.push_back(
            {Dimension::space, placed.space.text(), Occurrence{buffered(placed), number, 0}});
    return postings;
}

}  // namespace sopu
