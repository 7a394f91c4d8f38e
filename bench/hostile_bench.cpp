// What does a small file cost at the most? `sopu expand` over two years of calendar files of 64 KiB
// that were made to cost: long lists of every part, secondly rules, COUNT far from DTSTART, dates,
// exceptions and overrides by the thousand. The anchor is the promise: 50 ms of CPU each.
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

#include "bench/measure.h"
#include "server/cli/commands.h"

namespace {

using namespace sopu;

constexpr double promise_ms = 50;
constexpr std::size_t file_bytes_max = 65'536;
constexpr std::size_t room = 400;  // for what stands around the events

struct Hostile {
    std::string what;
    std::string ics;
};

// "1,2,3,-1,-2,-3".
std::string all_of(int first, int last, bool from_end) {
    std::string list;
    for (const int sign : {1, -1})
        for (int i = first; i <= last && (sign > 0 || from_end); ++i)
            list += (list.empty() ? "" : ",") + std::to_string(sign * i);
    return list;
}

std::string all_weekdays_of_year() {
    std::string list;
    for (int i = -53; i <= 53; ++i)
        for (const char* day : {"MO", "TU", "WE", "TH", "FR", "SA", "SU"})
            if (i != 0) list += (list.empty() ? "" : ",") + std::to_string(i) + day;
    return list;
}

std::string vevent(const std::string& uid, const std::string& start, const std::string& more) {
    return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTAMP:20260101T000000Z\r\nDTSTART" + start +
           "\r\nDURATION:PT1H\r\n" + more + "\r\nEND:VEVENT\r\n";
}

std::string calendar(const std::string& events) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//EN\r\n" + events +
           "END:VCALENDAR\r\n";
}

// As many such events as fit.
std::string filled_with(const std::string& start, const std::string& more) {
    std::string events;
    for (int i = 0; i == 0 || events.size() + more.size() + room < file_bytes_max; ++i)
        events += vevent(std::to_string(i), start, more);
    return calendar(events);
}

std::vector<std::pair<std::string, std::string>> rules() {
    const std::string clock = ";BYHOUR=" + all_of(0, 23, false) +
                              ";BYMINUTE=" + all_of(0, 59, false) +
                              ";BYSECOND=" + all_of(0, 59, false);
    const std::string positions = ";BYSETPOS=" + all_of(1, 366, true);
    const std::string month_days = ";BYMONTHDAY=" + all_of(1, 31, true);
    const std::string week = ";BYDAY=MO,TU,WE,TH,FR,SA,SU";
    return {
        {"secondly", "SECONDLY"},
        {"secondly, never", "SECONDLY;BYMONTH=2;BYMONTHDAY=30"},
        {"secondly, rarely", "SECONDLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=23;BYSECOND=59"},
        {"secondly, steps of a day", "SECONDLY;INTERVAL=86399;BYMONTHDAY=31;COUNT=1000000"},
        {"secondly, counted", "SECONDLY;BYDAY=MO;BYMONTH=1;COUNT=100000000"},
        {"minutely", "MINUTELY;INTERVAL=7;BYDAY=FR;BYMONTHDAY=13"},
        {"hourly", "HOURLY"},
        {"hourly, counted", "HOURLY;INTERVAL=5;BYDAY=SU;BYMONTH=1,3,5;COUNT=300000"},
        {"daily", "DAILY"},
        {"daily, every second", "DAILY" + clock},
        {"daily, positions", "DAILY" + clock + positions},
        {"daily, counted", "DAILY;INTERVAL=3;BYMONTH=1,2,6;COUNT=12600"},
        {"weekly, positions", "WEEKLY;INTERVAL=2" + week + clock + positions},
        {"weekly, counted", "WEEKLY;INTERVAL=2;BYDAY=SA,SU;BYMONTH=1,6;BYSETPOS=1;COUNT=3500"},
        {"monthly, positions", "MONTHLY" + month_days + clock + positions},
        {"yearly, days", "YEARLY;BYYEARDAY=" + all_of(1, 366, true) + positions},
        {"yearly, weekdays", "YEARLY;BYDAY=" + all_weekdays_of_year() + positions},
        {"yearly, weeks", "YEARLY;INTERVAL=2;BYWEEKNO=" + all_of(1, 53, true) + week + positions},
        {"yearly, week 53", "YEARLY;INTERVAL=2;BYWEEKNO=53;COUNT=300"},
    };
}

