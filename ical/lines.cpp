#include "ical/lines.h"

#include <algorithm>

#include "ical/text.h"

namespace sopu::ical {

namespace {

// Bytes at `at` that stay together on a line.
std::size_t unit_length(std::string_view line, std::size_t at) {
    const std::size_t length = std::max<std::size_t>(1, sequence_length(line, at));
    if (line[at] == '\\' && at + 1 < line.size())
        return 1 + std::max<std::size_t>(1, sequence_length(line, at + 1));
    const bool caret = line[at] == '^' && at + 1 < line.size() &&
                       std::string_view("n^'").find(line[at + 1]) != std::string_view::npos;
    return caret ? 2 : length;
}

}  // namespace

std::string folded(std::string_view line) {
    std::string clean_line;
    if (has_control(line, sopu::Lines::one) || !is_utf8(line)) {
        clean_line = clean(line, sopu::Lines::one).text;
        line = clean_line;
    }
    std::string out;
    out.reserve(line.size() + line.size() / 24 + 2);
    std::size_t octets = 0;
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t length = unit_length(line, at);
        if (octets + length > fold_octets_max) {
            out += "\r\n ";
            octets = 1;
        }
        out.append(line, at, length);
        octets += length;
        at += length;
    }
    return out + "\r\n";
}

void LineWriter::add(std::string_view name, std::string_view value) {
    std::string line(name);
    line += ':';
    line += value;
    text_ += folded(line);
}

void LineWriter::add_text(std::string_view name, std::string_view text) {
    if (const std::string value = escape(text); !value.empty()) add(name, value);
}

}  // namespace sopu::ical
