#include "server/pages/staff_event_view.h"

#include <algorithm>
#include <array>

#include "server/pages/limits.h"
#include "server/pages/occurrence.h"
#include "server/pages/staff_findings.h"
#include "server/pages/staff_week.h"
#include "server/words/dates.h"

namespace sopu::pages {
namespace {

using words::Data;

std::string joined(const std::vector<std::string>& list) {
    std::string text;
    for (const std::string& each : list) text += (text.empty() ? "" : ", ") + each;
    return text;
}

// What the log calls an action is ours and known, but for what a later version may have written.
std::string named(const Context& context, const Language& language, const std::string& prefix,
                  const std::string& name) {
    const std::string key = prefix + name;
    return context.messages.has(key) ? context.messages.text(language.code, key) : name;
}

class Details {
  public:
    Details(const Context& context, const Language& language, const Snapshot& world,
            const Placed& placed, const service::Caller& caller)
        : context_(context),
          language_(language),
          world_(world),
          placed_(placed),
          event_(*placed.event),
          caller_(caller) {}

    Data rows() {
        time_and_place();
        people();
        content();
        record();
        return std::move(rows_);
    }

  private:
    std::string text(const std::string& key) const {
        return context_.messages.text(language_.code, key);
    }

    void add(std::string_view field, std::string value, std::string href = {},
             std::string lang = {}) {
        if (value.empty()) return;
        Data row;
        row.set("label", words::field_text(context_.messages, language_.code, field));
        row.set("value", std::move(value));
        row.set("href", std::move(href));
        row.set("lang", std::move(lang));
        rows_.add(std::move(row));
    }

    void time_and_place() {
        add("when",
            time_of(context_, language_, placed_, world_.ground().zones, today_of(context_)));
        if (event_.takes_place != TakesPlace::scheduled)
            add("takes_place", text("takes_place." + std::string(name_of(event_.takes_place))));
        add("claim", text("claim_name." + std::string(name_of(event_.claim))));
        if (event_.hold_until)
            add("hold_until", moment_text(context_, language_, *event_.hold_until));
        add("venue_text", place_of(context_, language_, world_, placed_));
        add("municipality", municipalities_of(context_, language_, placed_));
        add("own_reservations", own_reservations());
        add("setup_minutes", minutes_text(event_.setup_minutes));
        add("teardown_minutes", minutes_text(event_.teardown_minutes));
    }

    // When, and no more: what they say of themselves may be hidden.
    std::string own_reservations() const {
        std::string all;
        for (const EventId& id : event_.own_reservations)
            if (const Placed* entry = world_.event(id))
                all +=
                    (all.empty() ? "" : "; ") +
                    time_of(context_, language_, *entry, world_.ground().zones, today_of(context_));
        return all;
    }

    std::string minutes_text(const std::optional<int>& minutes) const {
        if (!minutes) return {};
        return context_.messages.text(language_.code, "staff.minutes",
                                      {{"count", static_cast<long long>(*minutes)}});
    }

    void people() {
        add("organiser", event_.organiser.name);
        if (event_.organisation) add("organisation", organisation());
        const std::string& email = event_.organiser.email;
        // mailto: takes the address as it is (RFC 6068): what would end or extend it is no link.
        const bool plain = email.find_first_of("?&#%\"<> ") == std::string::npos;
        add("organiser.email", email, plain && !email.empty() ? "mailto:" + email : std::string());
        add("organiser.phone", event_.organiser.phone);
        if (!email.empty() || !event_.organiser.phone.empty())
            add("organiser.public",
                text(event_.organiser.is_public ? "staff.contact_public" : "staff.contact_kept"));
        add("verified", text(event_.verified ? "staff.yes" : "staff.no"));
        add("co_organisers", joined(event_.co_organisers));
        add("people", joined(event_.people));
    }

    std::string organisation() const {
        const Organisation* one = world_.organisations().find(event_.organisation->text());
        if (one == nullptr) return event_.organisation->text();
        std::string name(pick(one->name, language_.code));
        return one->trusted ? name + " (" + text("staff.trusted") + ")" : name;
    }

    void content() {
        std::string_view language = language_.code;
        const std::string_view description = pick(event_.description, language_.code, &language);
        add("description", std::string(description), {}, marked_language(language, language_));
        add("categories", named_list("category.", event_.categories));
        add("format", event_.format);
        add("audiences", named_list("audience.", event_.audiences));
        if (event_.expected_attendance)
            add("expected_attendance", std::to_string(*event_.expected_attendance));
        std::vector<std::string> resources;
        for (const ResourceUse& use : event_.resources)
            resources.push_back(use.id + " × " + std::to_string(use.quantity));
        add("resources", joined(resources));
        add("conditions", joined(event_.conditions));
        add("price", event_.price);
        add("registration", event_.registration);
        add("accessibility", event_.accessibility);
        const bool web = event_.link.starts_with("https://") || event_.link.starts_with("http://");
        add("link", event_.link, web ? event_.link : std::string());
    }

    std::string named_list(const std::string& prefix, const std::vector<std::string>& list) const {
        std::vector<std::string> names;
        for (const std::string& each : list)
            names.push_back(named(context_, language_, prefix, each));
        return joined(names);
    }

