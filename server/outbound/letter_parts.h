// What lives here: what several letters have in common: the title, the time and place of an event,
// the link to it, an empty letter to somebody. What may not: whole letters. Thread-safety: pure
// functions of the world.
#pragma once

#include <string>
#include <string_view>

#include "server/outbound/letters.h"

namespace sopu::outbound {

std::string title_of(const Event& event, std::string_view language, const Desk& desk);
std::string when_and_where(const Placed& placed, std::string_view language, const Desk& desk);
// With the edit token: only to whoever has the event's own address.
std::string edit_link(const Event& event, std::string_view language, const Desk& desk);
// From us, with the letter's id, the address and the subject; without a body.
Mail mail_to(const std::string& address, const store::Letter& letter, std::string subject,
             const Desk& desk);

}  // namespace sopu::outbound
