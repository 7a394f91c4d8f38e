#include "ical/split.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/base/text.h"
#include "ical/limits.h"
#include "ical/text.h"

namespace sopu::ical {

namespace {

// Whether the line is that property: its name, and what ends a name.
bool is_line_of(std::string_view text, std::string_view name) {
    if (text.size() <= name.size()) return false;
    if (text[name.size()] != ':' && text[name.size()] != ';') return false;
    return ascii_upper(text.substr(0, name.size())) == name;
}

bool is_date_list(std::string_view text) {
    return is_line_of(text, "EXDATE") || is_line_of(text, "RDATE");
}
constexpr std::size_t date_list_name_bytes = sizeof "EXDATE:" - 1;

// Physical lines into content lines. An empty physical line is passed over, so that a file whose
// line ends were doubled (CR CR LF) still unfolds.
class Unfolder {
  public:
    explicit Unfolder(std::string_view bytes)
        : bytes_(bytes), end_mark_(bytes.find('\n') == std::string_view::npos ? '\r' : '\n') {}

    std::optional<Line> next() {
        while (at_ < bytes_.size()) {
            const std::string_view physical = take();
            if (physical.empty()) continue;
            const bool folded = physical[0] == ' ' || physical[0] == '\t';
            if (folded && current_) {
                append(*current_, physical.substr(1));
                continue;
            }
            std::optional<Line> done = std::exchange(current_, Line{{}, number_});
            append(*current_, physical);
            if (done) return done;
        }
        return std::exchange(current_, std::nullopt);
    }

  private:
    std::string_view take() {
        const std::size_t end = std::min(bytes_.find(end_mark_, at_), bytes_.size());
        std::string_view physical = bytes_.substr(at_, end - at_);
        while (!physical.empty() && physical.back() == '\r') physical.remove_suffix(1);
        at_ = end + 1;
        ++number_;
        return physical;
    }

    static void append(Line& line, std::string_view part) {
        // Enough to know the name by, which decides how much of the line is kept.
        if (line.text.size() < date_list_name_bytes) {
            const std::string_view name = part.substr(0, date_list_name_bytes - line.text.size());
            line.text.append(name);
            part.remove_prefix(name.size());
        }
        const std::size_t max =
            is_date_list(line.text) ? limits::date_line_bytes_max : limits::line_bytes_max;
        const std::size_t room = max - line.text.size();
        line.cut = line.cut || part.size() > room;
        line.text.append(part.substr(0, room));
    }

    std::string_view bytes_;
    char end_mark_;
    std::size_t at_ = 0;
    std::size_t number_ = 0;
    std::optional<Line> current_;
};

// The name after "BEGIN:" or "END:", in upper case; "" if the line is neither.
std::string name_after(std::string_view text, std::string_view keyword) {
    if (text.size() <= keyword.size() || text[keyword.size() - 1] != ':') return {};
    if (ascii_upper(text.substr(0, keyword.size())) != keyword) return {};
    return ascii_upper(trim(text.substr(keyword.size())));
}

// Content lines into components.
class Splitter {
  public:
    explicit Splitter(const Visitor& visitor) : visitor_(visitor) {}

    Result<void> take(Line line) {
        if (const std::string kind = name_after(line.text, "BEGIN:"); !kind.empty())
            return begin(kind, line.number);
        if (const std::string kind = name_after(line.text, "END:"); !kind.empty()) {
            end(kind);
            return {};
        }
        if (open_.empty()) return outside();
        Component* component = event_ && open_.size() == 2 ? &*event_ : nullptr;
        if (open_.size() == 1) component = &calendar_;
        if (component != nullptr) keep(*component, std::move(line));
        return {};
    }

    Result<SplitReport> finish() {
        if (!open_.empty()) return fail(Code::invalid, "", "truncated", "no END:VCALENDAR");
        if (report_.calendars == 0) return fail(Code::invalid, "", "not_a_calendar");
        return std::move(report_);
    }

  private:
    Result<void> outside() {
        if (report_.calendars == 0)
            return fail(Code::invalid, "", "not_a_calendar", "no BEGIN:VCALENDAR");
        report_.text_outside = true;
        return {};
    }

    Result<void> begin(const std::string& kind, std::size_t number) {
        if (++components_ > limits::components_max)
            return fail(Code::too_large, "", "components_max");
        if (open_.empty()) {
            if (kind != "VCALENDAR") return outside();
            calendar_ = Component{kind, number, report_.calendars, {}};
            open_.push_back(kind);
            return {};
        }
        if (kind == "VCALENDAR")
            return fail(Code::invalid, "", "truncated", "a VCALENDAR inside a VCALENDAR");
        // A VEVENT stands only directly in a VCALENDAR (RFC 5545 3.6), so whatever is open has lost
        // its END; closing it here keeps one broken component from swallowing all events after it.
        if (kind == "VEVENT") close_down_to(1);
        open_.push_back(kind);
        if (open_.size() > limits::nesting_max) return fail(Code::too_large, "", "nesting_max");
        if (kind == "VEVENT")
            event_ = Component{kind, number, report_.calendars, {}};
        else
            ++report_.skipped[one_line(kind)];
        return {};
    }

    void end(const std::string& kind) {
        const auto found = std::find(open_.rbegin(), open_.rend(), kind);
        if (found == open_.rend()) {
            if (open_.empty()) report_.text_outside = true;
            if (event_) event_->well_formed = false;
            return;
        }
        const auto depth = static_cast<std::size_t>(open_.rend() - found);  // 1 = VCALENDAR
        if (event_ && depth != open_.size()) event_->well_formed = false;
        close_down_to(depth);
        open_.pop_back();
        if (depth == 2 && event_) hand_over_event();
        if (depth > 1) return;
        visitor_(calendar_);
        ++report_.calendars;
    }

    // Closes components that did not end themselves.
    void close_down_to(std::size_t depth) {
        if (event_ && depth < 2) {
            event_->well_formed = false;
            hand_over_event();
        }
        if (open_.size() > depth) open_.resize(depth);
    }

    void hand_over_event() {
        visitor_(*event_);
        event_.reset();
    }

    static void keep(Component& component, Line line) {
        if (is_line_of(line.text, "ATTACH")) {
            ++component.attachments;
        } else if (is_date_list(line.text)) {
            if (component.date_lines == limits::dates_max) {
                component.too_many_date_lines = true;
                return;
            }
            ++component.date_lines;
            component.lines.push_back(std::move(line));
        } else if (component.lines.size() - component.date_lines == limits::properties_max) {
            component.too_many_properties = true;
        } else {
            component.lines.push_back(std::move(line));
        }
    }

    const Visitor& visitor_;
    std::vector<std::string> open_;
    std::size_t components_ = 0;
    Component calendar_;
    std::optional<Component> event_;
    SplitReport report_;
};

}  // namespace

Result<SplitReport> split(std::string_view bytes, const Visitor& visitor) {
    if (bytes.size() > limits::file_bytes_max) return fail(Code::too_large, "", "file_bytes_max");
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
        return fail(Code::invalid, "", "not_utf8", "UTF-16");
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    Unfolder unfolder(bytes);
    Splitter splitter(visitor);
    while (std::optional<Line> line = unfolder.next()) SOPU_CHECK(splitter.take(std::move(*line)));
    return splitter.finish();
}

}  // namespace sopu::ical
