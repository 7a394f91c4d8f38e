#include "server/api/conflict_json.h"

#include <algorithm>
#include <optional>
#include <variant>

#include "engine/base/limits.h"
#include "engine/time/iso.h"
#include "server/json/writer.h"
#include "server/service/explain.h"

namespace sopu::api {
namespace {

boost::json::object interval_json(const Interval& interval) {
    return {{"start", format_instant(interval.start())}, {"end", format_instant(interval.end())}};
}

boost::json::object side_json(const Side& side) {
    boost::json::object written{{"recurrence_id", json::instant_or_null(side.recurrence_id)}};
    for (const auto& [key, value] : interval_json(side.extent)) written[key] = value;
    return written;
}

boost::json::array clashes_json(const Finding& finding) {
    boost::json::array items;
    for (const Clash& clash : finding.clashes)
        items.push_back(boost::json::object{{"mine", side_json(clash.mine)},
                                            {"other", side_json(clash.other)},
                                            {"overlap", interval_json(clash.overlap)}});
    return items;
}

// The id of a listed venue; of an unlisted one, whose key is ours alone, what people call it.
boost::json::value venue_json(const service::Shown& shown) {
    const bool unlisted = shown.venue.text().starts_with('~');
    return json::text_or_null(unlisted || shown.venue.empty() ? shown.venue_name
                                                              : shown.venue.text());
}

boost::json::object shown_json(const service::Shown& shown) {
    return {{"event", json::text_or_null(shown.event.text())},
            {"title", json::localized_or_null(shown.title)},
            {"venue", venue_json(shown)},
            {"organisation", json::id_or_null(shown.organisation)}};
}

boost::json::value fact_json(const Finding& finding) {
    if (!finding.fact) return nullptr;
    return boost::json::object{{"type", name_of(finding.fact->type)},
                               {"id", json::text_or_null(finding.fact->id)},
                               {"name", json::localized_or_null(finding.fact->name)}};
}

boost::json::array others_json(std::span<const service::Shown> others) {
    boost::json::array items;
    for (const service::Shown& other :
         others.first(std::min(others.size(), limits::others_listed_max)))
        items.push_back(shown_json(other));
    return items;
}

boost::json::object factors_json(const Finding& finding, bool with_person) {
    boost::json::object factors;
    for (const auto& [name, factor] : finding.factors) {
        if (name == "person" && !with_person) continue;
        factors[name] =
            std::visit([](const auto& value) { return boost::json::value(value); }, factor);
    }
    return factors;
}

}  // namespace

std::string conflict_id(const Finding& finding) {
    return service::conflict_id(finding).text();
}

boost::json::object conflict_json(const ConflictSides& conflict, const Ground& ground,
                                  const words::Messages& messages) {
    const Finding& finding = conflict.finding;
    const boost::json::value id =
        conflict.stored ? boost::json::value(conflict_id(finding)) : nullptr;
    boost::json::value state = conflict.stored ? boost::json::value("open") : nullptr;
    if (conflict.standing != nullptr) state = name_of(conflict.standing->state);
    boost::json::object mine{{"event", nullptr}};
    if (conflict.mine != nullptr) mine = shown_json(*conflict.mine);
    boost::json::value other = nullptr;
    if (!finding.fact) other = shown_json(conflict.other);
    // One that is no longer found has no time to tell.
    LocalizedText text;
    if (!finding.clashes.empty())
        text = service::sentences({finding, conflict.other, conflict.others}, ground, messages);
    return {{"id", id},
            {"kind", name_of(finding.kind)},
            {"severity", name_of(finding.severity)},
            {"certainty", name_of(finding.certainty)},
            {"state", state},
            {"mine", std::move(mine)},
            {"other", std::move(other)},
            {"others", others_json(conflict.others)},
            {"others_count", conflict.others.size()},
            {"fact", fact_json(finding)},
            {"occurrence_count", finding.occurrence_count},
            {"occurrences", clashes_json(finding)},
            {"factors", factors_json(finding, conflict.with_person)},
            {"text", json::localized_or_null(text)}};
}

boost::json::object conflict_json(const service::StoredConflict& conflict, const Ground& ground,
                                  const words::Messages& messages) {
    const service::Standing& standing = conflict.standing;
    boost::json::object written = conflict_json(
        {conflict.finding, &conflict.mine, conflict.other, conflict.others, true, true, &standing},
        ground, messages);
    written["reason"] = json::text_or_null(standing.reason);
    written["by"] = json::text_or_null(standing.by);
    written["at"] = json::instant_or_null(standing.at);
    written["revision"] = standing.revision;
    return written;
}

boost::json::object counts_json(const Counts& counts) {
    boost::json::object written;
    for (std::size_t severity = 0; severity < counts.size(); ++severity) {
        boost::json::object certainties;
        for (std::size_t certainty = 0; certainty < counts[severity].size(); ++certainty)
            certainties[name_of(static_cast<Certainty>(certainty))] = counts[severity][certainty];
        written[name_of(static_cast<Severity>(severity))] = std::move(certainties);
    }
    return written;
}

boost::json::object checked_json(const Coverage& coverage) {
    boost::json::value from = nullptr;
    boost::json::value to = nullptr;
    if (!coverage.window.empty()) {
        from = format_instant(coverage.window.start());
        to = format_instant(coverage.window.end());
    }
    return {{"at", format_instant(coverage.at)},
            {"from", std::move(from)},
            {"to", std::move(to)},
            {"municipalities", coverage.municipalities},
            {"occurrences", coverage.occurrences},
            {"contributors", coverage.contributors},
            {"all_counted", coverage.all_counted},
            {"sources", 0},
            {"stale_sources", 0}};
}

boost::json::array conflicts_json(const service::Judgement& judgement, const Snapshot& world,
                                  const service::Caller& caller, const words::Messages& messages,
                                  bool mine_is_stored, const service::SaidOfConflicts* said) {
    boost::json::array items;
    for (const service::Judged& judged : judgement.findings) {
        const EventId& id = judged.finding.mine;
        const bool told = caller.is_staff() || service::holds_edit_token(caller, id);
        const service::Shown mine = service::shown(world, id, caller);
        std::optional<service::Standing> standing;
        if (mine_is_stored && said != nullptr) {
            const auto* words = service::said_of(*said, service::conflict_id(judged.finding));
            standing = service::standing_of(judged.finding, words, world);
        }
        items.push_back(
            conflict_json({judged.finding, mine_is_stored ? &mine : nullptr, judged.other,
                           judged.others, mine_is_stored, told, standing ? &*standing : nullptr},
                          world.ground(), messages));
    }
    return items;
}

}  // namespace sopu::api
