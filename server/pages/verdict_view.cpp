#include "server/pages/verdict_view.h"

#include <algorithm>

#include "engine/model/lifecycle.h"
#include "engine/time/iso.h"
#include "server/pages/form_fields.h"
#include "server/pages/frame.h"
#include "server/pages/limits.h"
#include "server/pages/occurrence.h"
#include "server/service/explain.h"
#include "server/service/explain_suggestion.h"
#include "server/service/links.h"
#include "server/words/dates.h"
#include "server/words/repeats.h"

namespace sopu::pages {
namespace {

using words::Data;

class VerdictView {
  public:
    VerdictView(const Context& context, const Language& language,
                const service::Judgement& judgement, const Placed& asked, const Snapshot& world,
                std::span<const Suggestion> better, const Skip& skip)
        : context_(context),
          language_(language),
          judgement_(judgement),
          asked_(asked),
          world_(world),
          better_(better),
          skip_(skip),
          today_(today_of(context)) {}

    Data data() const {
        Data data;
        data.set("kind", name_of(judgement_.verdict));
        data.set("text", text("verdict." + std::string(verdict_key())));
        data.set("asked", asked_text());
        const auto named = named_findings();
        data.set("findings", findings(named));
        data.set("has_findings", !named.empty());
        data.set("more", more(named.size()));
        data.set("suggestions", suggestions());
        data.set("has_suggestions", !better_.empty() || !skip_.days.empty());
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
            time_of(context_, language_, asked_, world_.ground().zones, today_);
        return text("check.asked", {{"when", when}, {"place", place}});
    }

    std::string href_of(const service::Shown& other) const {
        const Placed* placed = world_.event(other.event);
        const bool open =
            placed != nullptr && other.hidden == service::Hidden::no && is_public(*placed->event);
        return open ? event_path(language_, other.event.text()) : std::string();
    }

    // The worst by name; of warnings only some: a tool that always warns is not used.
    std::vector<const service::Judged*> named_findings() const {
        std::vector<const service::Judged*> named;
        std::size_t warnings = 0;
        for (const service::Judged* judged : service::worth_saying(judgement_.findings)) {
            const bool warning = judged->finding.severity == Severity::warning;
            if (warning && ++warnings > limits::warnings_named_max) continue;
            if (named.size() < limits::findings_shown_max) named.push_back(judged);
        }
        return named;
    }

    Data findings(const std::vector<const service::Judged*>& named) const {
        Data list{Data::List{}};
        for (const service::Judged* judged : named) {
            const std::string severity(name_of(judged->finding.severity));
            Data item;
            item.set("severity", severity);
            item.set("severity_text", text("severity." + severity));
            item.set("text", service::sentence(language_.code,
                                               {judged->finding, judged->other, judged->others},
                                               world_.ground(), context_.messages, today_));
            item.set("href", href_of(judged->other));
            item.set("own", fields_of_own(*judged));
            list.add(std::move(item));
        }
        return list;
    }

    // Of a busy entry that has room for all of the event in its space: what the form says once it
    // is the event's own reservation; else "".
    std::string fields_of_own(const service::Judged& judged) const {
        const Finding& finding = judged.finding;
        const bool of_space =
            finding.kind == Kind::venue_overlap || finding.kind == Kind::venue_related;
        const bool covered =
            std::all_of(finding.clashes.begin(), finding.clashes.end(), [](const Clash& it) {
                return hull(it.mine.extent, it.other.extent) == it.other.extent;
            });
        // A vague time may lie elsewhere in the day: nothing is silent before it is said.
        if (!of_space || !covered || !asked_.times.fixed()) return {};
        if (judged.other.hidden != service::Hidden::busy) return {};
        Event then = *asked_.event;
        then.own_reservations.push_back(judged.other.event);
        return fields_of(then, *asked_.event, language_, world_);
    }

    std::string more(std::size_t named) const {
        long long all = 0;
        for (const auto& severity : judgement_.counts)
            for (const std::int64_t count : severity) all += count;
        const std::size_t said = service::worth_saying(judgement_.findings).size();
        all -= static_cast<long long>(judgement_.findings.size() - said);
        const auto shown = static_cast<long long>(named);
        return all > shown ? text("check.more", {{"count", all - shown}}) : std::string();
    }

    std::string offered(const Suggestion& it) const {
        return service::offered_text(language_.code, it, world_, context_.messages, today_);
    }

    Data suggestions() const {
        Data list{Data::List{}};
        if (!skip_.days.empty()) {
            Data item;
            item.set("text", text("check.skip",
                                  {{"dates", words::days_listed(language_.code, skip_.days,
                                                                context_.messages, today_)}}));
            item.set("fields", "except=" + service::percent_encoded(skip_.field));
            list.add(std::move(item));
        }
        for (const Suggestion& it : better_) {
            Data item;
            item.set("text",
                     service::sentence(language_.code, it, world_, context_.messages, today_));
            item.set("fields", fields_of(with_suggestion(*asked_.event, it), *asked_.event,
                                         language_, world_));
            list.add(std::move(item));
        }
        return list;
    }

    std::string tail() const {
        const Verdict verdict = judgement_.verdict;
        if (verdict == Verdict::unknown && !context_.contact.empty())
            return text("verdict.unknown_ask", {{"contact", context_.contact}});
        const bool worse = verdict == Verdict::warning || verdict == Verdict::blocking;
        if (!worse) return {};
        std::string said;
        if (!better_.empty()) {
            const Suggestion& best = better_.front();
            std::string key = "verdict." + std::string(name_of(verdict)) + "_better";
            if (verdict == Verdict::warning && is_elsewhere(best.reason)) key += "_space";
            said = text(key, {{"when", offered(best)}});
        }
        if (verdict == Verdict::warning) {
            if (!said.empty()) said += " ";
            said += text("verdict.warning_end");
        }
        return said;
    }

    Data always() const {
        Data list{Data::List{}};
        list.add(text("always.no_booking"));
        const std::string keeper = keeper_of(context_, world_, asked_.space);
        if (!keeper.empty()) list.add(text("always.booked_by", {{"keeper", keeper}}));
        const Coverage& coverage = judgement_.coverage;
        const Zone& home = world_.ground().zones.home();
        const auto figure = [&](std::int64_t count) {
            return coverage.all_counted
                       ? std::to_string(count)
                       : text("always.at_least", {{"count", std::to_string(count)}});
        };
        list.add(text("always.checked",
                      {{"time", words::time_text(language_.code, to_local(coverage.at, home))},
                       {"events", figure(coverage.occurrences)},
                       {"municipalities", std::to_string(coverage.municipalities)},
                       {"contributors", figure(coverage.contributors)}}));
        return list;
    }

    const Context& context_;
    const Language& language_;
    const service::Judgement& judgement_;
    const Placed& asked_;
    const Snapshot& world_;
    const std::span<const Suggestion> better_;
    const Skip skip_;
    const Date today_;
};

}  // namespace

std::string keeper_of(const Context& context, const Snapshot& world, const VenueId& space) {
    // part_of has no cycle (engine/model/venue.h), so the way up ends.
    for (const Venue* venue = world.venue(space); venue != nullptr;) {
        if (!venue->keeper.empty()) return venue->keeper;
        venue = venue->part_of ? world.venue(*venue->part_of) : nullptr;
    }
    return context.keeper;
}

Data verdict_data(const Context& context, const Language& language,
                  const service::Judgement& judgement, const Placed& asked, const Snapshot& world,
                  std::span<const Suggestion> better, const Skip& skip) {
    return VerdictView(context, language, judgement, asked, world, better, skip).data();
}

}  // namespace sopu::pages
