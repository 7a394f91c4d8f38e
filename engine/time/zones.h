// What lives here: Zones, the only bridge between local and UTC time. It reads Debian's `date`
// (right until 2037) and continues each zone by the POSIX rule in its TZif footer (RFC 8536 3.3).
// What may not: reading files: main hands in a function that finds a zone's footer.
// Invariants: to_instant is total and follows RFC 5545 3.3.5: a local time in a gap uses the offset
// before the gap, one in a fold its first occurrence. to_local(to_instant(t)) == t outside gaps.
// Thread-safety: immutable after load; share freely as const.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/time/instant.h"

namespace sopu {

// The calendar's own zone: all-day and vague times are local to it.
inline constexpr std::string_view home_zone = "Europe/Helsinki";

class Zone;  // one zone's rules; lives as long as its Zones

class Zones {
  public:
    // The text after the last transition of a zone's TZif file ("EET-2EEST,M3.5.0/3,M10.5.0/4"), or
    // nothing where there is none (then the last offset known goes on for ever).
    using FooterOf = std::function<std::optional<std::string>(std::string_view zone)>;

    // Fails with Code::unavailable if the zone database cannot be read or lacks home_zone.
    static Result<Zones> load(const FooterOf& footer_of);

    Zones(Zones&&) noexcept;
    Zones& operator=(Zones&&) noexcept;
    ~Zones();

    // By IANA name (links included, "UTC" too); null if unknown. Case matters.
    const Zone* find(std::string_view name) const;
    const Zone& home() const;

  private:
    struct Table;
    explicit Zones(std::unique_ptr<Table> table);
    std::unique_ptr<Table> table_;
};

// RFC 5545 3.3.5; see the invariants above. Any year of 1600-2600.
Instant to_instant(LocalTime local, const Zone& zone);
LocalTime to_local(Instant instant, const Zone& zone);
seconds offset_at(Instant instant, const Zone& zone);

// The POSIX TZ rule in force after the last listed transition ("EET-2EEST,M3.5.0/3,M10.5.0/4"; a
// fixed zone: "EET-2"). What a VTIMEZONE is written from.
std::string_view posix_rule(const Zone& zone);
// The IANA name it was found by.
std::string_view name_of(const Zone& zone);

// to_instant for many local times in a row: it remembers how long the last offset holds, so that
// neighbours cost an addition. Equal to to_instant for every local time, in any order.
// Thread-safety: one thread; the zone outlives it.
class OffsetCursor {
  public:
    explicit OffsetCursor(const Zone& zone) : zone_(&zone) {}

    Instant to_instant(LocalTime local) {
        if (local < from_ || local >= until_) [[unlikely]]
            seek(local);
        return Instant{local.time_since_epoch() - offset_};
    }

  private:
    void seek(LocalTime local);

    const Zone* zone_;
    LocalTime from_{};  // the local times [from_, until_) have this offset
    LocalTime until_{};
    seconds offset_{0};
};

enum class LocalKind { unique, gap, fold };
// Whether a clock shows this local time once, never or twice.
LocalKind kind_of(LocalTime local, const Zone& zone);

// What tzdata must say of Helsinki: gap, fold, 1997, 2025, 2038 and 2100. The first line that is
// wrong is the error (Code::unavailable): a server must not start on such a machine.
Result<void> self_test(const Zones& zones);

}  // namespace sopu
