#include "server/outbound/mail.h"

#include <algorithm>
#include <memory>

#include <gmime/gmime.h>

#include "server/outbound/limits.h"

namespace sopu::outbound {
namespace {

struct Unref {
    template <class T>
    void operator()(T* object) const {
        g_object_unref(object);
    }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

struct Free {
    void operator()(char* text) const { g_free(text); }
};

void initialise() {
    static const bool done = [] {
        g_mime_init();
        return true;
    }();
    static_cast<void>(done);
}

// A title may hold what a header may not; it stays one line whatever GMime makes of it.
std::string one_line(std::string_view text) {
    std::string line(text);
    std::replace_if(
        line.begin(), line.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    return line;
}

Owned<GMimePart> text_part(const std::string& body) {
    Owned<GMimePart> part(g_mime_part_new_with_type("text", "plain"));
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "charset", "utf-8");
    const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(body.data(), body.size()));
    const Owned<GMimeDataWrapper> content(
        g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
    g_mime_part_set_content(part.get(), content.get());
    g_mime_part_set_content_encoding(part.get(), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    return part;
}

std::string domain_of(std::string_view address) {
    return std::string(address.substr(address.rfind('@') + 1));
}

// SMTP ends lines with CRLF, whatever the text had.
std::string with_crlf(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\r') continue;
        if (c == '\n') out.push_back('\r');
        out.push_back(c);
    }
    return out;
}

}  // namespace

bool is_plain_address(std::string_view address) {
    const std::size_t at = address.find('@');
    if (at == 0 || at == std::string_view::npos || at + 1 == address.size()) return false;
    if (address.size() > limits::address_bytes_max || address[0] == '-') return false;
    if (address.find('@', at + 1) != std::string_view::npos) return false;
    return std::all_of(address.begin(), address.end(), [](char c) {
        const bool visible = c > 0x20 && c < 0x7f;
        return visible && std::string_view("\"(),:;<>[]\\").find(c) == std::string_view::npos;
    });
}

Result<std::string> wire_form(const Mail& mail) {
    if (!is_plain_address(mail.from)) return tl::make_unexpected(invalid("from", "bad_email"));
    if (!is_plain_address(mail.to)) return tl::make_unexpected(invalid("to", "bad_email"));
    initialise();
    const Owned<GMimeMessage> message(g_mime_message_new(FALSE));
    g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_FROM, nullptr, mail.from.c_str());
    g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_TO, nullptr, mail.to.c_str());
    g_mime_message_set_subject(message.get(), one_line(mail.subject).c_str(), "utf-8");
    GDateTime* date = g_date_time_new_from_unix_utc(mail.date.time_since_epoch().count());
    g_mime_message_set_date(message.get(), date);
    g_date_time_unref(date);
    const std::string id = one_line(mail.id) + "@" + domain_of(mail.from);
    g_mime_message_set_message_id(message.get(), id.c_str());
    // No answer from a machine to a machine (RFC 3834).
    g_mime_object_set_header(GMIME_OBJECT(message.get()), "Auto-Submitted", "auto-generated",
                             nullptr);
    const Owned<GMimePart> part = text_part(mail.body);
    g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(part.get()));
    const std::unique_ptr<char, Free> text(
        g_mime_object_to_string(GMIME_OBJECT(message.get()), nullptr));
    return with_crlf(text.get());
}

}  // namespace sopu::outbound
