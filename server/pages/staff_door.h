// What lives here: the door of the pages for staff: who is signed in, the CSRF token of every form,
// and what all of these pages share. What may not: any one page.
// Invariants: nobody gets in without a session: a GET is sent to sign in, anything else is refused
// (403); a form without the session's CSRF token is refused (403) before it is looked at. No cache
// keeps these pages. Thread-safety: pure functions; a StaffDoor holds copies and may outlive its
// request.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/pages/form_fields.h"
#include "server/pages/frame.h"
#include "server/pages/staff_paths.h"

namespace sopu::pages {

struct StaffDoor {
    std::shared_ptr<const Snapshot> world;
    service::Caller caller;
    std::string csrf;
    Typed typed;  // the form of a POST
};

using StaffServing =
    std::function<void(const http::Request&, const StaffDoor&, const http::Reply&)>;
http::Handler for_staff(const Context& context, const Language& language, StaffServing serve);

// Whether the request comes with a session.
bool is_signed_in(const Context& context, const http::Request& request);

// Set-Cookie of a session; without a value it ends.
std::string session_cookie(const Context& context, bool secure_request, const std::string& value);

// What the head takes, the texts of staff too; without a menu for who is not signed in.
words::Data staff_frame(const Context& context, const Language& language, std::string title,
                        const HrefIn& here);
// The same with the menu.
words::Data staff_data(const Context& context, const Language& language, const StaffDoor& door,
                       std::string title, const HrefIn& here);
http::Response staff_page(const Context& context, int status, std::string_view name,
                          const words::Data& data);

// The page of an error, with its status.
http::Response staff_refusal(const Context& context, const Language& language,
                             const Errors& errors);

// The language to mark a text with: "" where it is the page's own.
std::string marked_language(std::string_view of_text, const Language& language);

// "la 24.10., klo 9.15"
std::string moment_text(const Context& context, const Language& language, Instant instant);

// The page of another event that this caller may open: staff's, else the public one, else "".
std::string href_of_other(const Language& language, const Snapshot& world, const EventId& id,
                          const service::Caller& caller);

}  // namespace sopu::pages
