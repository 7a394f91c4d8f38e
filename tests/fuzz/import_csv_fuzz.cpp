// Whatever bytes come as a table of events: every row is an event that may be stored, or is
// rejected by name, and reading it again gives the same.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/base/invariant.h"
#include "server/service/import_file.h"
#include "server/service/validate.h"
#include "tests/support/random_world.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view raw(reinterpret_cast<const char*>(data), size);
    const sopu::Ground& ground = sopu::test::test_ground();
    const auto read = [&] {
        return sopu::service::read_import(raw, sopu::service::ImportFormat::csv, {}, ground);
    };
    const auto file = read();
    if (!file) return 0;
    const auto again = read();
    INVARIANT(again && again->items.size() == file->items.size(), "the same bytes, the same rows");
    for (std::size_t i = 0; i < file->items.size(); ++i) {
        const sopu::Event& event = file->items[i].event;
        INVARIANT(event == again->items[i].event, "the same bytes, the same event");
        INVARIANT(!event.id.empty() && !event.uid.empty(), "an event is known by something");
        INVARIANT(check(event.when, ground.zones).empty(), "its time makes sense");
        INVARIANT(sopu::service::validate_text(event).empty(), "its texts may be stored");
        INVARIANT(file->items[i].line > 0, "it is somewhere in the file");
    }
    for (const auto& rejected : file->rejected)
        INVARIANT(rejected.line > 0 && !rejected.reason.empty(), "a rejection says where and why");
    return 0;
}
