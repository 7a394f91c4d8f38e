// What lives here: handing one letter to the configured mail server (libcurl).
// What may not: queues and tries (outbox_worker.h), the form of letters (mail.h).
// Invariants: a send ends within limits::send_seconds; errors name no address and no password.
// Thread-safety: send from one thread at a time; different objects are independent.
#pragma once

#include <functional>
#include <string>

#include "engine/base/result.h"
#include "server/outbound/mail.h"

namespace sopu::outbound {

// Errors: unavailable (try again), invalid (the server refuses it for good, or the mail is none).
using SendMail = std::function<Result<void>(const Mail&)>;

// "smtp://host:587", "smtps://name:password@host": with a password only encrypted; without one
// encrypted where the server can (STARTTLS).
SendMail smtp_sender(std::string url);

}  // namespace sopu::outbound