std::string date_time(int hours) {
    const int day = hours / 24;
    char text[24];
    std::snprintf(text, sizeof text, "%04d%02d%02dT%02d0000", 2026 + day / 336, day / 28 % 12 + 1,
                  day % 28 + 1, hours % 24);
    return text;
}

// "EXDATE:...,..." as long as a file may be.
std::string dates(std::string line, const std::string& behind) {
    for (int i = 0; line.size() + room < file_bytes_max; ++i)
        line += (i == 0 ? "" : ",") + date_time(i) + behind;
    return line;
}

std::string overrides(const std::string& rule, const std::string& range) {
    std::string events = vevent("u", ":20260101T000000", "RRULE:FREQ=" + rule);
    for (int i = 0; events.size() + room < file_bytes_max; ++i)
        events += vevent("u", ":" + date_time(i + 2'000), "RECURRENCE-ID" + range + date_time(i));
    return calendar(events);
}

std::vector<Hostile> hostile_files() {
    std::vector<Hostile> files;
    const std::string beside = ":20260101T100000";
    const std::string far = ";TZID=Europe/Helsinki:16010101T100000";
    for (const auto& [what, rule] : rules())
        for (const auto& [where, start] : {std::pair("", beside), std::pair(", from 1601", far)})
            files.push_back({what + where, filled_with(start, "RRULE:FREQ=" + rule)});
    const std::string zoned = ";TZID=Europe/Helsinki:20260101T100000";
    const auto one = [&](const std::string& more) { return calendar(vevent("u", zoned, more)); };
    files.push_back({"exceptions", one("RRULE:FREQ=HOURLY\r\n" + dates("EXDATE:", "Z"))});
    files.push_back({"exceptions of another zone",
                     one("RRULE:FREQ=HOURLY\r\n" + dates("EXDATE;TZID=America/New_York:", ""))});
    files.push_back({"dates", one(dates("RDATE;TZID=Europe/Helsinki:", ""))});
    files.push_back({"periods", one(dates("RDATE;VALUE=PERIOD:", "Z/PT1H"))});
    files.push_back({"overrides", overrides("HOURLY", ":")});
    files.push_back(
        {"overrides of all that follows", overrides("HOURLY", ";RANGE=THISANDFUTURE:")});
    files.push_back({"the same of seconds", overrides("SECONDLY", ";RANGE=THISANDFUTURE:")});
    return files;
}

double milliseconds_of(const Hostile& file, const Zones& zones, const words::Messages& messages,
                       int passes) {
    const std::string path = (std::filesystem::temp_directory_path() /
                              ("hostile_bench." + std::to_string(getpid()) + ".ics"))
                                 .string();
    std::ofstream(path, std::ios::binary) << file.ics;
    const double best = bench::best_seconds(passes, 1, [&] {
        std::ostringstream out, err;
        cli::Console console{out, err, "en"};
        if (!cli::expand({path, "2026-01-01", "2028-01-01"}, zones, messages, console)) {
            std::fprintf(stderr, "hostile_bench: %s is refused\n", file.what.c_str());
            std::exit(1);
        }
    });
    unlink(path.c_str());
    return best * 1000;
}

}  // namespace

int main(int argc, char** argv) {
    const bool quick = argc > 1 && std::strcmp(argv[1], "--quick") == 0;
    const auto zones = cli::load_zones();
    const auto messages = cli::load_messages();
    if (!zones || !messages) return 1;
    const std::vector<Hostile> files = hostile_files();
    double worst = 0;
    const Hostile* costliest = nullptr;
    for (const Hostile& file : files) {
        if (file.ics.size() > file_bytes_max) {
            std::fprintf(stderr, "hostile_bench: %s is too long\n", file.what.c_str());
            return 1;
        }
        const double each = milliseconds_of(file, *zones, *messages, quick ? 2 : 7);
        std::fprintf(stderr, "hostile_bench: %5.1f ms: %s\n", each, file.what.c_str());
        if (each <= worst) continue;
        worst = each;
        costliest = &file;
    }
    std::fprintf(stderr, "hostile_bench: the worst is %s\n", costliest->what.c_str());
    bench::print({"hostile", "the costliest file of 64 KiB over two years", files.size(), worst,
                  promise_ms, "promise", "ms of CPU", promise_ms / worst});
}
