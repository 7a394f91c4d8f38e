// Whatever bytes come as a request target: decoding ends, and what it gives out keeps its promises.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/invariant.h"
#include "engine/base/text.h"
#include "server/http/target.h"

namespace {

bool is_clean(const std::string& text) {
    return sopu::is_utf8(text) && text.find('\0') == std::string::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view raw(reinterpret_cast<const char*>(data), size);
    const auto target = sopu::http::decode_target(raw);
    if (!target) return 0;
    INVARIANT(target->path.starts_with('/'), "a path starts with a slash");
    INVARIANT(is_clean(target->path), "a path is text");
    INVARIANT(target->path.size() <= raw.size() + 1, "decoding does not grow");
    for (const auto& [key, value] : target->query)
        INVARIANT(is_clean(key) && is_clean(value), "a query is text");
    return 0;
}
