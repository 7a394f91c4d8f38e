// What lives here: the rows of a CSV file (RFC 4180 with a separator of our own): quoted fields,
// line breaks inside them, a byte order mark, CRLF or LF. What may not: what the columns mean
// (import_csv.cpp), writing. Invariants: a row knows the line it begins on, counted from 1 in the
// file as it lies on disk. Empty lines are no rows. A quote that is never closed is an error, not
// the rest of the file as a field. Thread-safety: a pure function.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace sopu::service {

struct CsvRow {
    std::size_t line = 0;
    std::vector<std::string> fields;
};

// Errors: invalid: unclosed_quote (args: line), text_after_quote (args: line).
Result<std::vector<CsvRow>> read_csv(std::string_view bytes, char separator);

}  // namespace sopu::service
