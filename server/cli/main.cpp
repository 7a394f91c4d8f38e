// The program's command line: which commands there are and how their options are written. Each
// command is a file beside this one; errors become one sentence and an exit code here.
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <map>

#include <CLI/CLI.hpp>

#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/files.h"
#include "server/cli/policy_file.h"

namespace sopu::cli {
namespace {

// What a command needs beyond its own options, as typed.
struct Common {
    std::string lang = "fi";
    std::string config_file;
    std::string policy_file;
    Settings flags;  // settings said as flags
};

// A parsed command, ready to run.
using Run = std::function<Result<int>(Common& common, Console& console)>;

class CommandLine {
  public:
    CommandLine() {
        app_.require_subcommand(1);
        app_.set_version_flag("--version", std::string("sopu ") + SOPU_VERSION);
        app_.footer("Exit codes: 0 fine, 1 a finding, 2 bad input or usage, 3 the environment.");
        serve_command();
        expand_command();
        check_command();
        import_command();
        export_command();
        conflicts_command();
        keeping_commands();
        user_command();
    }

    CLI::App& app() { return app_; }
    const Run& run() const { return run_; }
    Common& common() { return common_; }

  private:
    CLI::App* command(CLI::App& parent, const std::string& name, const std::string& what) {
        CLI::App* sub = parent.add_subcommand(name, what);
        sub->add_option("--lang", common_.lang, "Language of sentences")
            ->check(CLI::IsMember({"fi", "sv", "en"}))
            ->capture_default_str();
        return sub;
    }

    // A flag of one of the settings that have four places (config.h).
    void setting(CLI::App* sub, std::string_view name, const std::string& what) {
        std::string flag = "--" + std::string(name);
        std::replace(flag.begin(), flag.end(), '_', '-');
        sub->add_option_function<std::string>(
            flag,
            [this, key = std::string(name)](const std::string& value) {
                common_.flags[key] = value;
            },
            what);
    }
    void database(CLI::App* sub) {
        setting(sub, "db", "Database file (else SOPU_DB, the configuration, sopu.db)");
        sub->add_option("--config", common_.config_file, "Configuration file (TOML)");
    }

    static void format(CLI::App* sub, Format& into, const std::vector<std::string>& allowed) {
        static const std::map<std::string, Format> formats{{"text", Format::text},
                                                           {"json", Format::json},
                                                           {"csv", Format::csv},
                                                           {"ics", Format::ics}};
        sub->add_option_function<std::string>(
               "--format", [&into](const std::string& name) { into = formats.at(name); },
               "Format of the answer")
            ->check(CLI::IsMember(allowed))
            ->default_str(allowed.front());
    }

    static void window(CLI::App* sub, std::string& from, std::string& to) {
        sub->add_option("--from", from, "Start: RFC 3339, or a date (midnight in Helsinki)");
        sub->add_option("--to", to, "End, itself outside");
    }

    static Result<std::unique_ptr<const Foundation>> foundation(const Common& common,
                                                                const std::string& web_dir = {}) {
        Policies policies;
        if (!common.policy_file.empty()) {
            const std::string text = SOPU_TRY(read_file(common.policy_file, settings_bytes_max));
            const Gazetteer gazetteer = SOPU_TRY(load_gazetteer());
            policies = SOPU_TRY(parse_policies(text, gazetteer).map_error([&](Error error) {
                error.detail = common.policy_file + ", " + error.detail;
                return error;
            }));
        }
        return Foundation::load(std::move(policies), web_dir);
    }

    static Result<Config> config(const Common& common) {
        std::vector<Settings> places{common.flags, settings_of_environment([](const auto& name) {
                                         const char* value = std::getenv(name.c_str());
                                         return value ? std::optional<std::string>(value)
                                                      : std::nullopt;
                                     })};
        if (!common.config_file.empty()) {
            const std::string text = SOPU_TRY(read_file(common.config_file, settings_bytes_max));
            places.push_back(SOPU_TRY(settings_of_toml(text).map_error([&](Error error) {
                error.detail = common.config_file + ", " + error.detail;
                return error;
            })));
        }
        return make_config(places);
    }

