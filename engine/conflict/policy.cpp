#include "engine/conflict/policy.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sopu {
namespace {

LocalizedText in_three(std::string fi, std::string sv, std::string en) {
    return {{"fi", std::move(fi)}, {"sv", std::move(sv)}, {"en", std::move(en)}};
}

}  // namespace

// Police notice: Assembly Act 530/1999 section 14. Rescue plan: Rescue Act 379/2011 section 16 and
// decree 407/2011. Noise: Environmental Protection Act 527/2014 section 118. Alcohol: an estimate.
LeadTimes default_lead_times() {
    return {
        {"alcohol",
         {"alcohol", 0, 30, true,
          in_three("anniskelulupa", "serveringstillstånd", "licence to serve alcohol")}},
        {"fire",
         {"fire", 0, 14, true, in_three("pelastussuunnitelma", "räddningsplan", "rescue plan")}},
        {"noise",
         {"noise", 0, 30, true,
          in_three("meluilmoitus", "anmälan om buller", "noise notification")}},
        {"police",
         {"outdoors", 0, 5, true,
          in_three("ilmoitus poliisille yleisötilaisuudesta",
                   "anmälan till polisen om offentlig tillställning",
                   "notice to the police of a public event")}},
        {"rescue_plan",
         {"", 200, 14, true, in_three("pelastussuunnitelma", "räddningsplan", "rescue plan")}},
    };
}

double reach_scale(const Policy& policy, double events_of_ordinary_day) {
    if (policy.scale) return *policy.scale;
    if (events_of_ordinary_day <= 0) return 1;
    return std::clamp(std::sqrt(policy.scale_target_events / events_of_ordinary_day),
                      policy.scale_min, 1.0);
}

Policies::Policies(Policy base, ByMunicipality own) : base_(std::move(base)), own_(std::move(own)) {
    const auto widen = [this](const Policy& policy) {
        for (std::size_t size = 0; size < widest_reach_km_.size(); ++size)
            widest_reach_km_[size] =
                std::max(widest_reach_km_[size], policy.reach_km[size] * policy.scale.value_or(1));
    };
    widen(base_);
    for (const auto& [code, policy] : own_) widen(policy);
}

const Policy& Policies::of(const MunicipalityCode& code) const {
    const auto found = own_.find(code);
    return found == own_.end() ? base_ : found->second;
}

const Policy& Policies::of(std::span<const MunicipalityCode> codes) const {
    if (codes.empty() || own_.empty()) return base_;
    const Policy& first = of(codes.front());
    const bool alike = std::all_of(codes.begin() + 1, codes.end(),
                                   [&](const auto& code) { return of(code) == first; });
    return alike ? first : base_;
}

}  // namespace sopu
