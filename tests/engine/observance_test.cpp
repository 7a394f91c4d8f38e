#include "engine/place/observance.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>

#include "engine/base/limits.h"
#include "engine/time/iso.h"
#include "tests/support/gazetteer.h"
#include "tests/support/golden.h"

namespace sopu {
namespace {

using test::test_gazetteer;
using test::test_observances;

Date day(int year, unsigned month, unsigned day_of_month) {
    return date::local_days(date::year(year) / date::month(month) / date::day(day_of_month));
}

std::vector<MunicipalityCode> codes(std::string_view name) {
    if (name == "-") return {};
    const Municipality* municipality = test_gazetteer().by_name(name);
    REQUIRE_MESSAGE(municipality != nullptr, name);
    return {municipality->code};
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text.empty() ? "nothing" : text;
}

std::string on_day(Date wanted, std::string_view place) {
    std::vector<std::string> names;
    for (const Observed& each : test_observances().on(wanted, wanted, codes(place)))
        names.push_back(each.observance->name.at("fi"));
    return listed(names);
}

std::string of_year(int year, std::string_view kind) {
    std::vector<std::string> names;
    for (const Observed& each : test_observances().on(day(year, 1, 1), day(year, 12, 31)))
        if (name_of(each.observance->kind) == kind)
            names.push_back(format_date(each.first).substr(5) + " " +
                            each.observance->name.at("fi"));
    return listed(names);
}

constexpr const char* header =
    "id;kind;name_fi;name_sv;name_en;dates;hours;place;from_year;to_year;firm;source\n";

Result<Observances> parsed(const std::string& lines) {
    return Observances::parse(header + lines, test_gazetteer());
}

// A line that is right but for one field.
std::string line_with(std::size_t column, const std::string& value) {
    std::vector<std::string> fields{"juhla", "local_day", "juhla", "fest", "feast", "12-06",
                                    "",      "kainuu",    "2020",  "2030", "yes",   "a source"};
    fields[column] = value;
    std::string line = fields[0];
    for (std::size_t i = 1; i < fields.size(); ++i) line += ";" + fields[i];
    return line + "\n";
}
enum Column : std::size_t {
    id,
    kind,
    name_fi,
    name_sv,
    name_en,
    dates,
    hours,
    place,
    from_year,
    to_year,
    firm,
    source
};

std::string detail(const Result<Observances>& result) {
    if (result) return "read";
    CHECK(result.error().reason == "bad_observances");
    return result.error().detail;
}

std::string refused(std::size_t column, const std::string& value) {
    return detail(parsed(line_with(column, value)));
}

}  // namespace

TEST_SUITE("engine.observance") {
    TEST_CASE("days and years of the golden file") {
        for (const test::GoldenLine& line : test::golden_lines("tests/golden/observances.txt")) {
            INFO("line " << line.number);
            REQUIRE(line.fields.size() == 3);
            const auto wanted = parse_date(line.fields[0]);
            if (wanted)
                CHECK(on_day(*wanted, line.fields[1]) == line.fields[2]);
            else
                CHECK(of_year(std::stoi(line.fields[0]), line.fields[1]) == line.fields[2]);
        }
    }

    TEST_CASE("each year has its 13 public holidays and every one has its eve or follows another") {
        const Observances& observances = test_observances();
        for (int year = 1992; year <= limits::year_max; ++year) {
            CAPTURE(year);
            int holidays = 0;
            for (const Observed& each : observances.on(day(year, 1, 1), day(year, 12, 31))) {
                const ObservanceKind kind = each.observance->kind;
                CAPTURE(each.observance->id);
                if (kind == ObservanceKind::eve && each.last < day(limits::year_max, 12, 31))
                    CHECK(observances.is_public_holiday(each.last + date::days(1)));
                if (kind != ObservanceKind::public_holiday) continue;
                ++holidays;
                CHECK(observances.is_public_holiday(each.first));
                CHECK(observances.is_holiday_or_eve(each.first));
                CHECK(observances.is_holiday_or_eve(each.first - date::days(1)));
            }
            CHECK(holidays == 13);
        }
    }

    TEST_CASE("Midsummer and All Saints are Saturdays of their week") {
        for (int year = 1955; year <= limits::year_max; ++year) {
            CAPTURE(year);
            for (const Observed& each : test_observances().on(day(year, 1, 1), day(year, 12, 31))) {
                const bool midsummer = each.observance->id == "juhannuspaiva";
                if (!midsummer && each.observance->id != "pyhainpaiva") continue;
                CHECK(date::weekday(each.first) == date::Saturday);
                const Date from = midsummer ? day(year, 6, 20) : day(year, 10, 31);
                CHECK(each.first >= from);
                CHECK(each.first <= from + date::days(6));
            }
        }
    }

    TEST_CASE("the Saturday after 24.10.2020 is a public holiday and an ordinary one is not") {
        const Observances& observances = test_observances();
        CHECK(observances.is_public_holiday(day(2020, 10, 31)));
        CHECK_FALSE(observances.is_public_holiday(day(2020, 10, 30)));
        CHECK(observances.is_holiday_or_eve(day(2020, 10, 30)));
        for (const Date ordinary : {day(2020, 10, 24), day(2020, 10, 29), day(2020, 11, 1),
                                    day(2020, 11, 7), day(2019, 10, 31)}) {
            CHECK_FALSE(observances.is_public_holiday(ordinary));
            CHECK_FALSE(observances.is_holiday_or_eve(ordinary));
        }
    }

    TEST_CASE("asking for some days finds what every day and every line by itself would") {
        const Observances& observances = test_observances();
        CHECK(rc::check([&] {
            const Date from = day(2026, 1, 1) + date::days(*rc::gen::inRange(-400, 1'200));
            const Date to = from + date::days(*rc::gen::inRange(0, 40));
            const auto& all = test_gazetteer().municipalities();
            std::vector<MunicipalityCode> here;
            for (int i = *rc::gen::inRange(0, 4); i > 0; --i)
                here.push_back(all[*rc::gen::inRange<std::size_t>(0, all.size())].code);
            std::vector<std::string> wanted;
            for (const Observance& each : observances.all()) {
                if (!holds_in(each, here)) continue;
                for (int year = each.first_year; year <= each.last_year; ++year)
                    for (const DaySpan& days : spans_in(each.rule, year))
                        if (days.first <= to && from <= days.last)
                            wanted.push_back(format_date(days.first) + each.id);
            }
            std::sort(wanted.begin(), wanted.end());
            std::vector<std::string> found;
            for (const Observed& each : observances.on(from, to, here))
                found.push_back(format_date(each.first) + each.observance->id);
            RC_ASSERT(found == wanted);
        }));
    }

    TEST_CASE("each has its names and source and a school holiday no longer than two weeks") {
        for (const Observance& each : test_observances().all()) {
            CAPTURE(each.id);
            CHECK(each.name.size() == 3);
            CHECK_FALSE(each.source.empty());
            if (each.kind != ObservanceKind::school_holiday) continue;
            CHECK(each.municipalities.has_value());
            for (int year = each.first_year; year <= each.last_year; ++year)
                for (const DaySpan& days : spans_in(each.rule, year))
                    CHECK(days.last - days.first < date::days(14));
        }
    }

    TEST_CASE("no municipality has two winter or two autumn holidays in a year") {
        const Observances& observances = test_observances();
        for (const Municipality& municipality : test_gazetteer().municipalities()) {
            CAPTURE(municipality.slug);
            const std::vector here{municipality.code};
            for (const int year : {2026, 2027, 2028}) {
                int winter = 0;
                int autumn = 0;
                for (const Observed& each :
                     observances.on(day(year, 1, 1), day(year, 12, 31), here)) {
                    winter += each.observance->id.starts_with("talviloma") ? 1 : 0;
                    autumn += each.observance->id.starts_with("syysloma") ? 1 : 0;
                }
                CHECK(winter == 1);
                CHECK(autumn == (municipality.region == "ahvenanmaa" ? 0 : 1));
            }
        }
    }
}

TEST_SUITE("engine.observance_file") {
    TEST_CASE("a line is read as it says") {
        const auto observances = parsed(
            "# a remark\r\n\r\n"
            "messu;service_hour;messu;mässa;mass;every sun;10:00-11:00;* -kainuu 205;2026;;no;x\n"
            "aatto;local_day;aatto;afton;eve;12-31..01-01;22:00-24:00;none;;;yes;y");
        REQUIRE_MESSAGE(observances, detail(observances));
        const Observance& mass = observances->all()[0];
        CHECK(mass.kind == ObservanceKind::service_hour);
        CHECK(mass.name.at("sv") == "mässa");
        CHECK(mass.hours == DayHours{minutes(600), minutes(660)});
        CHECK(mass.municipalities->size() == 302);  // 309 less 8, and Kajaani again
        CHECK(std::is_sorted(mass.municipalities->begin(), mass.municipalities->end()));
        CHECK(mass.first_year == 2026);
        CHECK(mass.last_year == limits::year_max);
        CHECK_FALSE(mass.firm);
        CHECK(mass.source == "x");
        const Observance& eve = observances->all()[1];
        CHECK(eve.municipalities->empty());
        CHECK(eve.hours->to == std::chrono::hours(24));
        CHECK(eve.first_year == limits::year_min);
        CHECK(observances->on(day(2026, 1, 4), day(2026, 1, 4), codes("Kajaani")).size() == 1);
        CHECK(observances->on(day(2026, 1, 4), day(2026, 1, 4), codes("Kuhmo")).empty());
        CHECK(observances->on(day(2026, 1, 4), day(2026, 1, 4)).empty());
        CHECK(observances->on(day(2026, 1, 4), day(2026, 1, 3), codes("Kajaani")).empty());
        CHECK_FALSE(observances->is_holiday_or_eve(day(2026, 12, 31)));
        CHECK(Observances().on(day(1900, 1, 1), day(2100, 12, 31)).empty());
    }

    TEST_CASE("what a table program puts before the first line is no part of it") {
        CHECK(Observances::parse("\xEF\xBB\xBF" + (header + line_with(id, "juhla")),
                                 test_gazetteer()));
    }

    TEST_CASE("a wrong line is refused with its number") {
        CHECK(refused(id, "juhla") == "read");
        const std::string second = "observances.csv line 2: ";
        CHECK(refused(id, "") == second + "the id is not of a-z, 0-9 and hyphens");
        CHECK(refused(id, "Juhla") == second + "the id is not of a-z, 0-9 and hyphens");
        CHECK(refused(kind, "party") == second + "no such kind: party");
        for (const std::size_t name : {name_fi, name_sv, name_en})
            CHECK(refused(name, " ") == second + "a name is missing");
        CHECK(refused(dates, "juhannus") ==
              second + "\"juhannus\": neither a rule nor a date that every year has");
        for (const char* bad : {"10-11", "10:00", "11:00-10:00", "10:00-10:00", "10:00-24:01",
                                "10:60-11:00", "1:00-2:00", "-1:00-11:00", "-"})
            CHECK_MESSAGE(refused(hours, bad) == second + "the hours are not as 10:00-11:00", bad);
        CHECK(refused(place, "atlantis") == second + "no such place: atlantis");
        CHECK(refused(place, "kainuu -") == second + "no such place: ");
        CHECK(refused(place, "kainuu *") == second + "no such place: *");
        CHECK(refused(place, "") == second + "the place holds no municipality");
        CHECK(refused(place, "kuhmo -kainuu") == second + "the place holds no municipality");
        for (const char* bad : {"1899", "2101", "20 20", "x", "99999999999"})
            CHECK_MESSAGE(
                refused(from_year, bad) == second + "no year of the calendar: " + std::string(bad),
                bad);
        CHECK(refused(to_year, "2019") == second + "the years end too early");
        CHECK(refused(dates, "2031-01-01") == second + "the date lies outside its years");
        CHECK(refused(firm, "maybe") == second + "firm is yes or no");
        CHECK(refused(source, " ") == second + "no source");
        CHECK(refused(kind, "public_holiday") ==
              second + "a public holiday or eve is of the whole country");
        CHECK(refused(name_fi, "a;b") == second + "too many fields");
        CHECK(refused(name_fi, "\xFF") == second + "not UTF-8");
        CHECK(refused(name_fi, "a\tb") == second + "a control character");
        const std::string longest(limits::short_text_bytes_max, 'a');
        CHECK(refused(name_fi, longest) == "read");
        CHECK(refused(name_fi, longest + "a") == second + "a field is too long");
        const std::string longest_id(limits::id_bytes_max, 'a');
        CHECK(refused(id, longest_id) == "read");
        CHECK(refused(id, longest_id + "a") == second + "the id is not of a-z, 0-9 and hyphens");
    }

    TEST_CASE("a wrong file is refused") {
        CHECK(detail(Observances::parse("", test_gazetteer())) ==
              "observances.csv line 0: no observances");
        CHECK(detail(parsed("")) == "observances.csv line 0: no observances");
        CHECK(detail(Observances::parse("# x\nid;kind\n", test_gazetteer())) ==
              "observances.csv line 2: the columns are not as they were");
        CHECK(detail(parsed("juhla;local_day\n")) == "observances.csv line 2: too few fields");
        const std::string line = line_with(id, "juhla");
        CHECK(detail(parsed("\n# x\n" + line + line)) ==
              "observances.csv line 5: id juhla stands twice for a year");
        CHECK(detail(parsed(line + line_with(from_year, "2030"))) ==
              "observances.csv line 3: id juhla stands twice for a year");
        std::string later = line;
        later.replace(later.find("2020;2030"), 9, "2031;2031");
        CHECK(detail(parsed(line + later)) == "read");
    }

    TEST_CASE("any bytes are read or refused") {
        CHECK(rc::check([](const std::string& bytes) {
            const auto result = parsed(bytes);
            if (!result) RC_ASSERT(result.error().detail.starts_with("observances.csv line "));
        }));
        CHECK(rc::check([] {
            const auto column = *rc::gen::inRange<std::size_t>(0, 12);
            const auto result = parsed(line_with(column, *rc::gen::arbitrary<std::string>()));
            if (!result) RC_ASSERT(result.error().detail.starts_with("observances.csv line "));
        }));
    }
}

}  // namespace sopu
