#include "server/store/memory_store.h"

#include <algorithm>

#include "server/store/sequence.h"

namespace sopu::store {

template <class T>
void MemoryStore::Shelf<T>::put(std::shared_ptr<const T> record) {
    const auto [place, is_new] = positions_.try_emplace(record->id.text(), next_);
    if (is_new) ++next_;
    by_position_[place->second] = std::move(record);
}

template <class T>
void MemoryStore::Shelf<T>::erase(const decltype(T::id)& id) {
    const auto found = positions_.find(id.text());
    if (found == positions_.end()) return;
    by_position_.erase(found->second);
    positions_.erase(found);
}

template <class T>
std::vector<std::shared_ptr<const T>> MemoryStore::Shelf<T>::all() const {
    std::vector<std::shared_ptr<const T>> records;
    records.reserve(by_position_.size());
    for (const auto& [position, record] : by_position_) records.push_back(record);
    return records;
}

Result<Loaded> MemoryStore::load() {
    Loaded loaded;
    loaded.records = {events_.all(), venues_.all(),   organisations_.all(),
                      areas_.all(),  closures_.all(), resources_.all(),
                      last_tick_};
    for (const auto& account : accounts_.all()) loaded.accounts.push_back(*account);
    for (const auto& said : conflicts_.all()) loaded.conflicts.push_back(*said);
    loaded.version = version_;
    return loaded;
}

Result<void> MemoryStore::append(std::span<const Commit> group) {
    SOPU_CHECK(check_sequence(version_, group));
    if (failures_left_ != 0) {
        if (failures_left_ > 0) --failures_left_;
        return fail(Code::unavailable, "", "unavailable", "made to fail");
    }
    for (const Commit& commit : group) apply(commit);
    return {};
}

void MemoryStore::apply(const Commit& commit) {
    for (const Change& change : commit.changes)
        std::visit([this](const auto& each) { apply(each); }, change);
    for (const Account& account : commit.accounts)
        accounts_.put(std::make_shared<const Account>(account));
    for (const SaidOfConflict& said : commit.conflicts)
        conflicts_.put(std::make_shared<const SaidOfConflict>(said));
    if (commit.forget_remembered_before)
        std::erase_if(remembered_, [&](const auto& entry) {
            return entry.second.at < *commit.forget_remembered_before;
        });
    if (commit.remembered) {
        const Remembered& answer = *commit.remembered;
        remembered_[{answer.scope, answer.key}] = answer;
    }
    for (const Letter& letter : commit.letters) letters_[letter.id] = letter;
    for (const std::string& id : commit.letters_done) letters_.erase(id);
    for (const Notice& it : commit.notices) notices_[{it.conflict, it.letter}] = it;
    for (const Notice& it : commit.notices_gone) notices_.erase({it.conflict, it.letter});
    for (const Notice& it : commit.notices_told)
        if (const auto found = notices_.find({it.conflict, it.letter});
            found != notices_.end() && found->second.severity == it.severity)
            found->second.told = true;
    if (commit.forget_notices_before)
        std::erase_if(notices_, [&](const auto& entry) {
            return entry.second.until < *commit.forget_notices_before;
        });
    for (const Audit& line : commit.audit) audit_.push_back({commit.at, line});
    version_ = commit.version;
}

Result<std::optional<Remembered>> MemoryStore::remembered(const std::string& scope,
                                                          const std::string& key) {
    const auto found = remembered_.find({scope, key});
    if (found == remembered_.end()) return std::optional<Remembered>();
    return std::optional<Remembered>(found->second);
}

Result<std::vector<Letter>> MemoryStore::letters(std::size_t limit) {
    std::vector<Letter> waiting;
    for (const auto& [id, letter] : letters_) waiting.push_back(letter);
    std::stable_sort(waiting.begin(), waiting.end(),
                     [](const Letter& a, const Letter& b) { return a.due < b.due; });
    if (waiting.size() > limit) waiting.resize(limit);
    return waiting;
}

Result<std::vector<Notice>> MemoryStore::notices_about(const EventId& event) {
    std::vector<Notice> found;
    for (const auto& [key, it] : notices_)
        if (it.mine == event || it.other == event) found.push_back(it);
    return found;
}

Result<std::vector<Notice>> MemoryStore::notices_in(const std::string& letter) {
    std::vector<Notice> found;
    for (const auto& [key, it] : notices_)
        if (it.letter == letter) found.push_back(it);
    return found;
}

Result<std::vector<Logged>> MemoryStore::audit(const std::string& subject, std::size_t limit) {
    std::vector<Logged> lines;
    for (auto line = audit_.rbegin(); line != audit_.rend() && lines.size() < limit; ++line)
        if (line->line.subject == subject) lines.push_back(*line);
    return lines;
}

}  // namespace sopu::store
