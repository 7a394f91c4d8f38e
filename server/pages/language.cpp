#include "server/pages/language.h"

#include "server/service/links.h"

namespace sopu::pages {
namespace {

std::string below(const Language& language, std::string_view folder, std::string_view name) {
    std::string path(language.prefix);
    path += folder;
    path += service::percent_encoded(name);
    return path;
}

}  // namespace

const Language& language_of(std::string_view code) {
    for (const Language& it : languages)
        if (it.code == code) return it;
    return languages.front();
}

std::string event_path(const Language& language, std::string_view id) {
    return below(language, "/events/", id);
}

std::string answer_path(const Language& language) {
    return std::string(language.form) + "/answer";
}

std::string receipt_path(const Language& language, std::string_view id) {
    return below(language, "/receipt/", id);
}

std::string municipality_path(const Language& language, std::string_view slug) {
    return below(language, "/", slug);
}

}  // namespace sopu::pages
