// Whatever body is posted as a form: it is refused as a whole, or each field is read or has an
// error, and what may be stored without an error holds no line of its own.
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/base/invariant.h"
#include "engine/base/text.h"
#include "server/pages/form_fields.h"
#include "tests/support/random_world.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto world = sopu::Snapshot::build({}, sopu::test::test_ground());
    sopu::http::Request request;
    request.headers = {{"content-type", "application/x-www-form-urlencoded"}};
    request.body.assign(reinterpret_cast<const char*>(data), size);
    const auto typed = sopu::pages::read_form(request);
    if (!typed) return 0;
    const auto draft =
        sopu::pages::draft_of(*typed, sopu::Event{}, sopu::pages::languages[0], *world);
    for (const sopu::Error& error : draft.errors)
        INVARIANT(!error.reason.empty(), "an error says why");
    if (!draft.errors.empty()) return 0;
    INVARIANT(check(draft.event.when, sopu::test::test_ground().zones).empty(), "a time");
    for (const auto& [language, title] : draft.event.title)
        INVARIANT(!has_control(title, sopu::Lines::one), "a title is one line");
    INVARIANT(!has_control(draft.event.organiser.email, sopu::Lines::one), "an address is a line");
    return 0;
}
