// What lives here: Foundation, what every command stands on: zones, gazetteer, observances,
// policies and messages, loaded once and tested; and the files that pages are made of.
// What may not: the database, settings.
// Invariants: stays where it is made, because ground() points into it.
// Thread-safety: immutable after load.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "engine/world/ground.h"
#include "server/words/messages.h"

namespace sopu::cli {

class Foundation {
  public:
    // With `web_dir` the files of web/ are read from there. Errors: unavailable (no or wrong zone
    // database), internal (our own data is broken), not_found (web_dir).
    static Result<std::unique_ptr<const Foundation>> load(Policies policies = {},
                                                          const std::string& web_dir = {});
    Foundation(const Foundation&) = delete;
    Foundation& operator=(const Foundation&) = delete;

    const Ground& ground() const { return ground_; }
    const words::Messages& messages() const { return messages_; }

  private:
    Foundation(Zones zones, Gazetteer gazetteer, Observances observances, Policies policies,
               words::Messages messages);

    Zones zones_;
    Gazetteer gazetteer_;
    Observances observances_;
    Policies policies_;
    words::Messages messages_;
    Ground ground_;
};

// The three languages' messages as the program was built, or from a folder: needed before anything
// can be said, even that the rest cannot be loaded.
Result<words::Messages> load_messages(const std::string& web_dir = {});

// The zones of this machine, tested.
Result<Zones> load_zones();

// The municipalities as the program was built: a policy file may name them.
Result<Gazetteer> load_gazetteer();

// The files of one folder of web/ ("templates") by name ("form.mustache"), embedded or from
// web_dir.
Result<std::map<std::string, std::string>> web_files(std::string_view folder,
                                                     const std::string& web_dir);

}  // namespace sopu::cli
