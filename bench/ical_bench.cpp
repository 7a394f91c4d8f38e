// How fast is a calendar file read, and how much memory does that take? The file is made here, from
// a seed: ten thousand events of about a kilobyte as municipalities' feeds have them, just below
// what ical/limits.h takes. Ours goes from bytes to checked events; the anchor is libical's own
// parse of the whole (icalparser_parse_string), which stops at its tree of properties. Neither is
// charged for freeing.
//
// Memory is how much the resident peak of a fresh process grows (this program again, --peak): the
// file's bytes, which it loads itself, and all that reading takes.
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "bench/measure.h"
#include "ical/libical.h"
#include "ical/limits.h"
#include "ical/lines.h"
#include "ical/moment.h"
#include "ical/read.h"
#include "ical/text.h"
#include "ical/vtimezone.h"
#include "tests/support/zones.h"

namespace {

using namespace sopu;

constexpr double memory_floor = 4;  // times the file
constexpr std::size_t events_promised = 10'000;

[[noreturn]] void give_up(const char* why) {
    std::fprintf(stderr, "ical_bench: %s\n", why);
    std::exit(1);
}

const Zones& zones() {
    return test::test_zones();
}

constexpr std::array<const char*, 40> words{
    "tervetuloa",  "kaikille",   "avoin",       "tapahtuma", "järjestetään", "kylätalolla",
    "ohjelmassa",  "musiikkia",  "kahvia",      "ja",        "pullaa",       "lapsille",
    "puuhaa",      "arpajaiset", "vapaa",       "pääsy",     "liikunta",     "yhdistys",
    "kutsuu",      "mukaan",     "perinteinen", "markkinat", "näyttely",     "avautuu",
    "kirjastossa", "luento",     "historiasta", "öljyväri",  "maalauksia",   "talkoot",
    "hiihto",      "kilpailu",   "sunnuntaina", "kello",     "lisätietoja",  "ilmoittautuminen",
    "illan",       "esiintyjä",  "yhteislaulu", "iltamat"};
constexpr std::array<const char*, 8> categories{"Kulttuuri", "Liikunta",  "Lapset",    "Musiikki",
                                                "Näyttely",  "Markkinat", "Kokoukset", "Luennot"};

// The events of a feed, always the same ones from the same seed.
class Feed {
  public:
    std::string text(std::size_t events) {
        out_ =
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//feed 1.0//FI\r\n"
            "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
            "X-WR-CALNAME:Kunnan tapahtumat\r\nX-WR-TIMEZONE:Europe/Helsinki\r\n";
        out_ += ical::vtimezone(zones().home());
        constexpr std::size_t room = 4'096;
        for (std::size_t i = 0; i < events; ++i) {
            if (out_.size() + room > ical::limits::file_bytes_max) break;
            add_event(i);
            ++count_;
        }
        out_ += "END:VCALENDAR\r\n";
        return std::move(out_);
    }
    std::size_t count() const { return count_; }

  private:
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
    void line(const std::string& said) { out_ += ical::folded(said); }

    // Of about so many bytes, in sentences and paragraphs.
    std::string prose(std::size_t bytes) {
        std::string text;
        while (text.size() < bytes) {
            text += words[below(words.size())];
            const std::size_t chance = below(24);
            text += chance == 0 ? ".\n" : chance == 1 ? ". " : chance < 4 ? ", " : " ";
        }
        text.resize(text.find_last_not_of(" ,.\n") + 1);
        return text + '.';
    }