    void serve_command() {
        CLI::App* sub = command(app_, "serve", "Serve the calendar over HTTP");
        database(sub);
        setting(sub, "listen", "Address and port (127.0.0.1:8080; port 0: any free one)");
        setting(sub, "base_url", "How people reach it: https://sopu.example");
        setting(sub, "trusted_proxies", "Proxies whose X-Forwarded-* is believed, with commas");
        setting(sub, "rate_limit", "on or off");
        setting(sub, "web_dir", "Read templates, messages and static files from this folder");
        setting(sub, "mail_smtp", "Mail server for receipts: smtp://host:587 (better in the file)");
        setting(sub, "mail_from", "The address that receipts come from");
        setting(sub, "mail_digest", "When conflicts are told by mail: 07:00, or now");
        setting(sub, "keeper", "Who lets rooms, where a venue does not say");
        setting(sub, "contact", "Whom to ask where the calendar knows too little");
        setting(sub, "site_name", "What the calendar is called (Sopu)");
        setting(sub, "operator_name", "Who answers for the calendar");
        setting(sub, "authority", "Who supervises its accessibility");
        setting(sub, "color", "Colour of links and buttons: #0b5394");
        setting(sub, "logo", "Picture beside the name: an .svg or .png file");
        sub->add_option("--policy", common_.policy_file, "Policy file (TOML)");
        sub->add_flag("--demo", serve_.demo, "Fill an empty database with demo data");
        sub->callback([this] {
            run_ = [this](Common& common, Console& console) -> Result<int> {
                serve_.config = SOPU_TRY(config(common));
                const auto ground = SOPU_TRY(foundation(common, serve_.config.web_dir));
                return serve(serve_, *ground, console);
            };
        });
    }

    void expand_command() {
        CLI::App* sub =
            command(app_, "expand", "Every occurrence in a calendar file, as JSON Lines");
        sub->add_option("FILE", expand_.file, "Calendar file (.ics)")->required();
        sub->add_option("--from", expand_.from, "Start: RFC 3339, or a date (midnight in Helsinki)")
            ->required();
        sub->add_option("--to", expand_.to, "End, itself outside")->required();
        sub->callback([this] {
            run_ = [this](Common&, Console& console) -> Result<int> {
                const words::Messages messages = SOPU_TRY(load_messages());
                const Zones zones = SOPU_TRY(load_zones());
                return expand(expand_, zones, messages, console);
            };
        });
    }

    void check_command() {
        CLI::App* sub = command(app_, "check", "Conflicts among the events of calendar files");
        sub->add_option("FILE", check_.files, "Calendar files (.ics, .csv)")->required();
        sub->add_option("--db", check_.db, "Also against this database");
        sub->add_option("--policy", common_.policy_file, "Policy file (TOML)");
        sub->add_option("--municipality", check_.municipality, "Where the files' events are");
        window(sub, check_.from, check_.to);
        format(sub, check_.format, {"text", "json"});
        sub->callback([this] {
            run_ = [this](Common& common, Console& console) -> Result<int> {
                const auto ground = SOPU_TRY(foundation(common));
                return check(check_, *ground, console);
            };
        });
    }

    void import_command() {
        CLI::App* sub = command(app_, "import", "Events of a file into the calendar");
        sub->add_option("FILE", import_.file, "Calendar (.ics) or table (.csv)")->required();
        database(sub);
        sub->add_option("--municipality", import_.municipality, "Where events are that do not say");
        sub->add_option("--organisation", import_.organisation, "Whose events they are (id)");
        sub->add_flag("--dry-run", import_.dry_run, "Only report what would be done");
        format(sub, import_.format, {"text", "json"});
        sub->callback([this] {
            run_ = [this](Common& common, Console& console) -> Result<int> {
                import_.db = SOPU_TRY(config(common)).db;
                const auto ground = SOPU_TRY(foundation(common));
                return import(import_, *ground, console);
            };
        });
    }

    void export_command() {
        CLI::App* sub = command(app_, "export", "A feed, as the server sends it");
        database(sub);
        setting(sub, "base_url", "Instead of the one that the database remembers");
        for (const char* name : {"area", "except", "municipality", "venue", "organisation",
                                 "category", "audience", "routine", "q", "from", "to"})
            sub->add_option_function<std::vector<std::string>>(
                   "--" + std::string(name),
                   [this, key = std::string(name)](const std::vector<std::string>& values) {
                       for (const std::string& value : values)
                           export_.query.emplace_back(key, value);
                   },
                   "As in the query of a feed")
                ->allow_extra_args(false)
                ->take_all();
        format(sub, export_.format, {"ics", "json", "csv"});
        sub->callback([this] {
            run_ = [this](Common& common, Console& console) -> Result<int> {
                const Config settings = SOPU_TRY(config(common));
                export_.db = settings.db;
                export_.base_url = settings.base_url;
                const auto ground = SOPU_TRY(foundation(common));
                return export_feed(export_, *ground, console);
            };
        });
    }

