// The queue: what needs a person, the worst first; and what needs nobody, to be published in one
// batch by whoever has read it: nothing but what is good to know.
#include <algorithm>
#include <charconv>
#include <mutex>
#include <utility>
#include <vector>

#include "server/pages/limits.h"
#include "server/pages/occurrence.h"
#include "server/pages/staff.h"
#include "server/pages/staff_findings.h"

namespace sopu::pages {
namespace {

using words::Data;

constexpr std::string_view pick_prefix = "pick-";

struct Waiting {
    const Placed* placed;
    service::Judgement judgement;
    bool clean() const { return !judgement.needs_a_person; }
};

// Worst first; what is not a verdict about findings comes last.
int badness(Verdict verdict) {
    switch (verdict) {
        case Verdict::blocking:
            return 0;
        case Verdict::warning:
            return 1;
        case Verdict::unclear:
            return 2;
        case Verdict::notice:
        case Verdict::clear:
        case Verdict::unknown:
            break;
    }
    return 3;
}

bool begins_before(const Placed* a, const Placed* b) {
    const auto key = [](const Placed* it) {
        const bool undated = it->times.undated();
        return std::tuple(undated, undated ? Instant{} : it->times.extent().start(), it->id());
    };
    return key(a) < key(b);
}

// Submitted, or submitted again after changes, in the caller's municipalities; by start.
std::vector<const Placed*> waiting_for(const Snapshot& world, const service::Caller& caller) {
    std::vector<const Placed*> list;
    world.events().for_each([&](auto, const Placed& placed) {
        const bool waits = placed.event->state == State::submitted &&
                           placed.event->takes_place != TakesPlace::cancelled;
        if (waits && service::is_staff_of(caller, placed)) list.push_back(&placed);
    });
    std::sort(list.begin(), list.end(), begins_before);
    return list;
}

class QueuePage {
  public:
    QueuePage(const Context& context, const Language& language, const StaffDoor& door)
        : context_(context), language_(language), door_(door) {}

    http::Response answer(const std::string& told) const {
        std::vector<const Placed*> all = waiting_for(*door_.world, door_.caller);
        const std::size_t unseen = all.size() - std::min(all.size(), limits::queue_judged_max);
        all.resize(all.size() - unseen);
        std::vector<Waiting> open;
        std::vector<Waiting> clean;
        for (const Placed* placed : all) {
            Waiting it{placed,
                       service::judge(*door_.world, *placed, door_.caller, context_.service.now())};
            (it.clean() ? clean : open).push_back(std::move(it));
        }
        std::stable_sort(open.begin(), open.end(), [](const Waiting& a, const Waiting& b) {
            return badness(a.judgement.verdict) < badness(b.judgement.verdict);
        });
        Data data =
            staff_data(context_, language_, door_, text("staff.queue"),
                       [](const Language& other) { return staff_path(StaffPage::queue, other); });
        data.set("told", told);
        data.set("empty", all.empty());
        data.set("open", rows(open));
        data.set("has_open", !open.empty());
        const std::size_t unlisted =
            clean.size() - std::min(clean.size(), limits::batch_events_max);
        clean.resize(clean.size() - unlisted);
        data.set("clean", rows(clean));
        data.set("has_clean", !clean.empty());
        data.set("action", staff_path(StaffPage::queue, language_));
        data.set("more", more(unlisted));
        data.set("unseen", more(unseen));
        return staff_page(context_, 200, "staff_queue", data);
    }

  private:
    std::string text(std::string_view key, const words::Args& args = {}) const {
        return context_.messages.text(language_.code, key, args);
    }

    std::string more(std::size_t count) const {
        if (count == 0) return {};
        return text("staff.queue_more", {{"count", static_cast<long long>(count)}});
    }

    Data rows(const std::vector<Waiting>& list) const {
        Data rows{Data::List{}};
        for (const Waiting& it : list) rows.add(row(it));
        return rows;
    }

