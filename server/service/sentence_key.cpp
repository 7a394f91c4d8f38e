#include "server/service/sentence_key.h"

namespace sopu::service {
namespace {

bool is_true(const Finding& finding, std::string_view factor) {
    const auto found = finding.factors.find(factor);
    if (found == finding.factors.end()) return false;
    const bool* value = std::get_if<bool>(&found->second);
    return value != nullptr && *value;
}

std::string_view audience_variant(const Finding& finding) {
    if (is_true(finding, "routine_is_mine")) return "audience_routine_mine";
    if (is_true(finding, "routine")) return "audience_routine";
    if (is_true(finding, "long")) return "audience_long";
    if (finding.factors.contains("format")) return "audience_format";
    return finding.factors.contains("audiences") ? "audience_common" : "audience_overlap";
}

std::string_view variant(const Finding& finding) {
    switch (finding.kind) {
        case Kind::regular_slot:
            return is_true(finding, "slot_is_mine") ? "regular_slot_mine" : "regular_slot";
        case Kind::venue_closed:
            return is_true(finding, "outside_hours") ? "venue_hours" : "venue_closed";
        case Kind::audience_overlap:
            return audience_variant(finding);
        case Kind::observance:
            return is_true(finding, "benefit") ? "observance_benefit" : "observance";
        case Kind::lead_time:
            return is_true(finding, "passed") ? "lead_time_passed" : "lead_time";
        case Kind::doubtful_time:
            return finding.fact && finding.fact->type == FactType::source ? "doubtful_source"
                                                                          : "doubtful_time";
        case Kind::opportunity:
            return finding.fact ? "opportunity_many" : "opportunity";
        default:
            return name_of(finding.kind);
    }
}

// Where a gap is not one number of minutes (a side without a clock time), the sentence that needs
// none is said.
Certainty said_as(const Finding& finding) {
    const bool wants_minutes = finding.kind == Kind::buffer_overlap;
    return wants_minutes && !finding.factors.contains("minutes") ? Certainty::possible
                                                                 : finding.certainty;
}

}  // namespace

std::string sentence_key(const Finding& finding) {
    std::string key("conflict.");
    key.append(variant(finding)).append(".").append(name_of(said_as(finding)));
    return key;
}

std::string claim_key(const Finding& finding) {
    if (finding.factors.contains("unverified")) return "claim.unverified";
    const auto claim = finding.factors.find("claim");
    return claim == finding.factors.end() ? "" : "claim." + std::get<std::string>(claim->second);
}

}  // namespace sopu::service
