#include "server/cli/console.h"

#include <ostream>

namespace sopu::cli {

void print_error(Console& console, const words::Messages& messages, const Error& error) {
    std::string about = error.detail;
    if (about.empty() && !error.field.empty())
        about = words::field_text(messages, console.lang, error.field);
    console.err << "sopu: " << words::error_text(messages, console.lang, error);
    if (!about.empty()) console.err << " (" << about << ")";
    console.err << '\n';
}

}  // namespace sopu::cli
