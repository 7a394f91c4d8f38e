#include "ical/read_event.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "engine/base/limits.h"
#include "engine/base/text.h"
#include "ical/component.h"
#include "ical/limits.h"
#include "ical/moment.h"
#include "ical/read_when.h"
#include "ical/text.h"
#include "ical/values.h"

namespace sopu::ical {

namespace {

// Those that may stand more than once. Two RRULEs are refused with their own reason.
constexpr std::array<std::string_view, 4> repeated_names{"CATEGORIES", "RRULE", "RDATE", "EXDATE"};
// What is read; libical gets no other, and of these not all (component.cpp). Everything else
// (ATTENDEE, X- of other programs …) is passed over unparsed, so that nothing in it can reject an
// event.
constexpr std::array<std::string_view, 26> read_names{"UID",
                                                      "SEQUENCE",
                                                      "DTSTAMP",
                                                      "CREATED",
                                                      "LAST-MODIFIED",
                                                      "SUMMARY",
                                                      "DESCRIPTION",
                                                      "LOCATION",
                                                      "GEO",
                                                      "DTSTART",
                                                      "DTEND",
                                                      "DURATION",
                                                      "RRULE",
                                                      "RDATE",
                                                      "EXDATE",
                                                      "RECURRENCE-ID",
                                                      "ORGANIZER",
                                                      "CATEGORIES",
                                                      "STATUS",
                                                      "TRANSP",
                                                      "URL",
                                                      "CLASS",
                                                      "X-SOPU-ADDED",
                                                      "X-SOPU-PRECISION",
                                                      "X-SOPU-PART-OF-DAY",
                                                      "X-SOPU-DURATION"};

template <class List>
bool holds(const List& list, std::string_view name) {
    // Most names differ in their length or first letter.
    return std::any_of(list.begin(), list.end(), [name](std::string_view it) {
        return it.size() == name.size() && it.substr(0, 1) == name.substr(0, 1) && it == name;
    });
}

// What the writer put around texts (write.cpp): how many bytes before the title, and how many lines
// before and after the description.
struct Added {
    std::size_t title_bytes = 0;
    std::size_t head_lines = 0;
    std::size_t tail_lines = 0;
};

class EventReader {
  public:
    EventReader(const Component& vevent, const EventContext& context)
        : vevent_(vevent), context_(context), taken_(piece_.taken) {
        taken_.line = vevent.line;
    }

    tl::expected<Piece, Refused> read() {
        const Result<void> done = read_all();
        if (done) return std::move(piece_);
        const std::string uid = clean(trim(raw_uid_), Lines::one).text;
        return tl::unexpected(
            Refused{{vevent_.line, one_line(uid), done.error().reason, done.error().detail},
                    uid,
                    of_occurrence_});
    }

  private:
    using Done = Result<void>;

    static tl::unexpected<Error> reject(std::string reason, std::string_view detail) {
        return fail(Code::invalid, "", std::move(reason), one_line(detail));
    }

    void note(std::string reason, std::string_view detail) {
        taken_.notes.push_back({std::move(reason), one_line(detail)});
    }

    Done read_all() {
        SOPU_CHECK(look_ahead());
        if (!vevent_.well_formed) return reject("badly_nested", "");
        if (vevent_.too_many_properties) return reject("too_many_properties", "");
        if (vevent_.too_many_date_lines) return reject("too_many_dates", "");
        SOPU_CHECK(collect());
        if (vevent_.attachments > 0)
            note("attachment_dropped", std::to_string(vevent_.attachments));
        SOPU_CHECK(read_times());
        read_added();
        SOPU_CHECK(read_texts());
        SOPU_CHECK(read_uid());
        SOPU_CHECK(read_place());
        SOPU_CHECK(read_organiser());
        SOPU_CHECK(read_categories());
        read_stamps();
        read_status();
        read_precision();
        return {};
    }

    // For the report of a rejection, which may come before anything is parsed.
    Done look_ahead() {
        bool has_exrule = false;
        for (const Line& line : vevent_.lines) {
            const std::string name = property_name(line.text);
            if (name == "UID" && raw_uid_.empty()) {
                const std::size_t colon = line.text.find(':');
                if (colon != std::string::npos) raw_uid_ = unescape(line.text.substr(colon + 1));
            }
            of_occurrence_ = of_occurrence_ || name == "RECURRENCE-ID";
            has_exrule = has_exrule || name == "EXRULE";
        }
        // RFC 5545 has no EXRULE any more; without it the series would have too many occurrences.
        if (has_exrule) return reject("exrule_unsupported", "EXRULE");
        return {};
    }