    void add_event(std::size_t number) {
        const LocalTime start = LocalTime{date::local_days{date::year{2026} / 1 / 1}} +
                                date::days{static_cast<int>(below(730))} +
                                minutes{15 * static_cast<int>(32 + below(50))};
        const std::string id = std::to_string(100'000 + number);
        const std::string stamp =
            ical::basic_utc(Instant{start.time_since_epoch()} - date::days{40});
        line("BEGIN:VEVENT");
        line("UID:tapahtuma-" + id + "-" + std::to_string(random_()) + "@kunta.example");
        line("DTSTAMP:" + stamp);
        line("LAST-MODIFIED:" + stamp);
        line("SEQUENCE:" + std::to_string(below(4)));
        line("DTSTART;TZID=Europe/Helsinki:" + ical::basic_local(start));
        line("DTEND;TZID=Europe/Helsinki:" +
             ical::basic_local(start + minutes{30 * static_cast<int>(1 + below(6))}));
        line("SUMMARY:" + ical::escape(prose(28)));
        line("DESCRIPTION:" + ical::escape(prose(430 + below(250))));
        line("LOCATION:" + ical::escape("Kylätalo " + std::to_string(below(300)) +
                                        ", Kirkkotie 1, 89600 Ämmänsaari"));
        line("CATEGORIES:" + std::string(categories[below(8)]) + ',' + categories[below(8)]);
        line("URL:https://kunta.example/tapahtumat/" + id);
        line("STATUS:CONFIRMED");
        line("END:VEVENT");
    }

    std::mt19937_64 random_{20261126};
    std::string out_;
    std::size_t count_ = 0;
};

std::size_t read_by_us(const std::string& text, ical::Calendar& kept) {
    auto calendar = ical::read(text, zones(), {});
    if (!calendar || !calendar->rejected.empty()) give_up("the feed is refused");
    kept = *std::move(calendar);
    return kept.taken.size();
}

std::size_t read_by_libical(const std::string& text, ical::LibicalComponent& kept) {
    kept = ical::libical_parse(text);
    if (kept == nullptr) give_up("libical refuses the feed");
    return static_cast<std::size_t>(
        icalcomponent_count_components(kept.get(), ICAL_VEVENT_COMPONENT));
}

void speed(const std::string& text, std::size_t events, int passes) {
    double ours = 1e18, theirs = 1e18;
    for (int pass = 0; pass < passes; ++pass) {  // by turns: the machine's moods are shared
        ical::Calendar calendar;
        ours = std::min(ours, bench::best_seconds(1, 1, [&] {
                            if (read_by_us(text, calendar) != events) give_up("events lost");
                        }));
        ical::LibicalComponent component;
        theirs = std::min(theirs, bench::best_seconds(1, 1, [&] {
                              if (read_by_libical(text, component) != events)
                                  give_up("events lost by libical");
                          }));
    }
    const double megabytes = static_cast<double>(text.size()) / 1e6;
    bench::print({"ical", "parse of a feed", events, megabytes / ours, megabytes / theirs,
                  "libical parse of the whole", "MB/s", theirs / ours});
}

// From /proc/self/status, in bytes: "VmRSS:" or its peak, "VmHWM:".
double resident(const std::string& which) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(which)) return std::stod(line.substr(which.size())) * 1024;
    give_up("no /proc/self/status");
}

// The child: loads the file, reads it, prints by how many bytes its peak rose over what it had.
int print_peak(const std::string& path, bool libical) {
    const std::string small = Feed().text(3);  // what the first use of anything sets up, once
    ical::Calendar calendar;
    ical::LibicalComponent component;
    read_by_us(small, calendar);
    read_by_libical(small, component);
    const double before = resident("VmRSS:");
    std::ofstream("/proc/self/clear_refs") << 5;  // the peak begins anew
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    std::string text(static_cast<std::size_t>(file.tellg()), '\0');
    file.seekg(0);
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (libical)
        read_by_libical(text, component);
    else
        read_by_us(text, calendar);
    std::printf("%.0f\n", resident("VmHWM:") - before);
    std::fflush(stdout);
    std::_Exit(0);
}

double peak_of_child(const std::string& self, const std::string& path, const char* reader) {
    const std::string command = self + " --peak " + reader + " " + path;
    FILE* child = popen(command.c_str(), "r");
    double bytes = 0;
    if (child == nullptr || std::fscanf(child, "%lf", &bytes) != 1) give_up("no child");
    if (pclose(child) != 0) give_up("the child failed");
    return bytes;
}

void memory(const std::string& text, std::size_t events, const std::string& self) {
    char path[] = "/tmp/ical_bench_XXXXXX";
    const int descriptor = mkstemp(path);
    if (descriptor < 0) give_up("no temporary file");
    close(descriptor);
    std::ofstream(path, std::ios::binary) << text;
    const auto bytes = static_cast<double>(text.size());
    const double ours = peak_of_child(self, path, "ours") / bytes;
    const double theirs = peak_of_child(self, path, "libical") / bytes;
    std::remove(path);
    bench::print({"ical", "peak memory of an import, the file included", events, ours, memory_floor,
                  "floor", "times the file", memory_floor / ours});
    bench::print({"ical", "peak memory of an import, beyond the file", events, ours - 1,
                  memory_floor, "floor", "times the file", memory_floor / (ours - 1)});
    bench::print({"ical", "peak memory of an import, the file included", events, ours, theirs,
                  "libical parse of the whole", "times the file", theirs / ours});
}

}  // namespace

int main(int argc, char** argv) {
    std::size_t n = events_promised;
    int passes = 9;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--peak") == 0 && i + 2 < argc)
            return print_peak(argv[i + 2], std::strcmp(argv[i + 1], "libical") == 0);
        if (std::strcmp(argv[i], "--quick") == 0) n = 1'000, passes = 3;
        if (std::strcmp(argv[i], "--n") == 0 && i + 1 < argc) n = std::stoul(argv[++i]);
    }
    Feed feed;
    const std::string text = feed.text(n);
    std::fprintf(stderr, "ical_bench: %zu events, %.2f MB\n", feed.count(),
                 static_cast<double>(text.size()) / 1e6);
    speed(text, feed.count(), passes);
    std::array<char, 4'096> self{};
    if (readlink("/proc/self/exe", self.data(), self.size() - 1) < 0) give_up("no /proc");
    memory(text, feed.count(), self.data());
}
