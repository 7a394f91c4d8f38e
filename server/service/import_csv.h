// What lives here: one row of a CSV file -> Event; the columns and their words.
// What may not: files as a whole (import_file.h), quoting (csv.h).
// Invariants: a row is an event or has at least one error; an empty cell says nothing.
// Thread-safety: pure functions.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/event.h"
#include "server/service/import_file.h"

namespace sopu::service {

// The cells of one row by their column's name; no column twice.
using CsvCells = std::map<std::string_view, std::string_view>;

// Columns that mean something here; others are left alone, and the report says so.
bool is_csv_column(std::string_view name);

// The event of a row, with id and uid only if the row says an id. Errors have the column as field.
Checked<Event> event_of_row(const CsvCells& cells, const ImportOptions& options,
                            const Ground& ground);

// The event id that an id of a file becomes: itself if it may stand in a URL, else a derived one.
EventId id_of_uid(const std::string& uid);

}  // namespace sopu::service
