// What lives here: SeriesDates, the RDATEs, EXDATEs and overrides of a series as instants, sorted,
// so that each occurrence of the rule is looked up among them instead of compared with all. What
// may not: the rule, windows. Invariants: one extra date an instant (a PERIOD before a bare date),
// one override a recurrence-id (the last one said). Thread-safety: immutable once made.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/recur/series.h"

namespace sopu::recur {

// The last local time and instant that anything of a series may have, and the first.
inline constexpr LocalTime local_min{Date{date::year{limits::year_min} / 1 / 1}};
inline constexpr LocalTime local_max{Date{date::year{limits::year_max + 1} / 1 / 1}};

bool is_in_years(const Moment& moment);

// Reads moments as the series means them; see series.h.
class MomentReader {
  public:
    MomentReader(const Series& series, const Zones& zones);

    const Zone& zone() const { return zone_; }
    LocalTime local(const Moment& moment) const;
    Instant instant(const Moment& moment) const;
    // A date is its midnight, whatever the series says: an override may turn a time into a date.
    Instant own_start(const Moment& moment) const;

  private:
    bool all_day_;
    LocalTime start_;
    const Zone& home_;
    const Zone& zone_;
};

class SeriesDates {
  public:
    struct Extra {
        Instant start;
        LocalTime local;
        std::optional<Instant> end;    // of a PERIOD with an end
        std::optional<Length> length;  // of a PERIOD with a length
    };
    struct Replaced {
        Instant recurrence_id;
        std::int32_t index;  // into Series::overrides
    };
    // What becomes of the occurrences after a this-and-future override.
    struct Range {
        Instant after;
        bool cancelled;
        seconds shift;  // of local time
        Length length;
        std::int32_t index;  // into Series::overrides
    };

    SeriesDates(const Series& series, const MomentReader& reader);

    const std::vector<Extra>& extras() const { return extras_; }
    const std::vector<Replaced>& replaced() const { return replaced_; }
    const std::vector<Range>& ranges() const { return ranges_; }
    bool empty() const {
        return extras_.empty() && exceptions_.empty() && days_.empty() && replaced_.empty();
    }

    bool is_extra(Instant start) const;
    // Taken out by EXDATE, or replaced by an override.
    bool is_gone(Instant start, LocalTime local) const;
    // The last range that begins before it; null if there is none.
    const Range* range_of(Instant start) const;

  private:
    void read_extras(const Series& series, const MomentReader& reader);
    void read_exceptions(const Series& series, const MomentReader& reader);
    void read_overrides(const Series& series, const MomentReader& reader);

    std::vector<Extra> extras_;
    std::vector<Instant> exceptions_;
    std::vector<Date> days_;  // EXDATE;VALUE=DATE in a timed series
    std::vector<Replaced> replaced_;
    std::vector<Range> ranges_;
};

}  // namespace sopu::recur