    Data row(const Waiting& it) const {
        const Placed& placed = *it.placed;
        const Event& event = *placed.event;
        Title title = title_of(context_, language_, *door_.world, placed, door_.caller);
        Data data;
        data.set("id", event.id.text());
        data.set("revision", std::to_string(event.revision));
        data.set("href", staff_event_path(language_, event.id.text()));
        data.set("title_lang", marked_language(title.language, language_));
        data.set("title", std::move(title.text));
        data.set("when", time_of(context_, language_, placed, door_.world->ground().zones,
                                 today_of(context_)));
        data.set("place", place_of(context_, language_, *door_.world, placed));
        data.set("municipality", municipalities_of(context_, language_, placed));
        data.set("organiser", event.organiser.name);
        data.set("changed", event.revision > 1);
        data.set("kind", name_of(it.judgement.verdict));
        data.set("findings", findings_data(context_, language_, *door_.world, it.judgement,
                                           door_.caller, limits::queue_findings_max));
        data.set("has_findings", finding_count(it.judgement) > 0);
        data.set("more",
                 more_findings(context_, language_, it.judgement, limits::queue_findings_max));
        return data;
    }

    const Context& context_;
    const Language& language_;
    const StaffDoor& door_;
};

// A number that an address of ours says; 0 for anything else.
long long number_said(const http::Request& request, std::string_view name) {
    const std::string_view said = request.query_value(name).value_or("");
    long long number = 0;
    const auto [end, problem] = std::from_chars(said.data(), said.data() + said.size(), number);
    const bool whole = problem == std::errc{} && end == said.data() + said.size();
    return whole && number >= 0 && number <= static_cast<long long>(limits::batch_events_max)
               ? number
               : 0;
}

std::string told_of(const Context& context, const Language& language,
                    const http::Request& request) {
    if (!request.query_value("published")) return {};
    const auto text = [&](std::string_view key, long long count) {
        return context.messages.text(language.code, key, {{"count", count}});
    };
    std::string told = text("staff.published_count", number_said(request, "published"));
    if (const long long left = number_said(request, "left"); left > 0)
        told += " " + text("staff.left_count", left);
    return told;
}

// One batch on its way: answers when the writer has answered for every event.
struct Batch {
    std::mutex mutex;
    std::size_t open = 0;       // by mutex
    std::size_t published = 0;  // by mutex
    std::size_t left = 0;       // by mutex

    bool last(bool was_published) {
        const std::lock_guard lock(mutex);
        ++(was_published ? published : left);
        return --open == 0;
    }
};

// What was chosen: the event and the revision that was looked at.
std::vector<service::Act> chosen(const StaffDoor& door) {
    std::vector<service::Act> acts;
    for (const auto& [name, value] : door.typed) {
        if (!name.starts_with(pick_prefix)) continue;
        service::Act act;
        act.id = EventId(name.substr(pick_prefix.size()));
        act.action = Action::publish;
        act.caller = door.caller;
        act.only_without_findings = true;
        std::uint32_t revision = 0;  // no record has it: stale
        std::from_chars(value.data(), value.data() + value.size(), revision);
        act.if_match = revision;
        acts.push_back(std::move(act));
    }
    return acts;
}

void publish(const Context& context, const Language& language, const StaffDoor& door,
             const http::Reply& reply) {
    std::vector<service::Act> acts = chosen(door);
    const std::string queue = staff_path(StaffPage::queue, language);
    if (acts.size() > limits::batch_events_max)
        return reply(staff_refusal(
            context, language,
            {invalid("", "too_many", {{"max", std::to_string(limits::batch_events_max)}})}));
    if (acts.empty()) return reply(http::Response::redirect(queue));
    auto batch = std::make_shared<Batch>();
    batch->open = acts.size();
    for (service::Act& act : acts)
        context.service.submit(std::move(act), [batch, reply, queue](const service::Outcome& done) {
            if (!batch->last(done.has_value())) return;
            reply(http::Response::redirect(queue +
                                           "?published=" + std::to_string(batch->published) +
                                           "&left=" + std::to_string(batch->left)));
        });
}

}  // namespace

http::Handler staff_queue(const Context& context, const Language& language) {
    return for_staff(
        context, language,
        [&context, &language](const http::Request& request, const StaffDoor& door,
                              const http::Reply& reply) {
            reply(QueuePage(context, language, door).answer(told_of(context, language, request)));
        });
}

http::Handler post_batch(const Context& context, const Language& language) {
    return for_staff(context, language,
                     [&context, &language](const http::Request&, const StaffDoor& door,
                                           const http::Reply& reply) {
                         publish(context, language, door, reply);
                     });
}

}  // namespace sopu::pages