    Done collect() {
        ComponentParser parser;
        for (const Line& line : vevent_.lines) {
            const std::string name = property_name(line.text);
            if (!holds(read_names, name)) {
                // Most often the rest of a text that was broken without a fold.
                const char after = line.text[name.size()];
                if (name.empty() || (after != ':' && after != ';'))
                    note("line_not_understood", line.text);
                continue;
            }
            if (line.cut) return reject("too_long", name);
            if (!is_utf8(line.text)) return reject("not_utf8", name);
            SOPU_CHECK(add(name, line, parser));
        }
        for (Property& property : SOPU_TRY(parser.finish()))
            properties_[property.name].push_back(std::move(property));
        return {};
    }

    // Without one of these the event would be at another time.
    static bool is_time(std::string_view name) {
        return name.starts_with("DTSTART") || name == "DTEND" || name == "DURATION" ||
               name == "RRULE" || name == "RDATE" || name == "EXDATE" || name == "RECURRENCE-ID";
    }

    Done add(const std::string& name, const Line& line, ComponentParser& parser) {
        // RFC 5545 3.6.1: the others occur once. Two different starts leave no way to choose; of
        // anything else the first is read.
        if (!holds(repeated_names, name) && properties_.contains(name)) {
            if (is_time(name)) return reject("repeated_property", name);
            note("repeated_property", name);
            return {};
        }
        const Result<void> added = parser.add(line);
        if (added) {
            properties_[name];
            return {};
        }
        const Error& error = added.error();
        if (error.reason != "bad_line" || name.starts_with("DT") || is_time(name))
            return reject(error.reason, error.detail);
        note("line_not_understood", line.text);
        return {};
    }

    const std::vector<Property>* find_all(std::string_view name) const {
        const auto found = properties_.find(name);
        return found == properties_.end() ? nullptr : &found->second;
    }

    const Property* find(std::string_view name) const {
        const auto* found = find_all(name);
        return found == nullptr ? nullptr : &found->front();
    }

    std::string value_or(std::string_view name, std::string_view otherwise) const {
        const Property* property = find(name);
        return property == nullptr ? std::string(otherwise) : property->value;
    }

    bool repeats() const {
        return of_occurrence_ || find("RRULE") || find("RDATE") || find("EXDATE");
    }

    Done read_times() {
        const TimeContext context{
            context_.zones, context_.floating_zone,
            context_.purpose == Purpose::library ? recurrence_years : calendar_years, repeats()};
        const SaidWhen said = SOPU_TRY(
            read_when({find("DTSTART"), find("DTEND"), find("DURATION")}, context, taken_.notes));
        taken_.event.when = said.when;
        piece_.length = said.length;
        const RepeatingLines lines{find_all("RRULE"), find_all("RDATE"), find_all("EXDATE")};
        if (const Property* id = find("RECURRENCE-ID")) {
            piece_.id = SOPU_TRY(read_recurrence_id(*id, context));
            // Whatever these say, it is one occurrence of the series that the id speaks of.
            for (const auto* line : {lines.rules, lines.dates, lines.exceptions})
                if (line != nullptr) note("rule_of_occurrence_ignored", line->front().name);
            return {};
        }
        piece_.repeating =
            SOPU_TRY(read_repeating(lines, taken_.event.when, context, taken_.notes));
        return {};
    }

    // A text made fit for an event; an over-long one rejects, for a cut text would say something
    // else.
    Result<std::string> fit(std::string_view name, std::string_view text, Lines lines,
                            std::size_t bytes_max) {
        Cleaned cleaned = clean(text, lines);
        if (cleaned.removed_controls) note("control_characters_removed", name);
        if (cleaned.joined_lines) note("line_break_removed", name);
        if (lines == Lines::one) cleaned.text = trim(cleaned.text);
        if (cleaned.text.size() > bytes_max) return reject("too_long", name);
        return std::move(cleaned.text);
    }

    void read_added() {
        const std::string text = value_or("X-SOPU-ADDED", "");
        const std::vector<std::string_view> numbers = sopu::split(text, ' ');
        std::array<std::size_t*, 3> places{&added_.title_bytes, &added_.head_lines,
                                           &added_.tail_lines};
        for (std::size_t i = 0; i < std::min(numbers.size(), places.size()); ++i)
            std::from_chars(numbers[i].data(), numbers[i].data() + numbers[i].size(), *places[i]);
    }

