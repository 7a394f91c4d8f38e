#include "server/http/gate.h"

#include "engine/base/invariant.h"

namespace sopu::http {

Gate::Verdict Gate::enter(const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (total_ >= total_max_) return Verdict::full;
    if (!key.empty()) {
        std::size_t& of_address = count_[key];
        if (of_address >= per_address_max_) {
            if (of_address == 0) count_.erase(key);
            return Verdict::address_full;
        }
        ++of_address;
    }
    ++total_;
    return Verdict::open;
}

void Gate::leave(const std::string& key) {
    const std::lock_guard lock(mutex_);
    INVARIANT(total_ > 0, "a connection left that never entered");
    --total_;
    if (key.empty()) return;
    const auto found = count_.find(key);
    INVARIANT(found != count_.end(), "a connection left an address that it never entered by");
    if (--found->second == 0) count_.erase(found);
}

}  // namespace sopu::http
