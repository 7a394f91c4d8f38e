// Any bytes through the door: an answer or errors, never a crash, and what was let in is written
// and read back as it was.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/base/invariant.h"
#include "engine/base/text.h"
#include "engine/time/zones.h"
#include "server/json/draft_json.h"
#include "server/json/event_json.h"
#include "server/json/limits.h"
#include "server/json/parse.h"
#include "server/json/records_json.h"

namespace {

const sopu::Zones& zones() {
    static const auto loaded =
        sopu::Zones::load([](std::string_view) -> std::optional<std::string> { return {}; });
    INVARIANT(loaded.has_value(), "this machine has zones");
    return *loaded;
}

void check_errors(const sopu::Errors& errors) {
    INVARIANT(!errors.empty() && errors.size() <= sopu::json::limits::errors_max,
              "a refusal has reasons, and not too many");
    for (const sopu::Error& error : errors) {
        INVARIANT(!error.reason.empty(), "every error has a reason");
        INVARIANT(sopu::is_utf8(error.field), "a field can be shown");
        for (const auto& [name, value] : error.args)
            INVARIANT(sopu::is_utf8(value), "an argument can be shown");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto value = sopu::json::parse_json(bytes);
    if (!value) return 0;
    static_cast<void>(sopu::json::venue_input(*value));
    static_cast<void>(sopu::json::organisation_input(*value));
    static_cast<void>(sopu::json::area_input(*value));
    const auto draft = sopu::json::draft_from_json(*value, zones());
    if (!draft) {
        check_errors(draft.error());
        return 0;
    }
    sopu::Event event = draft->event;
    event.id = sopu::EventId("e");
    event.uid = "e@sopu";
    const auto text = sopu::json::write_json(sopu::json::to_record(event));
    const auto again = sopu::json::event_from_json(sopu::json::parse_json(text)->as_object());
    INVARIANT(again.has_value() && *again == event, "what was let in comes back as it was");
    return 0;
}
