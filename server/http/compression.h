// What lives here: gzip for answers, and the entity tags that go with it.
// What may not: caching of what was compressed (feeds/ keeps its own).
// Invariants: equal bodies give equal bytes and equal tags; the compressed answer has another
// strong ETag than the plain one (RFC 9110 8.8.3.3). Thread-safety: pure.
#pragma once

#include <string>
#include <string_view>

#include "server/http/message.h"

namespace sopu::http {

// The response in gzip if the caller takes it, the body is long enough and of a kind that shrinks.
// Vary is set whichever it is.
Response compressed(const Request& request, Response response);

// compressed and conditional (middleware.h) in the order that spares the work: a 304 is found
// before anything is compressed. What handlers of pages and feeds should use.
Response negotiated(const Request& request, Response response);

// Whether Accept-Encoding prefers gzip to the plain body (RFC 9110 12.5.3, q-values honoured).
bool takes_gzip(const Request& request);

std::string gzip(std::string_view body);

// The ETag of a body: 128 bits of BLAKE2b in hex, quoted.
std::string strong_etag(std::string_view body);

// "abc" -> "abc-gz", both quoted.
std::string gzip_etag(std::string_view etag);

}  // namespace sopu::http
