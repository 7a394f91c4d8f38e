// What lives here: the sentence that offers another time or space: what is offered, why it is near
// to what was wished, and its verdict (web/messages, suggestion.*).
// What may not: what is offered (engine/conflict/suggest.h), sentences of findings (explain.h).
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/conflict/suggest.h"
#include "server/words/messages.h"

namespace sopu::service {

// "la 12.12. klo 10–14", "joka tiistai klo 18–20, 3.11. alkaen" or, at the same time, "Sali 2".
std::string offered_text(std::string_view language, const Suggestion& suggestion,
                         const Snapshot& world, const words::Messages& messages,
                         std::optional<Date> today = {});

// "la 12.12. klo 10–14 (sama viikonpäivä, viikkoa myöhemmin): tiedossa ei ole päällekkäisyyksiä"
std::string sentence(std::string_view language, const Suggestion& suggestion, const Snapshot& world,
                     const words::Messages& messages, std::optional<Date> today = {});

}  // namespace sopu::service
