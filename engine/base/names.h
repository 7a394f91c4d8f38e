// What lives here: the one way an enum gets its name in JSON, SQL and messages, and back. An enum
// that has names specialises EnumNames beside its own definition.
// What may not: names for people (server/words).
// Invariants: names are unique within an enum and listed in the order of its values, from zero.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace sopu {

template <class E>
struct EnumNames;  // static constexpr std::array<std::string_view, N> names

template <class E>
constexpr std::string_view name_of(E value) {
    return EnumNames<E>::names[static_cast<std::size_t>(value)];
}

template <class E>
constexpr std::optional<E> from_name(std::string_view name) {
    for (std::size_t i = 0; i < EnumNames<E>::names.size(); ++i)
        if (EnumNames<E>::names[i] == name) return static_cast<E>(i);
    return std::nullopt;
}

}  // namespace sopu
