#include "ical/join.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "engine/recur/fair_share.h"
#include "engine/recur/series_dates.h"
#include "engine/world/series.h"
#include "ical/override.h"
#include "ical/text.h"

namespace sopu::ical {

namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

// What a file has of one UID; numbers of pieces.
struct Group {
    std::size_t master = none;
    std::vector<std::size_t> overrides;
    bool master_refused = false;
    std::vector<std::size_t> refused_lines;  // of overrides
};

struct Whole {
    Taken taken;
    std::vector<std::size_t> overrides;  // numbers of pieces
};

// RFC 5546 2.1.5: the higher SEQUENCE is newer, then the later change; then the later in the file.
bool is_newer(const Taken& candidate, const Taken& than) {
    return std::tie(candidate.event.sequence, candidate.event.updated) >=
           std::tie(than.event.sequence, than.event.updated);
}

class Joining {
  public:
    Joining(Pieces pieces, Purpose purpose, const Zones& zones, std::int64_t steps,
            Calendar& calendar)
        : pieces_(std::move(pieces)),
          purpose_(purpose),
          zones_(zones),
          steps_(steps),
          calendar_(calendar) {}

    void run() {
        group();
        calendar_.taken.reserve(groups_.size());
        for (Group& group : groups_) join_one(group);
        if (purpose_ == Purpose::calendar)
            check_series();
        else
            for (Whole& it : series_) calendar_.taken.push_back(std::move(it.taken));
        for (Refused& refused : pieces_.refused)
            calendar_.rejected.push_back(std::move(refused.rejected));
        const auto by_line = [](const auto& a, const auto& b) { return a.line < b.line; };
        std::stable_sort(calendar_.taken.begin(), calendar_.taken.end(), by_line);
        std::stable_sort(calendar_.rejected.begin(), calendar_.rejected.end(), by_line);
    }

  private:
    Group& group_of(const std::string& uid) {
        const auto [place, first] = place_.try_emplace(uid, groups_.size());
        if (first) groups_.emplace_back();
        return groups_[place->second];
    }

    void group() {
        for (std::size_t i = 0; i < pieces_.read.size(); ++i) {
            const Piece& piece = pieces_.read[i];
            Group& group = group_of(piece.taken.event.uid);
            if (piece.id) {
                group.overrides.push_back(i);
            } else if (group.master == none) {
                group.master = i;
            } else {
                std::size_t older = i;
                if (is_newer(piece.taken, taken(group.master))) std::swap(older, group.master);
                reject(older, "duplicate_uid", "an equal UID is newer");
            }
        }
        for (const Refused& refused : pieces_.refused) {
            const auto place = place_.find(refused.uid);
            if (refused.uid.empty()) continue;
            Group& group = place == place_.end() ? group_of(refused.uid) : groups_[place->second];
            if (refused.of_occurrence)
                group.refused_lines.push_back(refused.rejected.line);
            else
                group.master_refused = true;
        }
    }

    Taken& taken(std::size_t piece) { return pieces_.read[piece].taken; }

    void reject(std::size_t piece, std::string reason, std::string detail) {
        const Taken& it = taken(piece);
        calendar_.rejected.push_back(
            {it.line, one_line(it.event.uid), std::move(reason), std::move(detail)});
    }

    void reject_overrides(const Group& group) {
        for (const std::size_t i : group.overrides) reject(i, "series_rejected", "");
    }

    void join_one(Group& group) {
        if (group.master == none && group.master_refused) return reject_overrides(group);
        if (group.master == none && group.overrides.empty()) return;
        if (group.master == none) return join_orphans(group);
        Piece& master = pieces_.read[group.master];
        note_refused(group, master.taken);
        if (!master.repeating.any() && group.overrides.empty()) {
            calendar_.taken.push_back(std::move(master.taken));
            return;
        }
        Recurrence recurrence{std::move(master.repeating.rule),
                              std::move(master.repeating.dates),
                              std::move(master.repeating.exceptions),
                              {},
                              master.length};
        settle(group, group.master, std::move(recurrence));
    }

    static void note_refused(const Group& group, Taken& into) {
        for (const std::size_t line : group.refused_lines)
            into.notes.push_back({"override_rejected", "line " + std::to_string(line)});
    }

    // Whoever wrote them sent one date of a series, or the series is in another file. To RFC 5545
    // each is the occurrence that its RECURRENCE-ID names; a single one is to the calendar an
    // event where and when it says.
    void join_orphans(Group& group) {
        const auto start = [this](std::size_t i) { return *first_date(taken(i).event.when); };
        std::stable_sort(group.overrides.begin(), group.overrides.end(),
                         [&](std::size_t a, std::size_t b) { return start(a) < start(b); });
        const std::size_t first = group.overrides.front();
        Taken& one = taken(first);
        note_refused(group, one);
        one.notes.push_back({"override_without_series", one_line(id_text(first))});
        if (purpose_ == Purpose::calendar && group.overrides.size() == 1) {
            calendar_.taken.push_back(std::move(one));
            return;
        }
        Piece slot = pieces_.read[first];
        slot.taken.event.when = slot_of(slot);
        taken(first).notes.clear();
        pieces_.read.push_back(std::move(slot));
        settle(group, pieces_.read.size() - 1, Recurrence{});
    }

