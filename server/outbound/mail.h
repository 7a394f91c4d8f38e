// What lives here: Mail, one plain letter, and its form on the wire (RFC 5322, MIME, UTF-8).
// What may not: what letters say (letters.h), sockets (smtp.h).
// Invariants: nothing of a Mail can become a header or a recipient of its own: addresses have a
// strict form, the subject is encoded as one line. Thread-safety: pure functions; GMime is
// initialised once by the first call.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/time/instant.h"

namespace sopu::outbound {

struct Mail {
    std::string from;
    std::string to;
    std::string subject;
    std::string body;  // lines that end in \n
    std::string id;    // the same for each try of a letter: "receipt.e123"
    Instant date{};
};

// local@domain in ASCII without spaces, quotes, brackets or separators, within
// limits::address_bytes_max: all that we send to. (Addresses with letters beyond ASCII need a
// server that can SMTPUTF8; they are refused.)
bool is_plain_address(std::string_view address);

// Errors: invalid with field from or to (bad_email).
Result<std::string> wire_form(const Mail& mail);

}  // namespace sopu::outbound
