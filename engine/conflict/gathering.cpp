#include "engine/conflict/gathering.h"

#include <algorithm>

namespace sopu {
namespace {

// Worse comes first; what is certain is worse than what is possible.
auto weight(const Finding& finding) {
    return std::tuple(finding.certainty, finding.severity);
}

std::string fact_key(const Finding& finding) {
    if (!finding.fact) return {};
    return std::string(name_of(finding.fact->type)) + ":" + finding.fact->id;
}

}  // namespace

void Gathering::add(Finding finding) {
    if (window_) {
        std::erase_if(finding.clashes,
                      [this](const Clash& it) { return !found_in(it.overlap, *window_); });
        if (finding.clashes.empty()) return;
    }
    const Key key{finding.other, finding.kind, fact_key(finding)};
    const auto [at, first] = findings_.try_emplace(key);
    auto& [kept, others] = at->second;
    if (first) {
        kept = std::move(finding);
        others = {kept.others.begin(), kept.others.end()};
        return;
    }
    kept.clashes.insert(kept.clashes.end(), finding.clashes.begin(), finding.clashes.end());
    for (const EventId& other : finding.others)
        if (others.insert(other).second) kept.others.push_back(other);
    if (weight(finding) < weight(kept)) {
        kept.severity = finding.severity;
        kept.certainty = finding.certainty;
        kept.factors = std::move(finding.factors);
    }
}

std::vector<Finding> Gathering::finish(std::optional<std::size_t> occurrences_of_mine,
                                       std::size_t clashes_max) {
    std::vector<Finding> list;
    list.reserve(findings_.size());
    for (auto& [key, gathered] : findings_) {
        Finding& finding = gathered.finding;
        std::stable_sort(
            finding.clashes.begin(), finding.clashes.end(),
            [](const Clash& a, const Clash& b) { return a.overlap.start() < b.overlap.start(); });
        finding.occurrence_count = finding.clashes.size();
        if (finding.clashes.size() > clashes_max) finding.clashes.resize(clashes_max);
        if (occurrences_of_mine)
            finding.factors["occurrences_of_mine"] =
                static_cast<std::int64_t>(*occurrences_of_mine);
        list.push_back(std::move(finding));
    }
    findings_.clear();
    return list;
}

}  // namespace sopu
