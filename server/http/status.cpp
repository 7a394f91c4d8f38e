#include "server/http/status.h"

#include <array>

namespace sopu::http {
namespace {

struct Row {
    Code code;
    std::string_view name;
    int status;
};

// In the order of the enumerators. 422 is for what was read and makes no sense (RFC 9110 15.5.21).
constexpr std::array<Row, 12> codes{{{Code::invalid, "invalid", 422},
                                     {Code::unauthorised, "unauthorised", 401},
                                     {Code::forbidden, "forbidden", 403},
                                     {Code::not_found, "not_found", 404},
                                     {Code::conflict, "conflict", 409},
                                     {Code::stale, "stale", 412},
                                     {Code::precondition_required, "precondition_required", 428},
                                     {Code::too_large, "too_large", 413},
                                     {Code::unsupported, "unsupported", 422},
                                     {Code::rate_limited, "rate_limited", 429},
                                     {Code::unavailable, "unavailable", 503},
                                     {Code::internal, "internal", 500}}};

struct ReasonRow {
    std::string_view reason;
    int status;
};

// What could not be read at all.
constexpr std::array<ReasonRow, 3> reasons{
    {{"bad_json", 400}, {"too_deep", 400}, {"unsupported_media_type", 415}}};

const Row& row_of(Code code) {
    return codes[static_cast<std::size_t>(code)];
}

}  // namespace

int status_of(const Error& error) {
    for (const ReasonRow& row : reasons)
        if (row.reason == error.reason) return row.status;
    return row_of(error.code).status;
}

int status_of(const Errors& errors) {
    return errors.empty() ? row_of(Code::internal).status : status_of(errors.front());
}

std::string_view code_name(Code code) {
    return row_of(code).name;
}

}  // namespace sopu::http
