// What lives here: Catalogue<T>, records by id and by dense number, copy-on-write: a new version
// copies the pages and names that change and shares the rest.
// What may not: what records mean.
// Invariants: a number belongs to one id for as long as the catalogue's line of versions lives; an
// erased record leaves its number empty. Iteration is in order of numbers, i.e. of first put.
// Thread-safety: a version is immutable; with() leaves it as it was.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "engine/base/copy_on_write.h"
#include "engine/world/pages.h"

namespace sopu {

template <class T>
class Catalogue {
  public:
    using Number = typename Pages<std::shared_ptr<const T>>::Number;

    Catalogue() { names_.fill(std::make_shared<Names>()); }

    std::size_t size() const { return size_; }
    Number number_end() const { return records_.end(); }

    std::optional<Number> number(const std::string& id) const {
        const Names& names = *names_[shard(id)];
        const auto it = names.find(id);
        return it == names.end() ? std::nullopt : std::optional(it->second);
    }
    // Null where the record has been erased.
    const std::shared_ptr<const T>& at(Number number) const { return records_.at(number); }
    const T* find(const std::string& id) const {
        const auto it = number(id);
        return it ? at(*it).get() : nullptr;
    }

    template <class F>
    void for_each(F&& visit) const {
        for (Number n = 0; n < number_end(); ++n)
            if (const auto& record = at(n)) visit(n, *record);
    }

    // Puts a record under an id, in place of the one that is there. For the owner of a version that
    // is not shared yet.
    Number put(const std::string& id, std::shared_ptr<const T> record) {
        const auto old = number(id);
        const Number n = old ? *old : number_end();
        if (!old) writable(names_[shard(id)])[id] = n;
        auto& place = records_.at_writable(n);
        if (!place) ++size_;
        place = std::move(record);
        return n;
    }

    void erase(const std::string& id) {
        const auto n = number(id);
        if (!n) return;
        records_.at_writable(*n) = nullptr;
        writable(names_[shard(id)]).erase(id);
        --size_;
    }

  private:
    static constexpr std::size_t shard_count = 256;
    using Names = std::unordered_map<std::string, Number>;

    static std::size_t shard(const std::string& id) {
        return std::hash<std::string>{}(id) % shard_count;
    }

    Pages<std::shared_ptr<const T>> records_;
    std::array<std::shared_ptr<const Names>, shard_count> names_;
    std::size_t size_ = 0;
};

}  // namespace sopu
