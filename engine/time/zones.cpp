#include "engine/time/zones.h"

#include <algorithm>
#include <array>
#include <exception>
#include <map>
#include <utility>

#include <date/tz.h>

#include "engine/base/invariant.h"
#include "engine/time/iso.h"
#include "engine/time/posix_rule.h"

namespace sopu {

// One zone: the library's list of transitions before `rule_from`, the footer's rule from there on.
class Zone {
  public:
    Zone(std::string name, const date::time_zone* listed, Instant rule_from, PosixRule rule,
         std::string rule_text)
        : name_(std::move(name)),
          listed_(listed),
          rule_from_(rule_from),
          rule_(std::move(rule)),
          rule_text_(std::move(rule_text)) {}

    const std::string& name() const { return name_; }
    const std::string& rule_text() const { return rule_text_; }

    seconds offset_at(Instant instant) const {
        if (instant >= rule_from_) return sopu::offset_at(rule_, instant);
        return listed_->get_info(instant).offset;
    }

    // As long as nothing moves; a stretch also ends where one source gives way to the other.
    OffsetSpan span_at(Instant instant) const {
        if (instant >= rule_from_) {
            OffsetSpan span = sopu::span_at(rule_, instant);
            if (span.begin > rule_from_) return span;
            span.begin = rule_from_;
            if (rule_from_ > first_move)
                span.before = listed_->get_info(rule_from_ - seconds{1}).offset;
            return span;
        }
        const date::sys_info info = listed_->get_info(instant);
        OffsetSpan span{info.begin, std::min(info.end, rule_from_), info.offset, info.offset, {}};
        if (info.begin > first_move)
            span.before = listed_->get_info(info.begin - seconds{1}).offset;
        span.after = offset_at(span.end);
        return span;
    }

    struct Reading {
        LocalKind kind;
        seconds offset;  // the one that RFC 5545 3.3.5 wants
    };

    Reading read(LocalTime local) const {
        // Near the seam neither source alone knows both sides of a move.
        if (Instant{local.time_since_epoch()} < rule_from_ - std::chrono::hours{48})
            return read_listed(local);
        return read_by_offsets(local);
    }

  private:
    // No zone has a transition before there were railways; the library's first stretch begins at
    // the end of its years.
    static constexpr Instant first_move = date::sys_days{date::year{1500} / 1 / 1};

    Reading read_listed(LocalTime local) const {
        const date::local_info info = listed_->get_info(local);
        const LocalKind kind = info.result == date::local_info::nonexistent ? LocalKind::gap
                               : info.result == date::local_info::ambiguous ? LocalKind::fold
                                                                            : LocalKind::unique;
        return {kind, info.first.offset};  // in a gap and in a fold, `first` is what was before
    }

    // Works from the offsets a day before and a day after: UTC offsets are less than a day, and by
    // a footer's rule clocks do not move twice within two days.
    Reading read_by_offsets(LocalTime local) const {
        const Instant as_utc{local.time_since_epoch()};
        const seconds before = offset_at(as_utc - std::chrono::hours{24});
        const seconds after = offset_at(as_utc + std::chrono::hours{24});
        if (before == after) return {LocalKind::unique, before};
        const bool by_before = offset_at(as_utc - before) == before;
        const bool by_after = offset_at(as_utc - after) == after;
        if (by_before && by_after) return {LocalKind::fold, before};
        if (by_after) return {LocalKind::unique, after};
        return {by_before ? LocalKind::unique : LocalKind::gap, before};
    }

