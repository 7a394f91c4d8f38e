// What lives here: Catalogue<T>, records by id and by dense number, paged and copy-on-write: a new
// version copies the pages that change and shares the rest.
// What may not: what records mean.
// Invariants: a number belongs to one id for as long as the catalogue's line of versions lives; an
// erased record leaves its number empty. Iteration is in order of numbers, i.e. of first put.
// Thread-safety: a version is immutable; with() leaves it as it was.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/base/invariant.h"

namespace sopu {

template <class T>
class Catalogue {
  public:
    using Number = std::uint32_t;

    Catalogue() { names_.fill(std::make_shared<Names>()); }

    std::size_t size() const { return size_; }
    Number number_end() const { return number_end_; }

    std::optional<Number> number(const std::string& id) const {
        const Names& names = *names_[shard(id)];
        const auto it = names.find(id);
        return it == names.end() ? std::nullopt : std::optional(it->second);
    }
    // Null where the record has been erased.
    const std::shared_ptr<const T>& at(Number number) const {
        INVARIANT(number < number_end_, "a number that was given out");
        return (*pages_[number / page_size])[number % page_size];
    }
    const T* find(const std::string& id) const {
        const auto it = number(id);
        return it ? at(*it).get() : nullptr;
    }

    template <class F>
    void for_each(F&& visit) const {
        for (Number n = 0; n < number_end_; ++n)
            if (const auto& record = at(n)) visit(n, *record);
    }

    // Puts a record under an id, in place of the one that is there. For the owner of a version that
    // is not shared yet; pages and names shared with other versions are copied first.
    Number put(const std::string& id, std::shared_ptr<const T> record) {
        Number n;
        if (const auto old = number(id)) {
            n = *old;
        } else {
            n = number_end_++;
            if (n % page_size == 0) pages_.push_back(std::make_shared<Page>());
            writable(names_[shard(id)])[id] = n;
        }
        auto& place = writable(pages_[n / page_size])[n % page_size];
        if (!place) ++size_;
        place = std::move(record);
        return n;
    }

    void erase(const std::string& id) {
        const auto n = number(id);
        if (!n) return;
        writable(pages_[*n / page_size])[*n % page_size] = nullptr;
        writable(names_[shard(id)]).erase(id);
        --size_;
    }

  private:
    static constexpr std::size_t page_size = 256;
    static constexpr std::size_t shard_count = 256;
    using Page = std::array<std::shared_ptr<const T>, page_size>;
    using Names = std::unordered_map<std::string, Number>;

    static std::size_t shard(const std::string& id) {
        return std::hash<std::string>{}(id) % shard_count;
    }
    // Copies what is shared. The version this one was copied from is alive while this one is under
    // construction, so a use count of one means: made here, and nobody else can see it.
    template <class Part>
    static Part& writable(std::shared_ptr<const Part>& part) {
        if (part.use_count() != 1) part = std::make_shared<Part>(*part);
        return const_cast<Part&>(*part);
    }

    std::vector<std::shared_ptr<const Page>> pages_;
    std::array<std::shared_ptr<const Names>, shard_count> names_;
    Number number_end_ = 0;
    std::size_t size_ = 0;
};

}  // namespace sopu
