#include "server/service/links.h"

namespace sopu::service {

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
                                c == '~';
        if (unreserved) {
            encoded.push_back(c);
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded.push_back('%');
        encoded.push_back(digits[byte >> 4U]);
        encoded.push_back(digits[byte & 15U]);
    }
    return encoded;
}

std::string event_path(const EventId& id) {
    return "/events/" + percent_encoded(id.text());
}

std::string edit_path(const EventId& id, std::string_view edit_token) {
    return "/receipt/" + percent_encoded(id.text()) + "?token=" + percent_encoded(edit_token);
}

}  // namespace sopu::service
