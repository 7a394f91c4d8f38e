// What lives here: ids as types, so that a venue's id is never taken for an event's.
// What may not: how ids are made (randomness is a port of the service) or looked up.
// Invariants: two ids are equal when their text is; an empty id names nothing.
// Thread-safety: plain values.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace sopu {

template <class Tag>
class Id {
  public:
    Id() = default;
    explicit Id(std::string text) : text_(std::move(text)) {}

    const std::string& text() const { return text_; }
    bool empty() const { return text_.empty(); }

    auto operator<=>(const Id&) const = default;

  private:
    std::string text_;
};

using EventId = Id<struct EventTag>;
using VenueId = Id<struct VenueTag>;
using OrganisationId = Id<struct OrganisationTag>;
using AreaId = Id<struct AreaTag>;
using ClosureId = Id<struct ClosureTag>;
using ResourceId = Id<struct ResourceTag>;
using UserId = Id<struct UserTag>;
// A municipality's number in the classification of Statistics Finland, three digits: "777".
using MunicipalityCode = Id<struct MunicipalityTag>;

}  // namespace sopu

template <class Tag>
struct std::hash<sopu::Id<Tag>> {
    std::size_t operator()(const sopu::Id<Tag>& id) const noexcept {
        return std::hash<std::string>{}(id.text());
    }
};
