#include "ical/split.h"

#include <algorithm>
#include <deque>
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

std::size_t bytes_max_of(std::string_view line) {
    return is_date_list(line) ? limits::date_line_bytes_max : limits::line_bytes_max;
}

// Physical lines into content lines. An empty physical line is passed over, so that a file whose
// line ends were doubled (CR CR LF) still unfolds.
class Unfolder {
  public:
    explicit Unfolder(std::string_view bytes)
        : bytes_(bytes), end_mark_(bytes.find('\n') == std::string_view::npos ? '\r' : '\n') {}

    // False at the end of the file. The text of a line with folds lives until the next call.
    bool next(Line& line) {
        std::string_view physical;
        while (physical.empty()) {
            if (at_ >= bytes_.size()) return false;
            physical = take();
        }
        const std::size_t max = bytes_max_of(physical);
        line = {physical.substr(0, max), number_, physical.size() > max};
        has_folds_ = goes_on();
        if (!has_folds_) return true;
        joined_.assign(line.text);
        do append(line, take().substr(1));
        while (goes_on());
        line.text = joined_;
        return true;
    }
    bool has_folds() const { return has_folds_; }

  private:
    std::string_view take() {
        const std::size_t end = std::min(bytes_.find(end_mark_, at_), bytes_.size());
        std::string_view physical = bytes_.substr(at_, end - at_);
        while (!physical.empty() && physical.back() == '\r') physical.remove_suffix(1);
        at_ = end + 1;
        ++number_;
        return physical;
    }

    // Whether the next physical line that is not empty belongs to this one; passes the empty ones.
    bool goes_on() {
        while (at_ < bytes_.size()) {
            const char first = bytes_[at_];
            if (first == ' ' || first == '\t') return true;
            if (first != '\r' && first != end_mark_) return false;
            const std::size_t at = at_, number = number_;
            if (take().empty()) continue;
            at_ = at;
            number_ = number;
            return false;
        }
        return false;
    }

    void append(Line& line, std::string_view part) {
        // Enough to know the name by, which decides how much of the line is kept.
        if (joined_.size() < date_list_name_bytes) {
            const std::string_view name = part.substr(0, date_list_name_bytes - joined_.size());
            joined_.append(name);
            part.remove_prefix(name.size());
        }
        const std::size_t room = bytes_max_of(joined_) - joined_.size();
        line.cut = line.cut || part.size() > room;
        joined_.append(part.substr(0, room));
    }

    std::string_view bytes_;
    char end_mark_;
    std::size_t at_ = 0;
    std::size_t number_ = 0;
    bool has_folds_ = false;
    std::string joined_;
};

// The texts of lines with folds, for one component; their memory is used again for the next one.
class JoinedTexts {
  public:
    std::string_view keep(std::string_view text) {
        if (used_ == texts_.size()) texts_.emplace_back();
        return texts_[used_++].assign(text);
    }
    void clear() { used_ = 0; }

  private:
    std::deque<std::string> texts_;  // they stay where they are
    std::size_t used_ = 0;
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

    Result<void> take(const Line& line, bool has_folds) {
        if (const std::string kind = name_after(line.text, "BEGIN:"); !kind.empty())
            return begin(kind, line.number);
        if (const std::string kind = name_after(line.text, "END:"); !kind.empty()) {
            end(kind);
            return {};
        }
        if (open_.empty()) return outside();
        if (open_.size() == 1) keep(calendar_, line, has_folds, calendar_texts_);
        if (in_event_ && open_.size() == 2) keep(event_, line, has_folds, event_texts_);
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
            restart(calendar_, calendar_texts_, kind, number);
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
        if (kind == "VEVENT") {
            restart(event_, event_texts_, kind, number);
            in_event_ = true;
        } else {
            ++report_.skipped[one_line(kind)];
        }
        return {};
    }

    void end(const std::string& kind) {
        const auto found = std::find(open_.rbegin(), open_.rend(), kind);
        if (found == open_.rend()) {
            if (open_.empty()) report_.text_outside = true;
            if (in_event_) event_.well_formed = false;
            return;
        }
        const auto depth = static_cast<std::size_t>(open_.rend() - found);  // 1 = VCALENDAR
        if (in_event_ && depth != open_.size()) event_.well_formed = false;
        close_down_to(depth);
        open_.pop_back();
        if (depth == 2 && in_event_) hand_over_event();
        if (depth > 1) return;
        visitor_(calendar_);
        ++report_.calendars;
    }

    // Closes components that did not end themselves.
    void close_down_to(std::size_t depth) {
        if (in_event_ && depth < 2) {
            event_.well_formed = false;
            hand_over_event();
        }
        if (open_.size() > depth) open_.resize(depth);
    }

    void hand_over_event() {
        visitor_(event_);
        in_event_ = false;
    }

    void restart(Component& component, JoinedTexts& texts, const std::string& kind,
                 std::size_t number) const {
        texts.clear();
        std::vector<Line> lines = std::move(component.lines);
        lines.clear();
        component = Component{kind, number, report_.calendars, std::move(lines)};
    }

    static void keep(Component& component, Line line, bool has_folds, JoinedTexts& texts) {
        if (is_line_of(line.text, "ATTACH")) {
            ++component.attachments;
        } else if (is_date_list(line.text)) {
            if (component.date_lines == limits::dates_max) {
                component.too_many_date_lines = true;
                return;
            }
            ++component.date_lines;
            if (has_folds) line.text = texts.keep(line.text);
            component.lines.push_back(line);
        } else if (component.lines.size() - component.date_lines == limits::properties_max) {
            component.too_many_properties = true;
        } else {
            if (has_folds) line.text = texts.keep(line.text);
            component.lines.push_back(line);
        }
    }

    const Visitor& visitor_;
    std::vector<std::string> open_;
    std::size_t components_ = 0;
    Component calendar_;
    JoinedTexts calendar_texts_;
    Component event_;
    JoinedTexts event_texts_;
    bool in_event_ = false;
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
    for (Line line; unfolder.next(line);) SOPU_CHECK(splitter.take(line, unfolder.has_folds()));
    return splitter.finish();
}

}  // namespace sopu::ical
