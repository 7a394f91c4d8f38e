// What lives here: the pages for people, one handler a page; server/routes.cpp says at which
// address. What may not: JSON (api/), feeds. Invariants: a page works without scripts, is HTML 5,
// escapes everything and is in the language of its address. What the caller may not see is a 404. A
// form that is wrong comes back with what was typed. Thread-safety: handlers run on any thread; the
// context must outlive them.
#pragma once

#include <memory>

#include "server/http/message.h"
#include "server/http/rate_limiter.h"
#include "server/pages/context.h"
#include "server/pages/language.h"
#include "server/pages/place.h"

namespace sopu::pages {

// The front page: the question, coming events (?from= or ?day=, ?municipality=, ?area=, ?category=,
// ?audience=, ?language=), the way to subscribe.
http::Handler coming_events(const Context& context, const Language& language);
// The same for a municipality, region or named area by its slug in either language ("{slug}"), or
// for a month everywhere ("2026-12").
http::Handler place_events(const Context& context, const Language& language);
// A place's month ("{slug}", "{month}") as a table.
http::Handler month_page(const Context& context, const Language& language);
// How to subscribe: everywhere, or a place's ("{slug}"); ?category=, ?lang=.
http::Handler subscribe_page(const Context& context, const Language& language);

// Accessibility statement, privacy, about the data.
http::Handler info_page(const Context& context, const Language& language, Info info);

// For search engines.
http::Handler robots(const Context& context);
http::Handler sitemap(const Context& context);

// One event ("{id}"); with ?token= the page of whoever submitted it.
http::Handler event_page(const Context& context, const Language& language);
// POST: what whoever holds the edit token does with it (confirm, release, withdraw, cancel).
http::Handler event_action(const Context& context, const Language& language);

// The form: GET shows it (?event=&token= to edit), and checks at once what is asked with ?date= and
// ?municipality=; POST checks or submits.
http::Handler show_form(const Context& context, const Language& language);
http::Handler post_form(const Context& context, const Language& language);

// POST: the answer alone, for web/static/check.js.
http::Handler form_answer(const Context& context, const Language& language);

// The code of a receipt: GET asks for it, POST leads to the event's own page.
http::Handler code_form(const Context& context, const Language& language);
http::Handler open_by_code(const Context& context, const Language& language);

// What was submitted ("{id}", ?token=) with its edit link and code.
http::Handler receipt(const Context& context, const Language& language);

// "/static/{name}"; theme.css is the calendar's own colours.
http::Handler static_file(const Context& context);

// The handler, where the caller's address has a turn left; else a page that says when (429).
// Without a limiter it is the handler itself.
http::Handler with_rate_limit(const Context& context, const Language& language,
                              http::Handler handler, std::shared_ptr<http::RateLimiter> limiter);

// 404 in the language of the address, with the way home.
http::Handler nothing_here(const Context& context);

}  // namespace sopu::pages
