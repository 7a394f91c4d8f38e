#include "server/service/import_csv.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "engine/base/limits.h"
#include "engine/base/text.h"
#include "server/service/secrets.h"
#include "server/words/typed.h"

namespace sopu::service {
namespace {

constexpr std::size_t plain_id_bytes_max = 64;

// The header of seed_events.csv and three that our own exports add. src, flags and recurrence_id
// say where a row is from and what is doubtful about it; they are for people.
constexpr std::array<std::string_view, 24> columns{
    "id",    "title",  "kind",         "date_from",     "date_to",   "precision",   "start",  "end",
    "tz",    "venue",  "municipality", "muni_code",     "organiser", "attendance",  "status", "src",
    "flags", "people", "umbrella",     "same_event_as", "claim",     "description", "link"};

class RowReader {
  public:
    RowReader(const CsvCells& cells, const ImportOptions& options, const Ground& ground)
        : cells_(cells), options_(options), ground_(ground) {}

    Checked<Event> read() {
        identity();
        when();
        place();
        people();
        standing();
        if (!errors_.empty()) return tl::make_unexpected(std::move(errors_));
        return std::move(event_);
    }

  private:
    std::string_view cell(std::string_view column) const {
        const auto found = cells_.find(column);
        return found == cells_.end() ? std::string_view() : trim(found->second);
    }
    std::string text(std::string_view column) const { return std::string(cell(column)); }
    void error(std::string_view column, std::string reason) {
        errors_.push_back(
            invalid(std::string(column), std::move(reason), {{"value", text(column)}}));
    }

    void identity() {
        if (!cell("id").empty()) {
            event_.uid = text("id");
            event_.id = id_of_uid(event_.uid);
        }
        if (cell("title").empty())
            error("title", "missing");
        else
            event_.title[options_.language] = text("title");
        if (!cell("description").empty())
            event_.description[options_.language] = text("description");
        event_.link = text("link");
        if (!cell("umbrella").empty()) event_.umbrella = id_of_uid(text("umbrella")).text();
        if (!cell("same_event_as").empty()) event_.duplicate_of = id_of_uid(text("same_event_as"));
    }

    std::optional<Date> day(std::string_view column) {
        if (cell(column).empty()) return std::nullopt;
        const auto found = words::typed_date(cell(column));
        if (!found) error(column, "bad_date");
        return found;
    }
    std::optional<seconds> clock(std::string_view column) {
        if (cell(column).empty()) return std::nullopt;
        const auto found = words::typed_time(cell(column));
        if (!found) error(column, "bad_clock");
        return found;
    }

    // Without a precision a clock time makes a timed event, one date a day whose time is open, and
    // several dates whole days.
    std::string precision_said(bool dated, bool clocked) {
        const std::string said = ascii_lower(cell("precision"));
        if (!said.empty()) return said;
        if (!dated) return "none";
        return clocked ? "time" : "day";
    }

    void when() {
        const auto from = day("date_from");
        const auto to = day("date_to");
        const auto start = clock("start");
        const auto end = clock("end");
        const std::string precision = precision_said(from.has_value(), start.has_value());
        if (cell("claim") == "undated" || precision == "none") return;
        if (!from) {
            if (cell("date_from").empty()) error("date_from", "missing");
            return;
        }
        const Date last = to.value_or(*from);
        if (precision == "time")
            timed(*from, last, start, end);
        else if (precision == "all_day" || (precision == "day" && last > *from))
            event_.when = AllDay{*from, last};
        else if (const auto found = from_name<Precision>(precision))
            event_.when = Vague{*from, last, *found, std::nullopt, std::nullopt};
        else
            error("precision", "unknown_value");
        for (Error wrong : check(event_.when, ground_.zones)) errors_.push_back(std::move(wrong));
    }

    void timed(Date from, Date last, std::optional<seconds> start, std::optional<seconds> end) {
        if (!start) {
            if (cell("start").empty()) error("start", "missing");
            return;
        }
        Timed timed;
        timed.start = LocalTime(from.time_since_epoch()) + *start;
        if (end) timed.end = LocalTime(last.time_since_epoch()) + *end;
        if (!cell("tz").empty()) timed.zone = text("tz");
        event_.when = timed;
    }

    void place() {
        event_.venue_text = text("venue");
        const auto codes = split(cell("muni_code"), ',');
        for (const std::string_view code : codes)
            if (ground_.gazetteer.by_code(MunicipalityCode(std::string(code))) == nullptr)
                return error("muni_code", "unknown_municipality");
        if (codes.size() == 1) {
            event_.municipality = MunicipalityCode(std::string(codes[0]));
        } else if (codes.size() > 1) {
            for (const std::string_view code : codes) event_.areas.emplace_back(code);
        } else if (!cell("municipality").empty()) {
            area();
        } else {
            event_.municipality = options_.municipality;
        }
    }

    void area() {
        if (const Municipality* one = ground_.gazetteer.by_name(cell("municipality"))) {
            event_.municipality = one->code;
            return;
        }
        const auto none = [](std::string_view) -> const Area* { return nullptr; };
        const auto found = options_.resolve
                               ? options_.resolve(cell("municipality"))
                               : resolve_area(cell("municipality"), ground_.gazetteer, none);
        if (!found) return error("municipality", found.error().reason);
        event_.areas.push_back(text("municipality"));
    }

    void people() {
        event_.organiser.name = text("organiser");
        event_.organisation = options_.organisation;
        for (const std::string_view person : split(cell("people"), ','))
            event_.people.emplace_back(person);
        if (cell("attendance").empty()) return;
        int count = 0;
        const std::string_view said = cell("attendance");
        const auto [end, problem] = std::from_chars(said.data(), said.data() + said.size(), count);
        if (problem != std::errc{} || end != said.data() + said.size())
            error("attendance", "not_a_number");
        else if (count < 0 || count > sopu::limits::attendance_max)
            error("attendance", "out_of_range");
        else
            event_.expected_attendance = count;
    }

    void standing() {
        const std::string kind = ascii_lower(cell("kind"));
        event_.transparent = kind == "umbrella" || kind == "milestone";
        const std::string status = ascii_lower(cell("status"));
        const std::string claim = ascii_lower(cell("claim"));
        if (status == "cancelled") event_.takes_place = TakesPlace::cancelled;
        if (claim == "undated" || (claim.empty() && status == "idea"))
            event_.claim = Claim::expected;
        else if (claim.empty())
            event_.claim =
                status == "planned" || status == "tentative" ? Claim::tentative : Claim::confirmed;
        else if (const auto found = from_name<Claim>(claim))
            event_.claim = *found;
        else
            error("claim", "unknown_value");
    }

    const CsvCells& cells_;
    const ImportOptions& options_;
    const Ground& ground_;
    Event event_;
    Errors errors_;
};

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
}

}  // namespace

bool is_csv_column(std::string_view name) {
    return std::find(columns.begin(), columns.end(), name) != columns.end();
}

Checked<Event> event_of_row(const CsvCells& cells, const ImportOptions& options,
                            const Ground& ground) {
    return RowReader(cells, options, ground).read();
}

EventId id_of_uid(const std::string& uid) {
    const bool plain = !uid.empty() && uid.size() <= plain_id_bytes_max && uid != "." &&
                       uid != ".." && std::all_of(uid.begin(), uid.end(), is_plain);
    return EventId(plain ? uid : digest(uid));
}

}  // namespace sopu::service