    std::string id_text(std::size_t piece) const {
        const Moment& moment = pieces_.read[piece].id->moment;
        if (!moment.time) return basic_date(moment.day);
        return basic_local(moment.local()) + (moment.utc ? "Z" : "");
    }

    // Where a series would have this occurrence if there were one, as long as it is.
    When slot_of(const Piece& piece) const {
        const When& own = piece.taken.event.when;
        if (const auto* days = std::get_if<AllDay>(&own)) {
            const Date first = piece.id->moment.day;
            return AllDay{first, first + (days->last - days->first)};
        }
        Timed slot = std::get<Timed>(own);
        const Zone& zone = *zones_.find(slot.zone);
        const recur::Moment id = moment_in_series(piece.id->moment, piece.id->zone, own, zones_);
        const seconds clock = slot.start - date::floor<date::days>(slot.start);
        LocalTime start{};
        if (const auto* day = std::get_if<Date>(&id)) start = LocalTime(*day) + clock;
        if (const auto* local = std::get_if<LocalTime>(&id)) start = *local;
        if (const auto* instant = std::get_if<Instant>(&id)) start = to_local(*instant, zone);
        if (slot.end) slot.end = start + (*slot.end - slot.start);
        slot.start = start;
        return slot;
    }

    // Of the occurrences in `group`, those that are newest, in the order of time; of equal times a
    // range first, so that the one of its own wins.
    std::vector<std::size_t> newest_overrides(const Group& group, const When& start) {
        const recur::MomentReader reader(start_of_series(start, zones_), zones_);
        struct Key {
            Instant at;
            bool single;
            std::size_t piece;
        };
        std::vector<Key> keys;
        for (const std::size_t i : group.overrides) {
            const SaidId& id = *pieces_.read[i].id;
            const auto moment = moment_in_series(id.moment, id.zone, start, zones_);
            keys.push_back({reader.instant(moment), id.range == recur::OverrideRange::this_one, i});
        }
        std::stable_sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) {
            return std::tie(a.at, a.single) < std::tie(b.at, b.single);
        });
        std::vector<std::size_t> kept;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            std::size_t newest = keys[i].piece;
            const bool again = i > 0 && std::tie(keys[i - 1].at, keys[i - 1].single) ==
                                            std::tie(keys[i].at, keys[i].single);
            if (!again) {
                kept.push_back(newest);
                continue;
            }
            if (is_newer(taken(newest), taken(kept.back()))) std::swap(newest, kept.back());
            reject(newest, "duplicate_override", id_text(newest));
        }
        return kept;
    }

    void settle(const Group& group, std::size_t master, Recurrence recurrence) {
        Taken whole = std::move(taken(master));
        OverrideMaker maker(whole, recurrence.length, zones_);
        const auto kept = newest_overrides(group, whole.event.when);
        for (const std::size_t i : kept) {
            recurrence.overrides.push_back(maker.make(pieces_.read[i]));
            whole.event.updated = std::max(whole.event.updated, taken(i).event.updated);
        }
        maker.finish(whole.notes);
        whole.event.recurrence = std::move(recurrence);
        series_.push_back({std::move(whole), kept});
    }

    void check_series() {
        std::vector<std::size_t> all(series_.size());
        std::iota(all.begin(), all.end(), std::size_t{0});
        const auto attempt = [this](std::size_t i, recur::Budget& budget) {
            const Errors errors = check_recurrence(series_[i].taken.event, zones_, budget);
            if (!errors.empty() && errors.front().reason == "too_much_work") return false;
            if (errors.empty())
                calendar_.taken.push_back(std::move(series_[i].taken));
            else
                reject_series(series_[i], errors.front());
            return true;
        };
        for (const std::size_t i : recur::in_fair_shares(steps_, std::move(all), attempt))
            reject_series(series_[i], invalid("recurrence", "too_much_work"));
    }

    void reject_series(const Whole& series, const Error& error) {
        const Taken& it = series.taken;
        calendar_.rejected.push_back(
            {it.line, one_line(it.event.uid), error.reason, detail_of(error)});
        for (const std::size_t i : series.overrides)
            if (taken(i).line != it.line) reject(i, "series_rejected", "");
    }

    // What a person looks for in the file.
    static std::string detail_of(const Error& error) {
        if (error.field == "recurrence.rrule" || error.reason == "too_much_work") return "RRULE";
        return error.field == "recurrence" ? "" : error.field;
    }

    Pieces pieces_;
    const Purpose purpose_;
    const Zones& zones_;
    std::int64_t steps_;
    Calendar& calendar_;
    std::vector<Group> groups_;
    std::vector<Whole> series_;
    std::unordered_map<std::string, std::size_t> place_;
};

}  // namespace

void join(Pieces pieces, Purpose purpose, const Zones& zones, std::int64_t steps,
          Calendar& calendar) {
    Joining(std::move(pieces), purpose, zones, steps, calendar).run();
}

}  // namespace sopu::ical
