#include "server/api/page.h"

#include <algorithm>
#include <charconv>

#include <boost/json/array.hpp>

#include "server/service/secrets.h"

namespace sopu::api {
namespace {

std::size_t read_limit(std::string_view said, const PageLimits& page_limits, Errors& errors) {
    std::size_t limit = 0;
    const auto [end, problem] = std::from_chars(said.data(), said.data() + said.size(), limit);
    if (problem == std::errc::invalid_argument || end != said.data() + said.size())
        errors.push_back(invalid("limit", "not_a_number"));
    else if (problem != std::errc() || limit < 1 || limit > page_limits.max)
        errors.push_back(invalid("limit", "out_of_range",
                                 {{"min", "1"}, {"max", std::to_string(page_limits.max)}}));
    return limit;
}

std::string read_cursor(std::string_view said, Errors& errors) {
    const auto key =
        said.size() <= limits::cursor_bytes_max ? service::from_base64url(said) : std::nullopt;
    if (key) return *key;
    errors.push_back(invalid("cursor", "bad_cursor"));
    return {};
}

// Moved so far that it is never negative, and padded, so that text sorts as time does.
std::string sortable(Instant instant) {
    constexpr long long shift = 100'000'000'000;  // seconds: 3 168 years
    constexpr std::size_t digits = 13;
    const std::string text = std::to_string(instant.time_since_epoch().count() + shift);
    return std::string(digits - std::min(digits, text.size()), '0') + text;
}

}  // namespace

Checked<PageQuery> read_page(const http::Request& request, const PageLimits& page_limits) {
    PageQuery page;
    page.limit = page_limits.unsaid;
    Errors errors;
    if (const auto limit = request.query_value("limit"); limit && !limit->empty())
        page.limit = read_limit(*limit, page_limits, errors);
    if (const auto cursor = request.query_value("cursor"); cursor && !cursor->empty())
        page.after = read_cursor(*cursor, errors);
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    return page;
}

boost::json::object page_of(const std::vector<Row>& rows, const PageQuery& page) {
    auto row = rows.begin();
    if (!page.after.empty())
        row = std::upper_bound(
            rows.begin(), rows.end(), page.after,
            [](const std::string& key, const Row& candidate) { return key < candidate.key; });
    boost::json::array items;
    for (; row != rows.end() && items.size() < page.limit; ++row) items.push_back(row->write());
    boost::json::value next = nullptr;
    if (row != rows.end() && !items.empty()) next = service::base64url(std::prev(row)->key);
    return {{"items", std::move(items)}, {"next", std::move(next)}};
}

std::string key_of(const Placed& placed) {
    if (placed.times.undated()) return "u" + placed.id().text();
    return "d" + sortable(placed.times.extent().start()) + placed.id().text();
}

// An id has no control characters, so that the least one ends it.
std::string key_of(const service::Listed& listed) {
    const Occurrence& it = listed.occurrence;
    const Instant named = it.repeats() ? it.recurrence_id : it.extent.start();
    return sortable(it.extent.start()) + listed.placed->id().text() + '\x01' + sortable(named);
}

}  // namespace sopu::api
