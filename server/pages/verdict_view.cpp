#include "server/pages/verdict_view.h"

#include <algorithm>

#include "engine/model/lifecycle.h"
#include "server/pages/frame.h"
#include "server/pages/limits.h"
#include "server/service/explain.h"
#include "server/words/dates.h"

namespace sopu::pages {
namespace {

using words::Data;

class VerdictView {
  public:
    VerdictView(const Context& context, const Language& language,
                const service::Judgement& judgement, const Placed& asked, const Snapshot& world)
        : context_(context),
          language_(language),
          judgement_(judgement),
          asked_(asked),
          world_(world),
          today_(today_of(context)) {}

    Data data() const {
        Data data;
        data.set("kind", name_of(judgement_.verdict));
        data.set("text", text("verdict." + std::string(verdict_key())));
        data.set("asked", asked_text());
        data.set("findings", findings());
        data.set("has_findings", !judgement_.findings.empty());
        data.set("more", more());
        data.set("suggestions", Data(Data::List{}));
        data.set("has_suggestions", false);
        data.set("tail", tail());
        data.set("always", always());
        return data;
    }

  private:
    std::string text(std::string_view key, const words::Args& args = {}) const {
        return context_.messages.text(language_.code, key, args);
    }

    // Whose the open time is: ours to tell, or the other side's.
    std::string_view verdict_key() const {
        if (judgement_.verdict != Verdict::unclear) return name_of(judgement_.verdict);
        const auto* vague = std::get_if<Vague>(&asked_.event->when);
        if (vague == nullptr) return "unclear_theirs";
        return vague->precision == Precision::day ? "unclear" : "unclear_date";
    }

    std::string asked_text() const {
        std::string place = place_of(context_, language_, world_, asked_);
        const std::string municipality = municipalities_of(context_, language_, asked_);
        if (!place.empty() && !municipality.empty()) place += ", ";
        place += municipality;
        if (place.empty()) place = text("place.unknown");
        const std::string when =
            words::when_text(language_.code, asked_.event->when, world_.ground().zones, today_);
        return text("check.asked", {{"when", when}, {"place", place}});
    }

    std::string href_of(const service::Shown& other) const {
        const Placed* placed = world_.event(other.event);
        const bool open =
            placed != nullptr && other.hidden == service::Hidden::no && is_public(*placed->event);
        return open ? event_path(language_, other.event.text()) : std::string();
    }

    Data findings() const {
        Data list{Data::List{}};
        const std::size_t count = std::min(judgement_.findings.size(), limits::findings_shown_max);
        for (std::size_t i = 0; i < count; ++i) {
            const service::Judged& judged = judgement_.findings[i];
            const std::string severity(name_of(judged.finding.severity));
            Data item;
            item.set("severity", severity);
            item.set("severity_text", text("severity." + severity));
            item.set("text", service::sentence(language_.code, judged.finding, judged.other,
                                               world_.ground(), context_.messages, today_));
            item.set("href", href_of(judged.other));
            list.add(std::move(item));
        }
        return list;
    }

    std::string more() const {
        long long all = 0;
        for (const auto& severity : judgement_.counts)
            for (const std::int64_t count : severity) all += count;
        const auto shown = static_cast<long long>(
            std::min(judgement_.findings.size(), limits::findings_shown_max));
        return all > shown ? text("check.more", {{"count", all - shown}}) : std::string();
    }

    std::string tail() const {
        if (judgement_.verdict == Verdict::warning) return text("verdict.warning_end");
        if (judgement_.verdict == Verdict::unknown && !context_.contact.empty())
            return text("verdict.unknown_ask", {{"contact", context_.contact}});
        return {};
    }

    Data always() const {
        Data list{Data::List{}};
        list.add(text("always.no_booking"));
        const Venue* venue = world_.venue(asked_.space);
        const std::string& keeper =
            venue != nullptr && !venue->keeper.empty() ? venue->keeper : context_.keeper;
        if (!keeper.empty()) list.add(text("always.booked_by", {{"keeper", keeper}}));
        const Coverage& coverage = judgement_.coverage;
        const Zone& home = world_.ground().zones.home();
        const auto number = [](std::int64_t figure) { return static_cast<long long>(figure); };
        list.add(text("always.checked",
                      {{"time", words::time_text(language_.code, to_local(coverage.at, home))},
                       {"events", number(coverage.occurrences)},
                       {"municipalities", number(coverage.municipalities)},
                       {"contributors", number(coverage.contributors)}}));
        return list;
    }

    const Context& context_;
    const Language& language_;
    const service::Judgement& judgement_;
    const Placed& asked_;
    const Snapshot& world_;
    const Date today_;
};

}  // namespace

Data verdict_data(const Context& context, const Language& language,
                  const service::Judgement& judgement, const Placed& asked, const Snapshot& world) {
    return VerdictView(context, language, judgement, asked, world).data();
}

}  // namespace sopu::pages
