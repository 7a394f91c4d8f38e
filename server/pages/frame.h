// What lives here: what all pages share: the head's data (language, links to the other languages),
// the texts a template names, the answer's headers; how events, places and municipalities are
// called. What may not: any one page. Invariants: a page that shows an edit token, or what was
// typed, is kept by no cache. Thread-safety: pure functions of the context and the snapshot.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/world/snapshot.h"
#include "server/http/message.h"
#include "server/pages/context.h"
#include "server/pages/language.h"
#include "server/service/caller.h"

namespace sopu::pages {

// The same page's address in a language.
using HrefIn = std::function<std::string(const Language&)>;

// Whether search engines may keep the page, with its address in each language.
enum class Indexing { none, open };

// What the calendar is called: by configuration, else Sopu.
std::string site_name(const Context& context, const Language& language);

// Everything head.mustache takes, and the texts of all sections as "t".
words::Data page_data(const Context& context, const Language& language, std::string title,
                      const HrefIn& here, Indexing indexing = Indexing::none);

enum class Caching { shared, none };
http::Response page(const Context& context, int status, std::string_view name,
                    const words::Data& data, Caching caching);
// A block of data (JSON-LD) in the head; `json` is safe within HTML (json/schema_org.h).
void add_data_block(http::Response& response, std::string_view json);

// error.mustache: what is wrong and the way home.
http::Response error_page(const Context& context, const Language& language, int status,
                          std::string heading, std::string message);
http::Response not_found(const Context& context, const Language& language);

// The language of an address by its prefix.
const Language& language_of_path(std::string_view path);

// The local date at home.
Date today_of(const Context& context);

// The name as a caller sees it, with the language it is in ("" for our own words).
struct Title {
    std::string text;
    std::string language;
};
Title title_of(const Context& context, const Language& language, const Snapshot& world,
               const Placed& placed, const service::Caller& caller);
std::string place_of(const Context& context, const Language& language, const Snapshot& world,
                     const Placed& placed);
// "Suomussalmi", "Sotkamo, Kuhmo"; what was said of an area where it is many.
std::string municipalities_of(const Context& context, const Language& language,
                              const Placed& placed);

// For suggestions beside a text field: every municipality's name in the order of the language.
words::Data municipality_names(const Context& context, const Language& language);
// For a select: every municipality in the order of the language; `chosen` is marked.
words::Data municipality_choices(const Context& context, const Language& language,
                                 std::string_view chosen);

}  // namespace sopu::pages
