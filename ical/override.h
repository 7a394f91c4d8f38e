// What lives here: OverrideMaker, from a component with a RECURRENCE-ID to what an Override of its
// series keeps: the difference between the two.
// What may not: which component belongs to which series (join.h).
// Invariants: what is as the series has it is not said, so that a series moved later takes it
// along; what differs and cannot be kept is noted. A RECURRENCE-ID that comes out is of the kind
// of the series, a date or a time. Thread-safety: one maker a series, one thread.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/model/recurrence.h"
#include "engine/recur/series_dates.h"
#include "ical/read_event.h"

namespace sopu::ical {

class OverrideMaker {
  public:
    // `length` is what the series says of it beyond its `when`. The master outlives the maker.
    OverrideMaker(const Taken& master, const std::optional<recur::Length>& length,
                  const Zones& zones);

    Override make(const Piece& piece);
    // What there was to note of all of them, each once.
    void finish(std::vector<Note>& into);

  private:
    void note(std::string reason, std::string detail);
    recur::Moment id_of(const SaidId& said) const;
    When in_zone_of_series(const When& when) const;
    bool lies_as_said(const Override& made, const When& when,
                      const std::optional<recur::Length>& length) const;
    void take_texts(const Piece& piece, Override& made);
    void note_what_is_left(const Piece& piece);

    const Event& series_;
    const Zones& zones_;
    const std::optional<recur::Length> length_;
    const recur::MomentReader reader_;
    std::vector<Note> notes_;
    std::set<std::pair<std::string, std::string>> noted_;
};

// What a MomentReader has to know of a series that starts so.
recur::Series start_of_series(const When& start, const Zones& zones);

}  // namespace sopu::ical
