#include "server/http/http_date.h"

#include <date/date.h>

#include <locale>
#include <sstream>

namespace sopu::http {
namespace {

std::optional<SystemSeconds> parse_as(std::string_view text, const char* format) {
    std::istringstream in{std::string(text)};
    in.imbue(std::locale::classic());
    SystemSeconds instant;
    in >> date::parse(format, instant);
    if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
    return instant;
}

}  // namespace

std::string http_date(SystemSeconds instant) {
    return date::format(std::locale::classic(), "%a, %d %b %Y %H:%M:%S GMT", instant);
}

std::optional<SystemSeconds> parse_http_date(std::string_view text) {
    for (const char* format :
         {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"})
        if (const auto instant = parse_as(text, format)) return instant;
    return std::nullopt;
}

}  // namespace sopu::http
