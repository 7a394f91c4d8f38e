#include "ical/write_event.h"

#include <span>
#include <variant>

#include "engine/base/limits.h"
#include "ical/moment.h"
#include "ical/text.h"
#include "ical/values.h"
#include "ical/zone_names.h"

namespace sopu::ical {

namespace {

std::string line_of(std::string_view text) {
    return std::string(trim(clean(text, Lines::one).text));
}

class EventWriter {
  public:
    EventWriter(const Feed& feed, const Vevent& vevent, const std::string& url, LineWriter& out)
        : feed_(feed), vevent_(vevent), url_(url), event_(*vevent.event), out_(out) {}

    void write() {
        out_.add("BEGIN", "VEVENT");
        out_.add_text("UID", vevent_.uid);
        // DTSTAMP is the last change, never now: else every poll is a change (ICALENDAR 4).
        out_.add("DTSTAMP", basic_utc(event_.updated));
        if (event_.created != Instant{}) out_.add("CREATED", basic_utc(event_.created));
        out_.add("LAST-MODIFIED", basic_utc(event_.updated));
        out_.add("SEQUENCE", std::to_string(event_.sequence));
        write_when();
        write_repeating();
        write_summary();
        out_.add("STATUS", status());
        const bool transparent = event_.transparent || is_vague();
        out_.add("TRANSP", transparent ? "TRANSPARENT" : "OPAQUE");
        write_place();
        write_description();
        if (shows_all()) write_details();
        if (title_bytes_ + head_lines_ + tail_lines_ > 0)
            out_.add("X-SOPU-ADDED", std::to_string(title_bytes_) + ' ' +
                                         std::to_string(head_lines_) + ' ' +
                                         std::to_string(tail_lines_));
        out_.add("END", "VEVENT");
    }

  private:
    bool shows_all() const { return event_.visibility == Visibility::everyone; }
    bool is_vague() const { return std::holds_alternative<Vague>(vevent_.when); }

    std::string_view status() const {
        if (event_.takes_place == TakesPlace::cancelled) return "CANCELLED";
        const bool firm =
            event_.claim == Claim::confirmed && event_.takes_place != TakesPlace::postponed;
        return firm ? "CONFIRMED" : "TENTATIVE";
    }

    void write_when() {
        if (const auto* timed = std::get_if<Timed>(&vevent_.when)) {
            write_local("DTSTART", timed->start, timed->zone);
            if (timed->end) write_local("DTEND", *timed->end, timed->zone);
            if (vevent_.duration) out_.add("DURATION", duration_value(*vevent_.duration));
        } else if (const auto* days = std::get_if<AllDay>(&vevent_.when)) {
            write_days(days->first, days->last);
        } else if (const auto* vague = std::get_if<Vague>(&vevent_.when)) {
            write_days(vague->from, vague->to);
            out_.add("X-SOPU-PRECISION", "DAY");
            if (vague->part_of_day)
                out_.add("X-SOPU-PART-OF-DAY", ascii_upper(name_of(*vague->part_of_day)));
            if (vague->duration)
                out_.add("X-SOPU-DURATION", "PT" + std::to_string(vague->duration->count()) + 'M');
        }
    }

    void write_local(std::string_view name, LocalTime local, const std::string& zone) {
        if (is_utc_name(zone))
            out_.add(name, basic_utc(Instant(local.time_since_epoch())));
        else
            out_.add(std::string(name) + ";TZID=" + zone, basic_local(local));
    }

    // RFC 5545 3.8.4.4, 3.8.5. UNTIL is UTC beside a time and a DATE beside a date (3.3.10).
    void write_repeating() {
        if (vevent_.recurrence_id) write_dates("RECURRENCE-ID", {&*vevent_.recurrence_id, 1});
        if (vevent_.rule) out_.add("RRULE", recur::format_rule(*vevent_.rule));
        write_dates("RDATE", vevent_.dates);
        write_dates("EXDATE", vevent_.exceptions);
    }

    // Few enough a line for readers that bound a line's length or its values.
    void write_dates(std::string_view name, std::span<const LocalTime> dates) {
        constexpr std::size_t line_max = 50;
        for (; dates.size() > line_max; dates = dates.subspan(line_max))
            write_line_of_dates(name, dates.first(line_max));
        if (!dates.empty()) write_line_of_dates(name, dates);
    }

