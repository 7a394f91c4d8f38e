#include "server/pages/staff_findings.h"

#include <algorithm>

#include "server/service/explain.h"

namespace sopu::pages {

using words::Data;

Data finding_data(const Context& context, const Language& language, const Snapshot& world,
                  const service::Judged& judged, const service::Caller& caller) {
    const auto text = [&](const std::string& key) {
        return context.messages.text(language.code, key);
    };
    const std::string severity(name_of(judged.finding.severity));
    Data item;
    item.set("severity_text", text("severity." + severity));
    item.set("severity", severity);
    item.set("certainty", judged.finding.certainty == Certainty::possible
                              ? text("certainty.possible")
                              : std::string());
    item.set("text", service::sentence(language.code, {judged.finding, judged.other, judged.others},
                                       world.ground(), context.messages, today_of(context)));
    item.set("href", href_of_other(language, world, judged.other.event, caller));
    return item;
}

Data findings_data(const Context& context, const Language& language, const Snapshot& world,
                   const service::Judgement& judgement, const service::Caller& caller,
                   std::size_t count) {
    Data list{Data::List{}};
    for (const service::Judged* judged : service::worth_saying(judgement.findings)) {
        if (judged->finding.severity == Severity::opportunity || count == 0) break;
        list.add(finding_data(context, language, world, *judged, caller));
        --count;
    }
    return list;
}

std::size_t finding_count(const service::Judgement& judgement) {
    std::size_t count = 0;
    for (std::size_t severity = 0; severity < judgement.counts.size(); ++severity)
        for (const std::int64_t each : judgement.counts.at(severity))
            if (static_cast<Severity>(severity) != Severity::opportunity)
                count += static_cast<std::size_t>(each);
    // What another one says is none that one would look for.
    return count - (judgement.findings.size() - service::worth_saying(judgement.findings).size());
}

std::string more_findings(const Context& context, const Language& language,
                          const service::Judgement& judgement, std::size_t shown) {
    const std::size_t all = finding_count(judgement);
    if (all <= shown) return {};
    return context.messages.text(language.code, "check.more",
                                 {{"count", static_cast<long long>(all - shown)}});
}

}  // namespace sopu::pages
