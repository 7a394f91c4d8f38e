#include "server/cli/foundation.h"

#include <filesystem>
#include <utility>

#include "server/cli/assets.h"
#include "server/cli/files.h"
#include "server/cli/zone_footer.h"
#include "server/words/collate.h"

namespace sopu::cli {
namespace {

Result<std::string_view> built_in(std::string_view path) {
    if (const auto bytes = embedded(path)) return *bytes;
    return fail(Code::internal, "", "internal", "built without " + std::string(path));
}

}  // namespace

Result<std::map<std::string, std::string>> web_files(std::string_view folder,
                                                     const std::string& web_dir) {
    std::map<std::string, std::string> files;
    if (web_dir.empty()) {
        const std::string prefix = "web/" + std::string(folder) + "/";
        for (const std::string_view path : embedded_paths())
            if (path.starts_with(prefix))
                files.emplace(path.substr(prefix.size()), embedded(path).value_or(""));
        return files;
    }
    std::error_code problem;
    const std::filesystem::directory_iterator entries(
        std::filesystem::path(web_dir) / std::string(folder), problem);
    if (problem) return fail(Code::not_found, "web_dir", "not_found", web_dir);
    for (const auto& entry : entries)
        if (entry.is_regular_file(problem))
            files.emplace(entry.path().filename().string(),
                          SOPU_TRY(read_file(entry.path().string(), asset_bytes_max)));
    return files;
}

Result<words::Messages> load_messages(const std::string& web_dir) {
    std::map<std::string, std::string> by_language;
    for (auto& [name, text] : SOPU_TRY(web_files("messages", web_dir)))
        by_language.emplace(std::filesystem::path(name).stem().string(), text);
    return words::Messages::parse(by_language);
}

Foundation::Foundation(Zones zones, Gazetteer gazetteer, Observances observances, Policies policies,
                       words::Messages messages)
    : zones_(std::move(zones)),
      gazetteer_(std::move(gazetteer)),
      observances_(std::move(observances)),
      policies_(std::move(policies)),
      messages_(std::move(messages)),
      ground_{zones_, gazetteer_, observances_, policies_, words::fold} {}

Result<Zones> load_zones() {
    Zones zones = SOPU_TRY(Zones::load(zone_footer));
    SOPU_CHECK(self_test(zones));
    return zones;
}

Result<Gazetteer> load_gazetteer() {
    return Gazetteer::parse(SOPU_TRY(built_in("data/municipalities.csv")));
}

Result<std::unique_ptr<const Foundation>> Foundation::load(Policies policies,
                                                           const std::string& web_dir) {
    words::Messages messages = SOPU_TRY(load_messages(web_dir));
    Zones zones = SOPU_TRY(load_zones());
    Gazetteer gazetteer = SOPU_TRY(load_gazetteer());
    const std::string_view days = SOPU_TRY(built_in("data/observances.csv"));
    Observances observances = SOPU_TRY(Observances::parse(days, gazetteer));
    return std::unique_ptr<const Foundation>(
        new Foundation(std::move(zones), std::move(gazetteer), std::move(observances),
                       std::move(policies), std::move(messages)));
}

}  // namespace sopu::cli