    Done read_texts() {
        Event& event = taken_.event;
        std::string title = SOPU_TRY(fit("SUMMARY", value_or("SUMMARY", ""), Lines::one,
                                         sopu::limits::title_bytes_max + added_.title_bytes));
        if (added_.title_bytes <= title.size() && is_utf8(title.substr(added_.title_bytes)))
            title.erase(0, added_.title_bytes);
        if (title.size() > sopu::limits::title_bytes_max) return reject("too_long", "SUMMARY");
        if (title.empty()) note("summary_missing", "");
        if (!title.empty()) event.title.emplace(context_.language, std::move(title));

        std::string description = SOPU_TRY(
            fit("DESCRIPTION", value_or("DESCRIPTION", ""), Lines::many, limits::line_bytes_max));
        take_off_lines(description);
        if (description.size() > sopu::limits::description_bytes_max)
            return reject("too_long", "DESCRIPTION");
        if (!description.empty())
            event.description.emplace(context_.language, std::move(description));
        return {};
    }

    // At most one line of our own is at each end; the last one tells the organiser.
    void take_off_lines(std::string& description) {
        if (added_.head_lines > 0) {
            const std::size_t end = description.find('\n');
            description.erase(0, end == std::string::npos ? end : end + 1);
        }
        if (added_.tail_lines > 0) {
            const std::size_t before = description.rfind('\n');
            const std::size_t from = before == std::string::npos ? 0 : before + 1;
            const std::size_t colon = description.find(": ", from);
            if (colon != std::string::npos) organiser_line_ = description.substr(colon + 2);
            description.erase(before == std::string::npos ? 0 : before);
        }
    }

    Done read_uid() {
        std::string& uid = taken_.event.uid;
        uid = SOPU_TRY(fit("UID", value_or("UID", ""), Lines::one, sopu::limits::uid_bytes_max));
        if (!uid.empty()) return {};
        // A file without UIDs is imported again and again, so one is made of what an event is known
        // by.
        std::string seed;
        for (const char* name : {"SUMMARY", "DTSTART", "DTEND", "DURATION", "LOCATION"})
            seed += value_or(name, "") + '\x1F';
        uid = "sopu-" + fingerprint(seed);
        note("uid_missing", uid);
        return {};
    }

    Done read_place() {
        Event& event = taken_.event;
        // A URI has no escapes (RFC 5545 3.3.13), yet real files escape its commas like a text's.
        const std::string url = unescape(trim(value_or("URL", "")));
        if (is_link(url))
            event.link = url;
        else if (!url.empty())
            note("url_dropped", url);

        std::string location = SOPU_TRY(fit("LOCATION", value_or("LOCATION", ""), Lines::one,
                                            sopu::limits::short_text_bytes_max));
        // CONTRACT: an address on the web is no venue.
        if (is_web_address(location)) {
            note("location_is_url", location);
            if (event.link.empty() && is_link(location)) event.link = std::move(location);
        } else {
            event.venue_text = std::move(location);
        }
        if (const Property* geo = find("GEO")) {
            event.position = parse_position(trim(geo->value));
            if (!event.position) note("bad_geo", geo->value);
        }
        return {};
    }

    // The address is kept, but not as public: a file handed in may not have been meant for
    // everybody.
    Done read_organiser() {
        Organiser& organiser = taken_.event.organiser;
        if (const Property* property = find("ORGANIZER")) {
            std::string address = SOPU_TRY(fit("ORGANIZER", trim(property->value), Lines::one,
                                               sopu::limits::short_text_bytes_max));
            if (ascii_lower(address.substr(0, 7)) == "mailto:") {
                address.erase(0, 7);
                organiser.email = address;
            }
            const std::string* name = property->parameter("CN");
            organiser.name = SOPU_TRY(fit("ORGANIZER", name != nullptr ? *name : "", Lines::one,
                                          sopu::limits::short_text_bytes_max));
            if (organiser.name.empty()) organiser.name = std::move(address);
        }
        if (organiser.name.empty())
            organiser.name = SOPU_TRY(fit("DESCRIPTION", organiser_line_, Lines::one,
                                          sopu::limits::short_text_bytes_max));
        return {};
    }

