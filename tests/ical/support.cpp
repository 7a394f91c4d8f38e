#include "tests/ical/support.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <variant>

#include "engine/time/iso.h"
#include "ical/text.h"
#include "tests/support/tree.h"
#include "tests/support/zones.h"

namespace sopu::ical::test {

namespace {

std::string tell(const When& when) {
    std::ostringstream out;
    if (const auto* timed = std::get_if<Timed>(&when)) {
        out << "timed " << format_local(timed->start) << " to "
            << (timed->end ? format_local(*timed->end) : "not said") << ' ' << timed->zone;
    } else if (const auto* days = std::get_if<AllDay>(&when)) {
        out << "all-day " << format_date(days->first) << " to " << format_date(days->last);
    } else if (const auto* vague = std::get_if<Vague>(&when)) {
        out << "vague " << format_date(vague->from) << " to " << format_date(vague->to) << ' '
            << name_of(vague->precision);
        if (vague->part_of_day) out << ' ' << name_of(*vague->part_of_day);
        if (vague->duration) out << ' ' << vague->duration->count() << " min";
    } else {
        out << "undated";
    }
    return out.str();
}

std::string tell(const recur::Moment& moment) {
    if (const auto* day = std::get_if<Date>(&moment)) return format_date(*day);
    if (const auto* local = std::get_if<LocalTime>(&moment)) return format_local(*local);
    return format_instant(std::get<Instant>(moment));
}

std::string tell(const recur::Length& length) {
    return std::to_string(length.days) + " days " + std::to_string(length.time.count()) + " s";
}

void tell_override(std::ostream& out, const Override& it) {
    out << "  override " << tell(it.recurrence_id)
        << (it.range == recur::OverrideRange::this_and_future ? " and later" : "");
    if (it.cancelled) out << ", cancelled";
    if (it.when) out << ", " << tell(*it.when);
    if (it.length) out << ", length " << tell(*it.length);
    if (it.title)
        for (const auto& [language, text] : *it.title) out << ", title " << text;
    if (it.description) out << ", description of its own";
    if (it.place) out << ", at \"" << it.place->venue_text << '"';
    if (it.claim) out << ", " << name_of(*it.claim);
    if (it.transparent) out << (*it.transparent ? ", transparent" : ", opaque");
    out << '\n';
}

void tell_recurrence(std::ostream& out, const Recurrence& recurrence) {
    if (recurrence.rule) out << "  rule: " << recur::format_rule(*recurrence.rule) << '\n';
    if (recurrence.length) out << "  length: " << tell(*recurrence.length) << '\n';
    for (const recur::ExtraDate& extra : recurrence.dates) {
        out << "  also " << tell(extra.start);
        if (const auto* end = std::get_if<recur::Moment>(&extra.end)) out << " to " << tell(*end);
        if (const auto* length = std::get_if<recur::Length>(&extra.end))
            out << " for " << tell(*length);
        out << '\n';
    }
    for (const recur::Moment& moment : recurrence.exceptions)
        out << "  but not " << tell(moment) << '\n';
    for (const Override& it : recurrence.overrides) tell_override(out, it);
}

void tell_fact(std::ostream& out, std::string_view name, std::string_view value) {
    if (!value.empty()) out << "  " << name << ": " << escape(value) << '\n';
}

void tell_taken(std::ostream& out, const Taken& taken) {
    const Event& event = taken.event;
    out << "taken, line " << taken.line << '\n';
    tell_fact(out, "uid", event.uid);
    tell_fact(out, "when", tell(event.when));
    if (event.recurrence) tell_recurrence(out, *event.recurrence);
    for (const auto& [language, text] : event.title) tell_fact(out, "title " + language, text);
    for (const auto& [language, text] : event.description)
        tell_fact(out, "description " + language, text);
    tell_fact(out, "venue", event.venue_text);
    if (event.position)
        out << "  position: " << event.position->latitude << ' ' << event.position->longitude
            << '\n';
    tell_fact(out, "organiser", event.organiser.name);
    tell_fact(out, "e-mail", event.organiser.email);
    for (const std::string& category : event.categories) tell_fact(out, "category", category);
    tell_fact(out, "link", event.link);
    out << "  claim: " << name_of(event.claim) << ", " << name_of(event.takes_place)
        << (event.transparent ? ", transparent" : "") << ", " << name_of(event.visibility) << '\n';
    out << "  sequence " << event.sequence << ", updated " << format_instant(event.updated) << '\n';
    for (const Note& note : taken.notes)
        out << "  note: " << note.reason << (note.detail.empty() ? "" : ": ") << note.detail
            << '\n';
}

}  // namespace

const Zones& zones() {
    return sopu::test::test_zones();
}

std::string file_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::filesystem::path> golden_inputs(std::string_view folder) {
    const auto root = std::filesystem::path(sopu::test::source_path("tests/golden/ical")) / folder;
    std::vector<std::filesystem::path> inputs;
    for (const auto& entry : std::filesystem::directory_iterator(root))
        if (entry.path().extension() == ".ics") inputs.push_back(entry.path());
    std::sort(inputs.begin(), inputs.end());
    return inputs;
}

std::string golden_expected(const std::filesystem::path& input, const std::string& actual) {
    auto path = input;
    path.replace_extension(".expected");
    if (std::getenv("SOPU_WRITE_GOLDEN") != nullptr)
        std::ofstream(path, std::ios::binary) << actual;
    return file_text(path);
}

std::string report(std::string_view bytes) {
    const Result<Calendar> calendar = read(bytes, zones(), {});
    if (!calendar) return "error: " + calendar.error().reason + '\n';
    std::ostringstream out;
    out << "calendar: " << calendar->name << '\n';
    for (const Note& note : calendar->notes)
        out << "note: " << note.reason << (note.detail.empty() ? "" : ": ") << note.detail << '\n';
    for (const Taken& taken : calendar->taken) tell_taken(out, taken);
    for (const Rejected& rejected : calendar->rejected)
        out << "rejected, line " << rejected.line << ", uid \"" << rejected.uid
            << "\": " << rejected.reason << (rejected.detail.empty() ? "" : ": ") << rejected.detail
            << '\n';
    return out.str();
}

std::string calendar_of(std::string_view event_lines) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\n" +
           std::string(event_lines) + "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

Result<Calendar> read_events(std::string_view event_lines) {
    return read(calendar_of(event_lines), zones(), {});
}

std::string rejection(std::string_view event_lines) {
    const Result<Calendar> calendar = read_events(event_lines);
    if (!calendar) return "file: " + calendar.error().reason;
    if (calendar->rejected.empty()) return calendar->taken.size() == 1 ? "" : "nothing read";
    const Rejected& rejected = calendar->rejected.front();
    return rejected.reason + (rejected.detail.empty() ? "" : " ") + rejected.detail;
}

}  // namespace sopu::ical::test
