#include "server/pages/qr.h"

#include <memory>

#include <qrencode.h>

#include "engine/base/text.h"

namespace sopu::pages {
namespace {

constexpr int quiet_zone = 4;

struct FreeCode {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

// Dark modules of one row as runs: "M5 4h7v1h-7z".
void add_row(std::string& path, const unsigned char* row, int width, int y) {
    for (int x = 0; x < width;) {
        int end = x;
        while (end < width && (row[end] & 1) != 0) ++end;
        if (end > x) {
            const std::string length = std::to_string(end - x);
            path += "M" + std::to_string(x + quiet_zone) + " " + std::to_string(y + quiet_zone) +
                    "h" + length + "v1h-" + length + "z";
        }
        x = end + 1;
    }
}

}  // namespace

Result<QrCode> qr_code(const std::string& text) {
    if (text.size() > qr_bytes_max) return fail(Code::too_large, "", "too_long");
    if (text.empty() || text.find('\0') != std::string::npos)
        return fail(Code::invalid, "", "invalid");
    const std::unique_ptr<QRcode, FreeCode> code(
        QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M));
    if (!code) return fail(Code::unavailable, "", "unavailable");
    QrCode drawn{std::to_string(code->width + 2 * quiet_zone), {}};
    for (int y = 0; y < code->width; ++y)
        add_row(drawn.path, code->data + y * code->width, code->width, y);
    return drawn;
}

}  // namespace sopu::pages
