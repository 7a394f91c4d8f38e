// `sopu backup`: a whole, checked copy of a database, beside a running server.
#include <ostream>

#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/store/sqlite/sqlite_store.h"

namespace sopu::cli {

Result<int> backup(const BackupOptions& options, const Foundation& foundation, Console& console) {
    SOPU_CHECK(store::backup_sqlite(options.db, options.target));
    console.out << foundation.messages().text(console.lang, "cli.backup_made",
                                              {{"path", options.target}})
                << '\n';
    return exit_fine;
}

}  // namespace sopu::cli
