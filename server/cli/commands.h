// What lives here: the commands of the program, one function each (and one .cpp file each), and
// their options as plain values. What may not: the command line's syntax (main.cpp, the only file
// that knows the parser). Invariants: a command returns its exit code (0 fine, 1 finding) or an
// Error, which main turns into one sentence and a code by exit_code.h. Answers go to console.out
// and are whole or absent. Thread-safety: one command a process.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/cli/config.h"
#include "server/cli/console.h"
#include "server/cli/foundation.h"

namespace sopu::cli {

enum class Format { text, json, csv, ics };

struct ServeOptions {
    Config config;
    bool demo = false;
};
Result<int> serve(const ServeOptions& options, const Foundation& foundation, Console& console);

struct ExpandOptions {
    std::string file;
    std::string from;
    std::string to;
};
// Needs no places and no days of the year, and so does not wait for them.
Result<int> expand(const ExpandOptions& options, const Zones& zones,
                   const words::Messages& messages, Console& console);

struct CheckOptions {
    std::vector<std::string> files;
    std::string db;  // "": the files alone
    std::string municipality;
    std::string from;
    std::string to;
    Format format = Format::text;
};
Result<int> check(const CheckOptions& options, const Foundation& foundation, Console& console);

struct ImportOptions {
    std::string file;
    std::string db;
    std::string municipality;
    std::string organisation;
    bool dry_run = false;
    Format format = Format::text;
};
Result<int> import(const ImportOptions& options, const Foundation& foundation, Console& console);

struct ExportOptions {
    std::string db;
    std::string base_url;
    // The query of a feed: area, except, municipality, venue, organisation, category, audience,
    // routine, q, from, to.
    std::vector<std::pair<std::string, std::string>> query;
    Format format = Format::ics;
};
Result<int> export_feed(const ExportOptions& options, const Foundation& foundation,
                        Console& console);

struct ConflictsOptions {
    std::string db;
    std::string from;
    std::string to;
    std::string area;
    std::string severity;
    Format format = Format::text;
};
Result<int> conflicts(const ConflictsOptions& options, const Foundation& foundation,
                      Console& console);

struct BackupOptions {
    std::string db;
    std::string target;
};
Result<int> backup(const BackupOptions& options, const Foundation& foundation, Console& console);

struct VerifyOptions {
    std::string db;
    Format format = Format::text;
};
Result<int> verify(const VerifyOptions& options, const Foundation& foundation, Console& console);

struct UserAddOptions {
    std::string db;
    std::string name;
    std::vector<std::string> roles;
    std::string area;
    std::string email;  // "": nothing is told by mail
    std::string language = "fi";
};
Result<int> add_user(const UserAddOptions& options, std::string password,
                     const Foundation& foundation, Console& console);

}  // namespace sopu::cli