    Done read_categories() {
        const auto found = properties_.find("CATEGORIES");
        if (found == properties_.end()) return {};
        std::vector<std::string>& categories = taken_.event.categories;
        for (const Property& property : found->second) {
            const auto values = text_values(property.value);
            if (values.size() > limits::values_max) return reject("too_many_values", "CATEGORIES");
            for (const std::string_view value : values) {
                std::string text = SOPU_TRY(fit("CATEGORIES", unescape(value), Lines::one,
                                                sopu::limits::short_text_bytes_max));
                if (!text.empty() && !holds(categories, text))
                    categories.push_back(std::move(text));
            }
        }
        if (categories.size() > sopu::limits::list_items_max)
            return reject("too_many_values", "CATEGORIES");
        return {};
    }

    std::optional<Instant> stamp(std::string_view name) {
        const Property* property = find(name);
        if (property == nullptr) return std::nullopt;
        const auto instant = parse_utc(trim(property->value));
        if (!instant) note("bad_stamp", std::string(name) + ':' + property->value);
        return instant;
    }

    void read_stamps() {
        Event& event = taken_.event;
        const auto dtstamp = stamp("DTSTAMP");
        const auto modified = stamp("LAST-MODIFIED");
        const auto created = stamp("CREATED");
        if (find("DTSTAMP") == nullptr) note("dtstamp_missing", "");
        event.updated = modified ? *modified : dtstamp.value_or(Instant{});
        event.created = created.value_or(event.updated);
        if (const Property* sequence = find("SEQUENCE")) {
            const std::string_view digits = trim(sequence->value);
            std::int32_t number = -1;
            const char* end = digits.data() + digits.size();
            const auto [stop, error] = std::from_chars(digits.data(), end, number);
            const bool good = error == std::errc{} && stop == end && number >= 0;
            if (good) event.sequence = static_cast<std::uint32_t>(number);
            if (!good) note("bad_sequence", digits);
        }
    }

    void read_status() {
        Event& event = taken_.event;
        const std::string status = ascii_upper(trim(value_or("STATUS", "")));
        event.claim = status == "TENTATIVE" ? Claim::tentative : Claim::confirmed;
        if (status == "CANCELLED") event.takes_place = TakesPlace::cancelled;
        if (!status.empty() && status != "TENTATIVE" && status != "CANCELLED" &&
            status != "CONFIRMED")
            note("status_not_known", status);
        event.transparent = ascii_upper(trim(value_or("TRANSP", ""))) == "TRANSPARENT";
        const std::string classification = ascii_upper(trim(value_or("CLASS", "")));
        // RFC 5545 3.8.1.3: what is not PUBLIC, known or not, is treated as PRIVATE.
        if (!classification.empty() && classification != "PUBLIC") {
            event.visibility = Visibility::busy;
            note("not_public", classification);
        }
    }

    // Our own writer's day-precision event: an all-day, transparent one (write.h).
    void read_precision() {
        const std::string precision = ascii_upper(trim(value_or("X-SOPU-PRECISION", "")));
        if (precision.empty()) return;
        // To programs that expand a file the days are what it says.
        if (context_.purpose == Purpose::library) return;
        const AllDay* days = std::get_if<AllDay>(&taken_.event.when);
        if (precision != "DAY" || days == nullptr || repeats())
            return note("precision_ignored", precision);
        Vague vague{days->first, days->last, Precision::day, std::nullopt, std::nullopt};
        vague.part_of_day =
            from_name<PartOfDay>(ascii_lower(trim(value_or("X-SOPU-PART-OF-DAY", ""))));
        if (const Property* duration = find("X-SOPU-DURATION")) {
            const Result<Span> span = parse_span(trim(duration->value));
            if (span) vague.duration = std::chrono::floor<minutes>(span->days + span->time);
        }
        if (!check(vague, context_.zones).empty()) return note("precision_ignored", precision);
        taken_.event.when = vague;
        taken_.event.transparent = false;
    }

    const Component& vevent_;
    const EventContext& context_;
    Piece piece_;
    Taken& taken_;
    std::string raw_uid_;
    bool of_occurrence_ = false;
    std::map<std::string, std::vector<Property>, std::less<>> properties_;
    Added added_;
    std::string organiser_line_;
};

}  // namespace

tl::expected<Piece, Refused> read_event(const Component& vevent, const EventContext& context) {
    return EventReader(vevent, context).read();
}

}  // namespace sopu::ical
