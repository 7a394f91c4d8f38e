#include "server/api/draft.h"

#include <algorithm>

#include "server/json/draft_json.h"

namespace sopu::api {
namespace {

// Whether one path is the other or a part of it: "when" and "when.end", "areas" and "areas[0]".
bool about_the_same(std::string_view a, std::string_view b) {
    const std::string_view shorter = a.size() <= b.size() ? a : b;
    const std::string_view longer = a.size() <= b.size() ? b : a;
    if (!longer.starts_with(shorter)) return false;
    const std::string_view rest = longer.substr(shorter.size());
    return shorter.empty() || rest.empty() || rest.front() == '.' || rest.front() == '[';
}

}  // namespace

Checked<Event> draft_in(const boost::json::value& body,
                        std::span<const std::string_view> also_allowed, const Door& door,
                        service::Purpose purpose) {
    json::ReadDraft read = json::read_draft(body, door.world->ground().zones, also_allowed);
    if (read.errors.empty()) return std::move(read.draft.event);
    const Errors of_form = read.errors;
    for (Error& error : service::validate(read.draft.event, *door.world, door.caller, purpose)) {
        const bool told = std::any_of(of_form.begin(), of_form.end(), [&](const Error& it) {
            return about_the_same(it.field, error.field);
        });
        if (!told) read.errors.push_back(std::move(error));
    }
    return tl::make_unexpected(std::move(read.errors));
}

}  // namespace sopu::api