    void record() {
        if (event_.visibility != Visibility::everyone)
            add("visibility", text("staff.visibility_" + std::string(name_of(event_.visibility))));
        if (event_.duplicate_of) add("duplicate_of", title_of(*event_.duplicate_of));
        if (!event_.umbrella.empty()) add("umbrella", title_of(EventId(event_.umbrella)));
        add("created", moment_text(context_, language_, event_.created));
        if (event_.updated != event_.created)
            add("updated", moment_text(context_, language_, event_.updated));
    }

    std::string title_of(const EventId& id) const {
        const Placed* other = world_.event(id);
        if (other == nullptr) return id.text();
        return pages::title_of(context_, language_, world_, *other, caller_).text;
    }

    const Context& context_;
    const Language& language_;
    const Snapshot& world_;
    const Placed& placed_;
    const Event& event_;
    const service::Caller& caller_;
    Data rows_{Data::List{}};
};

bool is_decision(const std::string& action) {
    return action == "publish" || action == "request_changes" || action == "decline" ||
           action == "publish_trusted";
}

std::string decision_text(const Context& context, const Language& in, const Snapshot& world,
                          const Placed& placed, const service::Caller& caller,
                          const store::Logged& line) {
    const auto text = [&](const std::string& key, const words::Args& args = {}) {
        return context.messages.text(in.code, key, args);
    };
    const std::string action =
        line.line.action == "publish_trusted" ? std::string("publish") : line.line.action;
    std::string all = text("decision." + action) + "\n";
    all += text("decision.event", {{"title", title_of(context, in, world, placed, caller).text}}) +
           "\n";
    // Whoever reads it years later needs the year.
    all += text("decision.when",
                {{"when", time_of(context, in, placed, world.ground().zones, std::nullopt)}}) +
           "\n";
    if (const std::string place = place_of(context, in, world, placed); !place.empty())
        all += text("decision.place", {{"place", place}}) + "\n";
    if (line.line.action != "publish_trusted" && !line.line.reason.empty())
        all += text("decision.reason", {{"reason", line.line.reason}}) + "\n";
    const Zone& home = world.ground().zones.home();
    const Date day = date::floor<date::days>(to_local(line.at, home));
    all +=
        text("decision.by", {{"name", line.line.actor}, {"date", words::date_text(in.code, day)}});
    return all;
}

}  // namespace

Data detail_rows(const Context& context, const Language& language, const Snapshot& world,
                 const Placed& placed, const service::Caller& caller) {
    return Details(context, language, world, placed, caller).rows();
}

Data clash_sections(const Context& context, const Language& language, const Snapshot& world,
                    const Placed& placed, const service::Judgement& judgement,
                    const service::Caller& caller, std::size_t& shown) {
    // Findings come worst first; those about one other event stand together at its worst, and so do
    // those about facts.
    std::vector<std::vector<const service::Judged*>> groups;
    for (const service::Judged* judged : service::worth_saying(judgement.findings)) {
        if (judged->finding.severity == Severity::opportunity) continue;
        if (shown == limits::findings_shown_max) break;
        ++shown;
        const auto same = std::find_if(groups.begin(), groups.end(), [&](const auto& group) {
            return group.front()->other.event == judged->other.event;
        });
        if (same != groups.end())
            same->push_back(judged);
        else
            groups.push_back({judged});
    }
    Data list{Data::List{}};
    std::size_t number = 0;
    for (const auto& group : groups) {
        Data section;
        Data findings{Data::List{}};
        for (const service::Judged* judged : group)
            findings.add(finding_data(context, language, world, *judged, caller));
        // Beside a fact there is no other event's week to lay.
        const bool is_event = !group.front()->other.event.empty();
        const bool has_week = is_event && ++number <= limits::weeks_shown_max;
        section.set("findings", std::move(findings));
        section.set("has_week", has_week);
        if (has_week)
            section.set("week",
                        week_data(context, language, world, placed, *group.front(), caller));
        list.add(std::move(section));
    }
    return list;
}

Data history_rows(const Context& context, const Language& language, const Snapshot& world,
                  const std::vector<store::Logged>& lines) {
    Data rows{Data::List{}};
    for (const auto& [at, line] : lines) {
        std::string reason = line.reason;
        if (line.action == "import") reason.clear();  // "added": a word of the log's own
        if (line.action == "publish_trusted")
            if (const Organisation* one = world.organisations().find(line.reason))
                reason = pick(one->name, language.code);
        Data row;
        row.set("when", moment_text(context, language, at));
        row.set("who", named(context, language, "staff.who_", line.actor));
        row.set("what", named(context, language, "staff.did_", line.action));
        row.set("reason", std::move(reason));
        rows.add(std::move(row));
    }
    return rows;
}

Data decision_texts(const Context& context, const Language& language, const Snapshot& world,
                    const Placed& placed, const service::Caller& caller,
                    const std::vector<store::Logged>& lines) {
    Data list{Data::List{}};
    const auto line = std::find_if(lines.begin(), lines.end(), [](const store::Logged& each) {
        return is_decision(each.line.action);
    });
    if (line == lines.end()) return list;
    for (const Language& in : languages) {
        if (in.code != "fi" && in.code != "sv") continue;
        Data text;
        const std::string code(in.code);
        text.set("language", marked_language(in.code, language));
        text.set("id", "decision-" + code);
        text.set("label", context.messages.text(language.code, "staff.decision_text_" + code));
        text.set("text", decision_text(context, in, world, placed, caller, *line));
        list.add(std::move(text));
    }
    return list;
}

}  // namespace sopu::pages
