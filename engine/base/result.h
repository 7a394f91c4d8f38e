// What lives here: how the whole program says that something went wrong: a Result<T> that is either
// a value or an Error, and Checked<T> for forms, which report every field error at once.
// What may not: exceptions, sentences for people (they are made from `reason` and `args` by
// server/words), HTTP statuses and exit codes (each has one table, on its own floor).
// Invariants: an Error always has a code and a reason. Thread-safety: plain values.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace sopu {

enum class Code {
    invalid,                // what was sent is wrong; the field says which part
    unauthorised,           // nobody is signed in, or the token is not known
    forbidden,              // signed in, but not for this
    not_found,              // absent, or not to be seen by the caller
    conflict,               // the state of the thing does not allow it, or a clash blocks it
    stale,                  // If-Match did not match
    precondition_required,  // If-Match is missing
    too_large,              // over a named limit
    unsupported,            // understood, but not offered yet; never half-done in its place
    rate_limited,           // too many requests; try later
    unavailable,            // the disk, the queue or the store cannot take it now; nothing was done
    internal,               // ours to mend
};

// `field` is the path of a draft field ("when.end"), a query parameter, or "" for the whole.
// `reason` is a stable key ("end_before_start") that messages and programs rely on.
// `detail` is English, for the log and for developers; it is never shown as the message.
struct Error {
    Code code = Code::internal;
    std::string field;
    std::string reason;
    std::map<std::string, std::string> args;
    std::string detail;

    bool operator==(const Error&) const = default;
};

using Errors = std::vector<Error>;

template <class T>
using Result = tl::expected<T, Error>;

template <class T>
using Checked = tl::expected<T, Errors>;

inline tl::unexpected<Error> fail(Code code, std::string field, std::string reason,
                                  std::string detail = {}) {
    return tl::unexpected<Error>(
        Error{code, std::move(field), std::move(reason), {}, std::move(detail)});
}

inline Error invalid(std::string field, std::string reason,
                     std::map<std::string, std::string> args = {}) {
    return Error{Code::invalid, std::move(field), std::move(reason), std::move(args), {}};
}

}  // namespace sopu

// The value of a Result, or an early return of its error from the calling function. Not for
// coroutines (they need co_return).
#define SOPU_TRY(expression)                                                                    \
    __extension__({                                                                             \
        auto&& sopu_try_result = (expression);                                                  \
        if (!sopu_try_result) return ::tl::make_unexpected(std::move(sopu_try_result).error()); \
        *std::move(sopu_try_result);                                                            \
    })

// The same for Result<void>.
#define SOPU_CHECK(expression)                                                  \
    do {                                                                        \
        if (auto sopu_check_result = (expression); !sopu_check_result)          \
            return ::tl::make_unexpected(std::move(sopu_check_result).error()); \
    } while (false)
