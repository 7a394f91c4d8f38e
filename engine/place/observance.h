// What lives here: Observance, what a day is besides a date (a public holiday or its eve, a school
// holiday, a flag day, an election, the opening of a hunt), and Observances, which finds those of
// some days and municipalities.
// What may not: how they are written in the file (observance_file.cpp), what they mean for an event
// (conflict/): a public holiday is good news for its own feast.
// Invariants: public holidays and their eves are of the whole country; an id names one observance
// in a year. Every span of the years of the calendar (limits::year_min to year_max) is worked out
// when it is made, so that asking is a search in a sorted list.
// Thread-safety: immutable after it is made.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/id.h"
#include "engine/base/names.h"
#include "engine/base/result.h"
#include "engine/base/text.h"
#include "engine/place/day_rule.h"
#include "engine/place/gazetteer.h"

namespace sopu {

enum class ObservanceKind {
    public_holiday,  // a day off by law or by the almanac; shops and offices are shut
    eve,             // the day before one
    school_holiday,
    flag_day,
    election,
    hunting,       // the day on which a hunt opens
    local_day,     // one that a place keeps by itself
    service_hour,  // when the congregation meets
};

// Hours of each of its days, local; nothing: the whole day.
struct DayHours {
    minutes from{};
    minutes to{};  // at most 24:00
    bool operator==(const DayHours&) const = default;
};

struct Observance {
    std::string id;  // "pyhainpaiva"; the same every year
    ObservanceKind kind = ObservanceKind::public_holiday;
    LocalizedText name;  // fi, sv and en, as it stands within a sentence
    DayRule rule;
    std::optional<DayHours> hours;
    // Sorted; nothing: the whole country. Empty: nowhere, until somebody says where.
    std::optional<std::vector<MunicipalityCode>> municipalities;
    int first_year = 0;
    int last_year = 0;  // inclusive
    // False where it is only the habit of the place (the week in which a region's schools are used
    // to have their holiday) and the day was not decided or ordered: possible, not certain.
    bool firm = true;
    std::string source;  // where this is known from
};

// One observance on its days of one year.
struct Observed {
    const Observance* observance;  // lives as long as the Observances it came from
    Date first{};
    Date last{};  // inclusive
};

// Whether it is kept in any of these; one of the whole country is kept everywhere, in no
// municipality too.
bool holds_in(const Observance& observance, std::span<const MunicipalityCode> municipalities);

class Observances {
  public:
    // None: no day is anything but a date.
    Observances() = default;
    explicit Observances(std::vector<Observance> all);
    // The text of data/observances.csv. Errors: bad_observances, with the line in the detail.
    static Result<Observances> parse(std::string_view csv, const Gazetteer& gazetteer);

    // Those that touch a day of from to to (both inclusive) and hold in any of the municipalities;
    // without municipalities those of the whole country. By first day, then id.
    std::vector<Observed> on(Date from, Date to,
                             std::span<const MunicipalityCode> municipalities = {}) const;

    bool is_public_holiday(Date day) const;
    bool is_holiday_or_eve(Date day) const;

    const std::vector<Observance>& all() const { return all_; }

  private:
    struct Span {
        DaySpan days;
        std::size_t observance;  // in all_
    };

    std::vector<Observance> all_;
    std::vector<Span> spans_;  // by first day, then id
    date::days longest_{0};    // of a span: how far before a day one may begin that touches it
    std::vector<Date> holidays_;
    std::vector<Date> holidays_and_eves_;
};

template <>
struct EnumNames<ObservanceKind> {
    static constexpr std::array<std::string_view, 8> names{
        "public_holiday", "eve",     "school_holiday", "flag_day",
        "election",       "hunting", "local_day",      "service_hour"};
};

}  // namespace sopu
