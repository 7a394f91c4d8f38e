// `sopu expand`: every occurrence of a calendar file in a window, by RFC 5545 as it stands; no
// calendar and none of its rules. Of what a file could cost only its size and the window count.
#include <algorithm>
#include <cstdint>
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include "engine/recur/fair_share.h"
#include "engine/time/iso.h"
#include "engine/time/resolve.h"
#include "engine/world/series.h"
#include "ical/read.h"
#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/files.h"
#include "server/cli/read_events.h"

namespace sopu::cli {
namespace {

// Steps of recur/budget.h for the whole file: 64 KiB and two years come within 50 ms, every day of
// four hundred years is found, and a large file of real series has two thousand for each.
constexpr std::int64_t steps_base = 150'000;
constexpr std::int64_t steps_per_byte = 2;
constexpr std::int64_t steps_per_day = 4;
// Lines of the answer: an hourly series over any window and more, and in a large file a weekly
// series of two years for each of its events.
constexpr std::int64_t lines_base = 25'000;
constexpr std::int64_t lines_per_day = 40;
constexpr std::int64_t bytes_per_line = 8;

struct Line {
    recur::Occurrence at;
    std::size_t text = 0;  // into texts_
    bool all_day = false;
};

std::string quoted(std::string_view text) {
    return boost::json::serialize(boost::json::string(text));
}

void append_digits(std::string& out, int value, int count) {
    for (int power = count == 4 ? 1'000 : 10; power > 0; power /= 10)
        out += static_cast<char>('0' + value / power % 10);
}

// As format_instant writes it; of a hundred thousand lines that would be most of the time.
void append_instant(std::string& out, Instant instant) {
    const auto day = date::floor<date::days>(instant);
    const date::year_month_day ymd(day);
    const auto clock = static_cast<int>((instant - day).count());
    append_digits(out, static_cast<int>(ymd.year()), 4);
    append_digits(out += '-', static_cast<int>(static_cast<unsigned>(ymd.month())), 2);
    append_digits(out += '-', static_cast<int>(static_cast<unsigned>(ymd.day())), 2);
    append_digits(out += 'T', clock / 3600, 2);
    append_digits(out += ':', clock / 60 % 60, 2);
    append_digits(out += ':', clock % 60, 2);
    out += 'Z';
}

std::string title_of(const LocalizedText& title) {
    return title.empty() ? std::string() : title.begin()->second;
}

class Expanding {
  public:
    Expanding(std::size_t size, const Interval& window, const Zones& zones)
        : window_(window), zones_(zones) {
        const auto bytes = static_cast<std::int64_t>(size);
        const std::int64_t days = window.length() / date::days{1};
        steps_ = steps_base + steps_per_byte * bytes + steps_per_day * days;
        lines_left_ = std::max(lines_base, lines_per_day * days) + bytes / bytes_per_line;
    }

    void add_all(const std::vector<ical::Taken>& all) {
        std::vector<std::size_t> series;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (all[i].event.takes_place == TakesPlace::cancelled) continue;
            if (all[i].event.recurrence)
                series.push_back(i);
            else
                add(all[i], of_single(all[i].event));
        }
        const auto attempt = [&](std::size_t i, recur::Budget& budget) {
            auto found =
                recur::expand(series_of(all[i].event, seconds{0}, zones_), zones_, window_, budget);
            if (!found && found.error().reason == "too_much_work") return false;
            if (found)
                add(all[i], *found);
            else
                quarantine(all[i], found.error());
            return true;
        };
        for (const std::size_t i : recur::in_fair_shares(steps_, std::move(series), attempt))
            quarantine(all[i], invalid("rrule", "too_much_work"));
    }

    void print(std::ostream& out) {
        rank_by_uid();
        std::sort(lines_.begin(), lines_.end(), [this](const Line& a, const Line& b) {
            return std::tie(a.at.start, texts_[a.text].rank, a.at.end, a.at.recurrence_id) <
                   std::tie(b.at.start, texts_[b.text].rank, b.at.end, b.at.recurrence_id);
        });
        std::string text;
        for (const Line& line : lines_) {
            append(text, line);
            if (text.size() < piece_bytes) continue;
            out << text;
            text.clear();
        }
        out << text;
    }

    std::vector<service::ImportFile::Rejected> take_quarantined() {
        return std::move(quarantined_);
    }

  private:
    struct Text {
        std::string uid;
        std::string uid_quoted;
        std::string summary;
        bool repeats = false;
        std::size_t rank = 0;  // of the UID among all; equal ones have the same
    };
    static constexpr std::size_t piece_bytes = 64 * 1024;

    void append(std::string& out, const Line& line) const {
        const Text& of = texts_[line.text];
        out.append(R"({"uid":)").append(of.uid_quoted).append(R"(,"recurrence_id":)");
        if (of.repeats) {
            append_instant(out += '"', line.at.recurrence_id);
            out += '"';
        } else {
            out += "null";
        }
        append_instant(out.append(R"(,"start":")"), line.at.start);
        append_instant(out.append(R"(","end":")"), line.at.end);
        out.append(line.all_day ? R"(","all_day":true)" : R"(","all_day":false)");
        out.append(R"(,"summary":)").append(of.summary).append("}\n");
    }

    void rank_by_uid() {
        std::vector<Text*> sorted;
        for (Text& text : texts_) sorted.push_back(&text);
        std::sort(sorted.begin(), sorted.end(),
                  [](const Text* a, const Text* b) { return a->uid < b->uid; });
        for (std::size_t i = 1; i < sorted.size(); ++i)
            sorted[i]->rank = sorted[i - 1]->rank + (sorted[i - 1]->uid < sorted[i]->uid ? 1 : 0);
    }

    void add(const ical::Taken& taken, const std::vector<recur::Occurrence>& found) {
        const Event& event = taken.event;
        const auto count = static_cast<std::int64_t>(found.size());
        if (count > lines_left_) return quarantine(taken, invalid("", "too_many_occurrences"));
        lines_left_ -= count;
        if (count == 0) return;
        const std::size_t first_text = add_texts(event);
        const bool all_day = std::holds_alternative<AllDay>(event.when);
        for (const recur::Occurrence& it : found) {
            Line line{it, first_text + static_cast<std::size_t>(it.override_index + 1), all_day};
            const Override* changed = override_of(event, it);
            if (changed && changed->when)
                line.all_day = std::holds_alternative<AllDay>(*changed->when);
            lines_.push_back(line);
        }
    }

    // The event's own, then one for each override.
    std::size_t add_texts(const Event& event) {
        const std::size_t first = texts_.size();
        const std::string summary = quoted(title_of(event.title));
        texts_.push_back({event.uid, quoted(event.uid), summary, bool(event.recurrence)});
        if (!event.recurrence) return first;
        for (const Override& it : event.recurrence->overrides)
            texts_.push_back({event.uid, texts_[first].uid_quoted,
                              it.title ? quoted(title_of(*it.title)) : summary, true});
        return first;
    }

    std::vector<recur::Occurrence> of_single(const Event& event) const {
        const Interval extent = resolve(event.when, seconds{0}, zones_).extent();
        if (!found_in(extent, window_)) return {};
        return {{extent.start(), extent.start(), extent.end()}};
    }

    static const Override* override_of(const Event& event, const recur::Occurrence& it) {
        if (it.override_index < 0) return nullptr;
        return &event.recurrence->overrides[static_cast<std::size_t>(it.override_index)];
    }

    void quarantine(const ical::Taken& taken, const Error& error) {
        const bool rule = error.field == "rrule";
        quarantined_.push_back({taken.line, taken.event.uid, error.reason, rule ? "RRULE" : ""});
    }

    const Interval window_;
    const Zones& zones_;
    std::int64_t steps_ = 0;
    std::int64_t lines_left_ = 0;
    std::vector<Text> texts_;
    std::vector<Line> lines_;
    std::vector<service::ImportFile::Rejected> quarantined_;
};

// A date is its midnight in Helsinki in all the years that are expanded, not only the calendar's.
Result<Instant> read_bound(const std::string& text, std::string_view option, const Zones& zones) {
    const auto day = parse_date(text);
    const int year = day ? static_cast<int>(date::year_month_day(*day).year()) : 0;
    if (recur::limits::year_min <= year && year <= recur::limits::year_max + 1)
        return to_instant(LocalTime(*day), zones.home());
    return parse_moment(text, option, zones);
}

// An older version of what another component says is not missing from the answer.
bool is_superseded(const ical::Rejected& it) {
    return it.reason == "duplicate_uid" || it.reason == "duplicate_override";
}

}  // namespace

Result<int> expand(const ExpandOptions& options, const Zones& zones,
                   const words::Messages& messages, Console& console) {
    const Instant from = SOPU_TRY(read_bound(options.from, "from", zones));
    const Instant to = SOPU_TRY(read_bound(options.to, "to", zones));
    if (to < from)
        return fail(Code::invalid, "to", "end_before_start", options.from + " … " + options.to);
    const std::string bytes = SOPU_TRY(read_file(options.file, input_bytes_max));
    ical::ReadOptions how;
    how.purpose = ical::Purpose::library;
    const ical::Calendar calendar =
        SOPU_TRY(ical::read(bytes, zones, how).map_error([&](Error error) {
            error.detail = error.detail.empty() ? options.file : options.file + ": " + error.detail;
            return error;
        }));
    Expanding expanding(bytes.size(), Interval(from, to), zones);
    expanding.add_all(calendar.taken);
    expanding.print(console.out);
    auto quarantined = expanding.take_quarantined();
    bool any = !quarantined.empty();
    for (const ical::Rejected& it : calendar.rejected) {
        quarantined.push_back({it.line, it.uid, it.reason, it.detail});
        any = any || !is_superseded(it);
    }
    std::stable_sort(quarantined.begin(), quarantined.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    print_rejected(options.file, quarantined, messages, console);
    return any ? exit_finding : exit_fine;
}

}  // namespace sopu::cli
