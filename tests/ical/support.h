// What lives here: what the tests of ical/ share: the machine's zones, golden files, and a calendar
// told as text. What may not: checks. Thread-safety: for single-threaded tests.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/time/zones.h"
#include "ical/read.h"

namespace sopu::ical::test {

const Zones& zones();

std::string file_text(const std::filesystem::path& path);

// Every *.ics of tests/golden/ical/<folder>, sorted.
std::vector<std::filesystem::path> golden_inputs(std::string_view folder);
// The text beside it in <name>.expected. With SOPU_WRITE_GOLDEN set in the environment, `actual` is
// written there first: look at the difference before committing it.
std::string golden_expected(const std::filesystem::path& input, const std::string& actual);

// What was read, one fact a line; an error of the whole file as "error: reason".
std::string report(std::string_view bytes);

// A calendar around the lines of one event; each line ends with CRLF.
std::string calendar_of(std::string_view event_lines);
Result<Calendar> read_events(std::string_view event_lines);
// The reason for which the one event is rejected, with its detail; "" if it is taken.
std::string rejection(std::string_view event_lines);

}  // namespace sopu::ical::test