    void write_line_of_dates(std::string_view name, std::span<const LocalTime> dates) {
        const DateForm& form = vevent_.form;
        const bool utc = !form.all_day && is_utc_name(form.zone);
        std::string value;
        for (const LocalTime local : dates) {
            if (!value.empty()) value += ',';
            value += form.all_day ? basic_date(date::floor<date::days>(local)) : basic_local(local);
            if (utc) value += 'Z';
        }
        const std::string parameter = form.all_day ? ";VALUE=DATE" : ";TZID=" + form.zone;
        out_.add(std::string(name) + (utc ? "" : parameter), value);
    }

    // DTEND is exclusive (RFC 5545 3.6.1).
    void write_days(Date first, Date last) {
        out_.add("DTSTART;VALUE=DATE", basic_date(first));
        out_.add("DTEND;VALUE=DATE", basic_date(last + date::days{1}));
    }

    // Some clients show a cancelled event as any other, so its title says it too.
    void write_summary() {
        const std::string title = line_of(shows_all() ? pick(event_.title, feed_.language)
                                                      : std::string_view(feed_.words.busy));
        std::string prefix;
        if (event_.takes_place == TakesPlace::cancelled)
            prefix = clean(feed_.words.cancelled_prefix, Lines::one).text;
        const std::string summary = line_of(prefix + title);
        title_bytes_ = summary.size() - title.size();
        out_.add_text("SUMMARY", summary);
    }

    void write_place() {
        const FeedPlace& place = vevent_.place;
        const std::string location = line_of(place.location);
        out_.add_text("LOCATION", location);
        if (!place.position || !is_on_earth(*place.position)) return;
        const std::string latitude = degrees(place.position->latitude);
        const std::string longitude = degrees(place.position->longitude);
        out_.add("GEO", latitude + ';' + longitude);
        // Apple's map wants this one, with a title equal to LOCATION (ICALENDAR 4).
        if (!location.empty())
            out_.add("X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-APPLE-RADIUS=100;X-TITLE=" +
                         quote_parameter(location),
                     "geo:" + latitude + ',' + longitude);
    }

    void write_description() {
        std::string text;
        const auto add = [&text](std::string_view part) {
            if (part.empty()) return std::size_t{0};
            if (!text.empty()) text += '\n';
            text += part;
            return std::size_t{1};
        };
        if (is_vague()) head_lines_ = add(line_of(feed_.words.time_open));
        if (shows_all()) {
            add(clean(pick(event_.description, feed_.language), Lines::many).text);
            // A file without a CN leaves the address in the name's place (read.h).
            const std::string name = line_of(event_.organiser.name);
            const bool hidden = is_mail_address(name) && !event_.organiser.is_public;
            if (!name.empty() && !hidden)
                tail_lines_ = add(line_of(feed_.words.organiser_label) + ": " + name);
        }
        out_.add_text("DESCRIPTION", text);
    }

    void write_details() {
        std::string url = link_value(url_);
        if (url.empty()) url = link_value(event_.link);
        if (!url.empty()) out_.add("URL", url);
        const Organiser& organiser = event_.organiser;
        if (organiser.is_public && is_mail_address(organiser.email)) {
            const std::string name = line_of(organiser.name);
            const std::string parameter = name.empty() ? "" : ";CN=" + quote_parameter(name);
            out_.add("ORGANIZER" + parameter, "mailto:" + organiser.email);
        }
        std::string categories;
        for (const auto* list : {&event_.categories, &event_.audiences})
            for (const std::string& category : *list) {
                const std::string value = escape(line_of(category));
                if (!value.empty() && !categories.empty()) categories += ',';
                categories += value;
            }
        if (!categories.empty()) out_.add("CATEGORIES", categories);
    }

    const Feed& feed_;
    const Vevent& vevent_;
    const std::string& url_;
    const Event& event_;
    LineWriter& out_;
    std::size_t title_bytes_ = 0;
    std::size_t head_lines_ = 0;
    std::size_t tail_lines_ = 0;
};

}  // namespace

bool is_shown(const Event& event, const Zones& zones) {
    if (const auto* timed = std::get_if<Timed>(&event.when))
        return zones.find(timed->zone) != nullptr;
    if (const auto* vague = std::get_if<Vague>(&event.when))
        return vague->precision == Precision::day;
    return std::holds_alternative<AllDay>(event.when);
}

void write_event(const Feed& feed, const Vevent& vevent, const std::string& url, LineWriter& out) {
    EventWriter(feed, vevent, url, out).write();
}

}  // namespace sopu::ical
