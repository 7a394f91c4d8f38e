// What lives here: a text as a QR code (ISO/IEC 18004), drawn as one SVG path.
// What may not: the svg element itself (subscribe.mustache).
// Invariants: a module is one unit; the quiet zone of four units is inside the square.
// Thread-safety: pure functions.
#pragma once

#include <string>

#include "engine/base/result.h"

namespace sopu::pages {

struct QrCode {
    std::string size;  // of the square's side, in units
    std::string path;  // an SVG path's d: digits and the letters M, h, v and z
};

// Bytes a code may hold at error correction M in its largest version (ISO/IEC 18004 table 7).
constexpr std::size_t qr_bytes_max = 2'331;

// Errors: too_large with reason too_long; invalid for an empty text or one with a NUL.
Result<QrCode> qr_code(const std::string& text);

}  // namespace sopu::pages
