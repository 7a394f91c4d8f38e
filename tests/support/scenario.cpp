#include "tests/support/scenario.h"

#include <algorithm>
#include <functional>
#include <sstream>

#include "engine/recur/rule.h"
#include "engine/time/iso.h"
#include "engine/time/zones.h"
#include "tests/support/scenario_when.h"
#include "tests/support/zones.h"

namespace sopu::test {
namespace {

// Somewhere in the middle of the country; "north 12" is twelve kilometres from it.
constexpr Position origin{62.0, 26.0};
constexpr double kilometres_of_degree = 111.195;

Words words_of(const std::string& line) {
    std::istringstream stream(line);
    Words words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

std::string rest_of(const Words& words, std::size_t from) {
    std::string text;
    for (std::size_t i = from; i < words.size(); ++i) text += (i > from ? " " : "") + words[i];
    return text;
}

// What a word of a section does with the rest of its line; false: it did not understand it.
template <class T>
using Word = std::function<bool(T& record, const Words& rest)>;
template <class T>
using WordTable = std::map<std::string, Word<T>, std::less<>>;

// A number, all of it; throws nothing: the reader says the line.
bool read(const std::string& text, double& value) {
    std::istringstream stream(text);
    return stream >> value && stream.eof();
}
bool read(const std::string& text, int& value) {
    std::istringstream stream(text);
    return stream >> value && stream.eof();
}
bool read_first(const Words& rest, std::optional<int>& value) {
    int number = 0;
    if (rest.size() != 1 || !read(rest[0], number)) return false;
    value = number;
    return true;
}
template <class T>
bool read_name(const Words& rest, T& value) {
    const auto named = rest.size() == 1 ? from_name<T>(rest[0]) : std::nullopt;
    if (named) value = *named;
    return named.has_value();
}
bool read_place(const Words& rest, std::optional<Position>& position) {
    Position read_position;
    if (rest.size() != 2 || !read(rest[0], read_position.latitude) ||
        !read(rest[1], read_position.longitude))
        return false;
    position = read_position;
    return true;
}
bool read_north(const Words& rest, std::optional<Position>& position) {
    double kilometres = 0;
    if (rest.size() != 2 || rest[1] != "km" || !read(rest[0], kilometres)) return false;
    position = Position{origin.latitude + kilometres / kilometres_of_degree, origin.longitude};
    return true;
}

// "mon-fri 08:00-21:00"
bool read_hours(const Words& rest, OpeningHours& hours) {
    static const Words days{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const auto number = [](const std::string& day) {
        return std::find(days.begin(), days.end(), day) - days.begin();
    };
    if (rest.size() != 2) return false;
    const std::size_t dash = rest[0].find('-');
    const auto first = number(rest[0].substr(0, dash));
    const auto last = dash == std::string::npos ? first : number(rest[0].substr(dash + 1));
    if (first >= 7 || last >= 7 || last < first) return false;
    for (auto day = first; day <= last; ++day) hours.weekdays |= 1U << static_cast<unsigned>(day);
    const std::size_t clock_dash = rest[1].find('-');
    if (clock_dash == std::string::npos) return false;
    const std::string any_day = "2026-01-01";
    const auto midnight = *read_clock(any_day, "00:00");
    const auto from = read_clock(any_day, rest[1].substr(0, clock_dash));
    const auto to = read_clock(any_day, rest[1].substr(clock_dash + 1));
    if (!from || !to) return false;
    hours.from_minute = static_cast<int>((*from - midnight) / minutes(1));
    hours.to_minute = static_cast<int>((*to - midnight) / minutes(1));
    return true;
}

const WordTable<Venue>& venue_words() {
    static const WordTable<Venue> table{
        {"municipality",
         [](Venue& it, const Words& rest) {
             it.municipality = MunicipalityCode(rest_of(rest, 0));
             return rest.size() == 1;
         }},
        {"position", [](Venue& it, const Words& rest) { return read_place(rest, it.position); }},
        {"north", [](Venue& it, const Words& rest) { return read_north(rest, it.position); }},
        {"capacity", [](Venue& it, const Words& rest) { return read_first(rest, it.capacity); }},
        {"setup", [](Venue& it, const Words& rest) { return read_first(rest, it.setup_minutes); }},
        {"teardown",
         [](Venue& it, const Words& rest) { return read_first(rest, it.teardown_minutes); }},
        {"part-of",
         [](Venue& it, const Words& rest) {
             it.part_of = VenueId(rest_of(rest, 0));
             return rest.size() == 1;
         }},
        {"shares",
         [](Venue& it, const Words& rest) {
             it.shares.emplace_back(rest_of(rest, 0));
             return rest.size() == 1;
         }},
        {"buffer-blocks",
         [](Venue& it, const Words& rest) {
             it.buffer_blocks = true;
             return rest.empty();
         }},
        {"open",
         [](Venue& it, const Words& rest) {
             return read_hours(rest, it.opening_hours.emplace_back());
         }},
    };
    return table;
}

const WordTable<Closure>& closure_words() {
    static const WordTable<Closure> table{
        {"venue",
         [](Closure& it, const Words& rest) {
             it.venue = VenueId(rest_of(rest, 0));
             return rest.size() == 1;
         }},
        {"when",
         [](Closure& it, const Words& rest) {
             const auto when = read_when(rest);
             if (when) it.when = *when;
             return when.has_value();
         }},
    };
    return table;
}

const WordTable<Resource>& resource_words() {
    static const WordTable<Resource> table{
        {"stock", [](Resource& it,
                     const Words& rest) { return rest.size() == 1 && read(rest[0], it.stock); }},
    };
    return table;
}

const WordTable<Organisation>& organisation_words() {
    static const WordTable<Organisation> table{
        {"large",
         [](Organisation& it, const Words& rest) {
             it.small = false;
             return rest.empty();
         }},
    };
    return table;
}

template <class List>
Word<Event> list_word(List Event::*list) {
    return [list](Event& it, const Words& rest) {
        for (const std::string& word : rest) (it.*list).push_back(word);
        return !rest.empty();
    };
}
Word<Event> flag_word(bool Event::*flag, bool value) {
    return [flag, value](Event& it, const Words& rest) {
        it.*flag = value;
        return rest.empty();
    };
}
template <class T>
Word<Event> name_word(T Event::*field) {
    return [field](Event& it, const Words& rest) { return read_name(rest, it.*field); };
}
template <class T>
Word<Event> text_word(T Event::*field) {
    return [field](Event& it, const Words& rest) {
        it.*field = T(rest_of(rest, 0));
        return !rest.empty();
    };
}
template <class T>
Word<Event> id_word(std::optional<T> Event::*field) {
    return [field](Event& it, const Words& rest) {
        it.*field = T(rest_of(rest, 0));
        return rest.size() == 1;
    };
}
Word<Event> number_word(std::optional<int> Event::*field) {
    return [field](Event& it, const Words& rest) { return read_first(rest, it.*field); };
}

void add_time_words(WordTable<Event>& table) {
    table["when"] = [](Event& it, const Words& rest) {
        const auto when = read_when(rest);
        if (when) it.when = *when;
        return when.has_value();
    };
    table["setup"] = number_word(&Event::setup_minutes);
    table["teardown"] = number_word(&Event::teardown_minutes);
    const auto change = [](Event& it, const std::function<void(Recurrence&)>& change_it) {
        Recurrence said = it.recurrence ? *it.recurrence : Recurrence{};
        change_it(said);
        it.recurrence = said;
    };
    table["repeats"] = [change](Event& it, const Words& rest) {
        auto rule = rest.size() == 1 ? recur::parse_rule(rest[0])
                                     : Result<recur::Rule>(fail(Code::invalid, "", "bad_rule"));
        if (rule) change(it, [&](Recurrence& said) { said.rule = *rule; });
        return rule.has_value();
    };
    table["also"] = [change](Event& it, const Words& rest) {
        const auto at = rest.size() == 2 ? read_clock(rest[0], rest[1]) : std::nullopt;
        if (at) change(it, [&](Recurrence& said) { said.dates.push_back({*at, {}}); });
        return at.has_value();
    };
    table["skipped"] = [change](Event& it, const Words& rest) {
        const auto day = rest.size() == 1 ? parse_date(rest[0]) : std::nullopt;
        if (day) change(it, [&](Recurrence& said) { said.exceptions.emplace_back(*day); });
        return day.has_value();
    };
    // "occurrence 2026-11-03 cancelled | transparent | claim hold | venue b | when …"
    table["occurrence"] = [change](Event& it, const Words& rest) {
        const auto day = rest.size() >= 2 ? parse_date(rest[0]) : std::nullopt;
        if (!day) return false;
        Override own;
        own.recurrence_id = *day;
        const Words said(rest.begin() + 2, rest.end());
        bool good = true;
        if (rest[1] == "cancelled") {
            own.cancelled = true;
        } else if (rest[1] == "transparent") {
            own.transparent = true;
        } else if (rest[1] == "claim") {
            Claim claim{};
            good = read_name(said, claim);
            own.claim = claim;
        } else if (rest[1] == "venue") {
            own.place = OverridePlace{VenueId(rest_of(said, 0)), "", std::nullopt};
        } else {
            const auto when = rest[1] == "when" ? read_when(said) : std::nullopt;
            good = when.has_value();
            own.when = when;
        }
        change(it, [&](Recurrence& series) { series.overrides.push_back(own); });
        return good;
    };
}

void add_place_words(WordTable<Event>& table) {
    table["municipality"] = id_word(&Event::municipality);
    table["area"] = [](Event& it, const Words& rest) {
        it.areas.push_back(rest_of(rest, 0));
        return !rest.empty();
    };
    table["venue"] = id_word(&Event::venue);
    table["venue-text"] = text_word(&Event::venue_text);
    table["position"] = [](Event& it, const Words& rest) { return read_place(rest, it.position); };
    table["north"] = [](Event& it, const Words& rest) { return read_north(rest, it.position); };
    table["attendance"] = name_word(&Event::attendance_mode);
}

WordTable<Event> event_table() {
    WordTable<Event> table;
    add_time_words(table);
    add_place_words(table);
    table["title"] = [](Event& it, const Words& rest) {
        if (rest.size() < 2) return false;
        it.title[rest[0]] = rest_of(rest, 1);
        return true;
    };
    table["languages"] = list_word(&Event::languages);
    table["people"] = list_word(&Event::people);
    table["categories"] = list_word(&Event::categories);
    table["audiences"] = list_word(&Event::audiences);
    table["conditions"] = list_word(&Event::conditions);
    table["format"] = text_word(&Event::format);
    table["umbrella"] = text_word(&Event::umbrella);
    table["organisation"] = id_word(&Event::organisation);
    table["duplicate-of"] = id_word(&Event::duplicate_of);
    table["own-reservation"] = [](Event& it, const Words& rest) {
        it.own_reservations.emplace_back(rest_of(rest, 0));
        return rest.size() == 1;
    };
    table["expected"] = number_word(&Event::expected_attendance);
    table["claim"] = name_word(&Event::claim);
    table["state"] = name_word(&Event::state);
    table["takes-place"] = name_word(&Event::takes_place);
    table["routine"] = flag_word(&Event::routine, true);
    table["regular-slot"] = flag_word(&Event::regular_slot, true);
    table["transparent"] = flag_word(&Event::transparent, true);
    table["unverified"] = flag_word(&Event::verified, false);
    table["organiser"] = [](Event& it, const Words& rest) {
        it.organiser.name = rest_of(rest, 0);
        return !rest.empty();
    };
    table["size"] = [](Event& it, const Words& rest) {
        SizeClass size{};
        if (!read_name(rest, size)) return false;
        it.size = size;
        return true;
    };
    table["needs"] = [](Event& it, const Words& rest) {
        ResourceUse use;
        if (rest.size() != 2 || !read(rest[0], use.quantity)) return false;
        use.id = rest[1];
        it.resources.push_back(use);
        return true;
    };
    return table;
}

bool read_policy(Policy& policy, const Words& rest) {
    if (rest.size() < 2) return false;
    if (rest[0] == "protected-day") {
        const auto day = rest.size() == 3 ? parse_date(rest[2]) : std::nullopt;
        if (!day) return false;
        const date::year_month_day ymd(*day);
        policy.protected_days[rest[1]] = {
            int(ymd.year()), unsigned(ymd.month()), unsigned(ymd.day()), {}};
        return true;
    }
    double value = 0;
    if (rest.size() != 2 || !read(rest[1], value)) return false;
    const std::map<std::string, std::function<void()>> table{
        {"scale", [&] { policy.scale = value; }},
        {"score_warning", [&] { policy.score_warning = value; }},
        {"score_notice", [&] { policy.score_notice = value; }},
        {"busy_floor_score", [&] { policy.busy_floor_score = value; }},
        {"busy_factor", [&] { policy.busy_factor = value; }},
        {"saturation_count", [&] { policy.saturation_count = static_cast<int>(value); }},
        {"service_hour", [&] { policy.service_hour = value != 0; }},
        {"organiser_overlap", [&] { policy.organiser_overlap = value != 0; }},
        {"opportunity_km", [&] { policy.opportunity_km = value; }},
        {"audience_other_language", [&] { policy.audience_other_language = value; }},
    };
    const auto found = table.find(rest[0]);
    if (found == table.end()) return false;
    found->second();
    return true;
}

// "venue_overlap blocking certain: a - b; 2 times; on 2026-11-03; others c d; minutes=60"
bool read_finding(const std::string& line, ExpectedFinding& finding) {
    std::istringstream parts(line);
    std::string part;
    std::getline(parts, part, ';');
    finding.head = rest_of(words_of(part), 0);
    const Words head = words_of(part);
    if (head.size() < 6 || !from_name<Kind>(head[0]) || !from_name<Severity>(head[1])) return false;
    if (head[2] != "certain:" && head[2] != "possible:") return false;
    while (std::getline(parts, part, ';')) {
        const Words words = words_of(part);
        int times = 0;
        const std::size_t equals = words.empty() ? 0 : words[0].find('=');
        if (words.size() == 2 && words[1] == "times" && read(words[0], times)) {
            finding.times = static_cast<std::size_t>(times);
        } else if (words.size() >= 2 && words[0] == "on") {
            finding.days = rest_of(words, 1);
        } else if (!words.empty() && words[0] == "others") {
            finding.others = rest_of(words, 1);
        } else if (words.size() == 1 && equals != std::string::npos) {
            finding.factors[words[0].substr(0, equals)] = words[0].substr(equals + 1);
        } else {
            return false;
        }
    }
    return true;
}

class Reader {
  public:
    Scenario read(std::string_view text) {
        std::istringstream lines{std::string(text)};
        for (std::string line; std::getline(lines, line);) {
            ++number_;
            const Words words = words_of(line);
            if (words.empty() || words[0][0] == '#') continue;
            const bool inside = line[0] == ' ';
            if (!inside) close();
            const bool good = inside ? section_ && section_(words) : open(words);
            if (!good)
                scenario_.errors.push_back("line " + std::to_string(number_) +
                                           ": not understood: " + line);
        }
        close();
        scenario_.policies = Policies(policy_);
        return std::move(scenario_);
    }

  private:
    template <class T>
    bool begin(const Words& words, const WordTable<T>& table,
               std::vector<std::shared_ptr<const T>>& list, T record = {}) {
        if (words.size() != 2) return false;
        auto shared = std::make_shared<T>(std::move(record));
        shared->id = decltype(shared->id)(words[1]);
        begin_lines(*shared, table);
        close_ = [shared, &list] { list.push_back(shared); };
        return true;
    }
    template <class T>
    void begin_lines(T& record, const WordTable<T>& table) {
        section_ = [&record, &table](const Words& line) {
            const auto word = table.find(line[0]);
            return word != table.end() && word->second(record, {line.begin() + 1, line.end()});
        };
    }
    bool begin_event(const Words& words) {
        static const WordTable<Event> table = event_table();
        Event event;
        event.state = State::published;
        event.verified = true;
        if (words[0] == "event") {
            event.uid = words.size() == 2 ? words[1] + "@test" : "";
            return begin(words, table, scenario_.records.events, std::move(event));
        }
        if (words.size() != 2) return false;
        Event& asked = scenario_.questions[words[1]] = std::move(event);
        begin_lines(asked, table);
        return true;
    }
    bool begin_expectation(const Words& words) {
        const bool stored = words.size() == 2 && words[1] == "stored";
        if (!stored && (words.size() != 3 || words[1] != "of")) return false;
        auto& list = scenario_.expectations;
        list.push_back({number_, stored ? "" : words[2], {}, "", {}});
        section_ = [this, &list](const Words& line) {
            Expectation& it = list.back();
            if (line[0] == "only") {
                it.only.assign(line.begin() + 1, line.end());
                return std::all_of(it.only.begin(), it.only.end(),
                                   [](const auto& kind) { return from_name<Kind>(kind); });
            }
            if (line[0] == "verdict") {
                it.verdict = rest_of(line, 1);
                return from_name<Verdict>(it.verdict).has_value();
            }
            it.findings.emplace_back().line = number_;
            return read_finding(rest_of(line, 0), it.findings.back());
        };
        return true;
    }
    bool open(const Words& words) {
        const std::string& word = words[0];
        Records& records = scenario_.records;
        if (word == "event" || word == "question") return begin_event(words);
        if (word == "venue") return begin(words, venue_words(), records.venues);
        if (word == "closure") return begin(words, closure_words(), records.closures);
        if (word == "resource") return begin(words, resource_words(), records.resources);
        if (word == "organisation")
            return begin(words, organisation_words(), records.organisations);
        if (word == "expect") return begin_expectation(words);
        if (word == "policy") return read_policy(policy_, {words.begin() + 1, words.end()});
        if (word != "now" || words.size() != 3) return false;
        const auto now = read_clock(words[1], words[2]);
        if (now) records.last_tick = Tick{to_instant(*now, test_zones().home())};
        return now.has_value();
    }
    void close() {
        if (close_) close_();
        close_ = nullptr;
        section_ = nullptr;
    }

    Scenario scenario_;
    Policy policy_;
    std::size_t number_ = 0;
    std::function<bool(const Words&)> section_;
    std::function<void()> close_;
};

}  // namespace

Scenario read_scenario(std::string_view text) {
    return Reader().read(text);
}

}  // namespace sopu::test
