#include "server/pages/staff_paths.h"

#include <algorithm>
#include <array>

#include "engine/base/invariant.h"
#include "engine/base/text.h"
#include "server/service/links.h"

namespace sopu::pages {
namespace {

// In the order of StaffPage; last the folder of events.
using Words = std::array<std::string_view, 6>;
constexpr std::array<Words, languages.size()> words_of{{
    {"/henkilokunta", "/henkilokunta/paallekkaisyydet", "/henkilokunta/salasana",
     "/henkilokunta/kirjaudu", "/henkilokunta/kirjaudu-ulos", "/henkilokunta/tapahtumat/"},
    {"/sv/personal", "/sv/personal/overlappningar", "/sv/personal/losenord",
     "/sv/personal/logga-in", "/sv/personal/logga-ut", "/sv/personal/evenemang/"},
    {"/en/staff", "/en/staff/conflicts", "/en/staff/password", "/en/staff/sign-in",
     "/en/staff/sign-out", "/en/staff/events/"},
}};

const Words& words_in(const Language& language) {
    for (std::size_t i = 0; i < languages.size(); ++i)
        if (languages.at(i).code == language.code) return words_of.at(i);
    INVARIANT(false, "a language of the pages");
    return words_of.front();
}

}  // namespace

std::string staff_path(StaffPage page, const Language& language) {
    return std::string(words_in(language).at(static_cast<std::size_t>(page)));
}

std::string staff_event_path(const Language& language, std::string_view id) {
    return std::string(words_in(language).back()) + service::percent_encoded(id);
}

std::string staff_event_pattern(const Language& language) {
    return std::string(words_in(language).back()) + "{id}";
}

bool is_staff_target(std::string_view target) {
    if (has_control(target, Lines::one) || target.find('\\') != std::string_view::npos)
        return false;
    return std::any_of(languages.begin(), languages.end(), [target](const Language& language) {
        const std::string queue = staff_path(StaffPage::queue, language);
        if (!target.starts_with(queue)) return false;
        const std::string_view rest = target.substr(queue.size());
        return rest.empty() || rest.front() == '/' || rest.front() == '?';
    });
}

}  // namespace sopu::pages