    std::string name_;
    const date::time_zone* listed_;
    Instant rule_from_;
    PosixRule rule_;
    std::string rule_text_;
};

struct Zones::Table {
    std::map<std::string, Zone, std::less<>> by_name;
    const Zone* home = nullptr;
};

namespace {

// The last transition that the library lists. It has none of its own beyond the file's (fat files
// end in 2037, slim ones decades ago, Morocco's in 2087), so the segment without an end starts
// there.
date::sys_info last_segment(const date::time_zone& zone) {
    constexpr Instant from = date::sys_days{date::year{2037} / 1 / 1};
    constexpr Instant beyond_any_file = date::sys_days{date::year{2100} / 1 / 1};
    date::sys_info info = zone.get_info(from);
    while (info.end < beyond_any_file) info = zone.get_info(info.end);
    return info;
}

// Nothing if the footer is no rule that we understand: an unknown zone is better than a wrong one.
std::optional<Zone> make_zone(const date::time_zone& listed, const Zones::FooterOf& footer_of) {
    const date::sys_info last = last_segment(listed);
    const auto footer = footer_of(listed.name());
    const bool has_rule = footer && !footer->empty();
    std::string text = has_rule ? *footer : fixed_posix_rule(last.offset);
    auto rule = parse_posix_rule(text);
    if (!rule) return std::nullopt;
    return Zone(listed.name(), &listed, last.begin, *std::move(rule), std::move(text));
}

constexpr Instant far_past = date::sys_days{date::year{-9999} / 1 / 1};
constexpr Instant far_future = date::sys_days{date::year{9999} / 1 / 1};

}  // namespace

Zones::Zones(std::unique_ptr<Table> table) : table_(std::move(table)) {}
Zones::Zones(Zones&&) noexcept = default;
Zones& Zones::operator=(Zones&&) noexcept = default;
Zones::~Zones() = default;

Result<Zones> Zones::load(const FooterOf& footer_of) {
    auto table = std::make_unique<Table>();
    try {
        for (const date::time_zone& listed : date::get_tzdb().zones) {
            try {
                if (auto zone = make_zone(listed, footer_of))
                    table->by_name.emplace(listed.name(), *std::move(zone));
            } catch (const std::exception&) {
                // One file that cannot be read makes one zone unknown, nothing more.
            }
        }
    } catch (const std::exception& error) {
        return fail(Code::unavailable, "", "no_zone_database", error.what());
    }
    const auto home = table->by_name.find(home_zone);
    if (home == table->by_name.end())
        return fail(Code::unavailable, "", "no_home_zone",
                    "the zone database lacks " + std::string(home_zone));
    table->home = &home->second;
    return Zones(std::move(table));
}

const Zone* Zones::find(std::string_view name) const {
    const auto it = table_->by_name.find(name);
    return it == table_->by_name.end() ? nullptr : &it->second;
}

const Zone& Zones::home() const {
    return *table_->home;
}

Instant to_instant(LocalTime local, const Zone& zone) {
    return Instant{local.time_since_epoch() - zone.read(local).offset};
}

LocalTime to_local(Instant instant, const Zone& zone) {
    return LocalTime{instant.time_since_epoch() + zone.offset_at(instant)};
}

seconds offset_at(Instant instant, const Zone& zone) {
    return zone.offset_at(instant);
}

std::string_view posix_rule(const Zone& zone) {
    return zone.rule_text();
}

std::string_view name_of(const Zone& zone) {
    return zone.name();
}

// A local time in a fold or a gap has the offset before it (RFC 5545 3.3.5), so each stretch begins
// behind the fold or gap at its begin and takes in the one at its end.
void OffsetCursor::seek(LocalTime local) {
    // Just behind the stretch the old offset still leads into the next one.
    const OffsetSpan span = zone_->span_at(Instant{local.time_since_epoch() - offset_});
    const auto shifted = [](Instant instant, seconds a, seconds b) {
        const Instant kept = std::clamp(instant, far_past, far_future);
        return LocalTime{kept.time_since_epoch() + std::max(a, b)};
    };
    from_ = shifted(span.begin, span.before, span.offset);
    until_ = shifted(span.end, span.offset, span.after);
    offset_ = span.offset;
    if (from_ <= local && local < until_) return;
    offset_ = zone_->read(local).offset;  // within a fold, or beside a stretch shorter than a day
    from_ = local;
    until_ = local + seconds{1};
}

LocalKind kind_of(LocalTime local, const Zone& zone) {
    return zone.read(local).kind;
}

Result<void> self_test(const Zones& zones) {
    struct Line {
        std::string_view local;
        std::string_view utc;
    };
    static constexpr std::array<Line, 10> lines{{
        {"1997-03-30T02:59", "1997-03-30T00:59:00Z"},
        {"1997-07-01T12:00", "1997-07-01T09:00:00Z"},
        {"2025-10-26T04:00", "2025-10-26T02:00:00Z"},
        {"2026-03-29T03:30", "2026-03-29T01:30:00Z"},  // gap: the offset before it
        {"2026-10-25T03:30", "2026-10-25T00:30:00Z"},  // fold: the first
        {"2038-01-15T12:00", "2038-01-15T10:00:00Z"},
        {"2038-07-01T18:00", "2038-07-01T15:00:00Z"},  // `date` alone says 16:00Z
        {"2038-03-28T03:30", "2038-03-28T01:30:00Z"},
        {"2100-01-15T12:00", "2100-01-15T10:00:00Z"},
        {"2100-07-01T12:00", "2100-07-01T09:00:00Z"},
    }};
    for (const Line& line : lines) {
        const auto local = parse_local(line.local);
        INVARIANT(local.has_value(), "the self-test's own lines are well formed");
        const std::string got = format_instant(to_instant(*local, zones.home()));
        if (got != line.utc)
            return fail(Code::unavailable, "", "zone_database_wrong",
                        std::string(home_zone) + " " + std::string(line.local) + ": expected " +
                            std::string(line.utc) + ", got " + got);
    }
    return {};
}

}  // namespace sopu
