// What lives here: the messages and templates of web/, read and compiled once for the tests.
// What may not: expectations; they stand in the tests.
// Thread-safety: as Messages and Templates: immutable once compiled.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "engine/base/invariant.h"
#include "server/words/messages.h"
#include "tests/support/golden.h"
#include "tests/support/tree.h"

namespace sopu::words {

inline const Messages& our_messages() {
    static const auto messages = [] {
        std::map<std::string, std::string> files;
        for (const std::string lang : {"fi", "sv", "en"})
            files[lang] = test::source_file("web/messages/" + lang + ".json");
        return Messages::parse(files);
    }();
    INVARIANT(messages.has_value(), "web/messages compiles, see the first test of words.messages");
    return *messages;
}

inline std::map<std::string, std::string> our_template_files() {
    std::map<std::string, std::string> files;
    for (const auto& entry :
         std::filesystem::directory_iterator(test::source_path("web/templates"))) {
        if (entry.path().extension() != ".mustache") continue;
        files[entry.path().stem()] =
            test::source_file("web/templates/" + entry.path().filename().string());
    }
    return files;
}

}  // namespace sopu::words