    void conflicts_command() {
        CLI::App* sub = command(app_, "conflicts", "The conflicts that the calendar holds");
        database(sub);
        window(sub, conflicts_.from, conflicts_.to);
        sub->add_option("--area", conflicts_.area, "Of one side: \"Kainuu (pl. Kajaani)\"");
        sub->add_option("--severity", conflicts_.severity, "blocking or warning");
        format(sub, conflicts_.format, {"text", "json", "csv"});
        sub->callback([this] {
            run_ = [this](Common& common, Console& console) -> Result<int> {
                conflicts_.db = SOPU_TRY(config(common)).db;
                const auto ground = SOPU_TRY(foundation(common));
                return conflicts(conflicts_, *ground, console);
            };
        });
    }

    void keeping_commands() {
        CLI::App* copy = command(app_, "backup", "A whole, checked copy, beside a running server");
        database(copy);
        copy->add_option("TARGET", backup_.target, "The file to make")->required();
        copy->callback([this] {
            run_ = [this](Common& common, Console& console) -> Result<int> {
                backup_.db = SOPU_TRY(config(common)).db;
                const auto ground = SOPU_TRY(foundation(common));
                return backup(backup_, *ground, console);
            };
        });
        CLI::App* look = command(app_, "verify", "Rebuild, compare, integrity");
        database(look);
        format(look, verify_.format, {"text", "json"});
        look->callback([this] {
            run_ = [this](Common& common, Console& console) -> Result<int> {
                verify_.db = SOPU_TRY(config(common)).db;
                const auto ground = SOPU_TRY(foundation(common));
                return verify(verify_, *ground, console);
            };
        });
    }

    void user_command() {
        CLI::App* user = app_.add_subcommand("user", "People who sign in");
        user->require_subcommand(1);
        CLI::App* add = command(*user, "add", "An account for somebody");
        database(add);
        add->add_option("NAME", user_.name, "The name typed at sign-in")->required();
        add->add_option("--role", user_.roles, "coordinator, venue_manager or admin; repeat it")
            ->required()
            ->allow_extra_args(false);
        add->add_option("--area", user_.area, "Of which municipalities; all if not said");
        add->add_option("--email", user_.email, "Where conflicts of the area are told");
        add->add_option("--mail-lang", user_.language, "Of such letters: fi, sv or en")
            ->check(CLI::IsMember({"fi", "sv", "en"}));
        add->add_flag("--password-stdin")
            ->description("The password is the first line of stdin")
            ->required();
        add->callback([this] {
            run_ = [this](Common& common, Console& console) -> Result<int> {
                user_.db = SOPU_TRY(config(common)).db;
                const auto ground = SOPU_TRY(foundation(common));
                std::string password;
                for (int c = std::cin.get(); c != '\n' && c != EOF; c = std::cin.get())
                    if (password.size() <= password_bytes_max)
                        password.push_back(static_cast<char>(c));
                if (password.ends_with('\r')) password.pop_back();
                return add_user(user_, std::move(password), *ground, console);
            };
        });
    }

    CLI::App app_{"Sopu: a shared event calendar that tells whether a date is good", "sopu"};
    Common common_;
    Run run_;
    ServeOptions serve_;
    ExpandOptions expand_;
    CheckOptions check_;
    ImportOptions import_;
    ExportOptions export_;
    ConflictsOptions conflicts_;
    BackupOptions backup_;
    VerifyOptions verify_;
    UserAddOptions user_;
};

int run(int argc, char** argv) {
    CommandLine line;
    try {
        line.app().parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        if (problem.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
            line.app().exit(problem);  // --help and --version
            return exit_fine;
        }
        std::cerr << "sopu: " << problem.what() << " (see sopu --help)\n";
        return exit_bad_input;
    }
    Console console{std::cout, std::cerr, line.common().lang, isatty(STDERR_FILENO) == 1};
    Result<int> code = line.run()(line.common(), console);
    if (code && !std::cout.flush())
        code = fail(Code::unavailable, "", "unavailable", "stdout cannot be written");
    if (code) return *code;
    const auto messages = load_messages();
    if (messages)
        print_error(console, *messages, code.error());
    else
        std::cerr << "sopu: " << messages.error().detail << '\n';
    return exit_code_of(code.error().code);
}

}  // namespace
}  // namespace sopu::cli

int main(int argc, char** argv) {
    try {
        return sopu::cli::run(argc, argv);
    } catch (const std::exception& problem) {
        std::cerr << "sopu: " << problem.what() << '\n';
        return sopu::cli::exit_environment;
    }
}
