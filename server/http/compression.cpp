#include "server/http/compression.h"

#include <sodium.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "engine/base/invariant.h"
#include "engine/base/text.h"
#include "server/http/limits.h"
#include "server/http/middleware.h"

namespace sopu::http {
namespace {

// RFC 9110 12.4.2: 0 to 1 with at most three decimals; kept in thousandths. Nonsense counts as 0:
// what we do not understand we do not send.
int thousandths(std::string_view text) {
    const bool shaped = !text.empty() && text.size() <= 5 && (text[0] == '0' || text[0] == '1') &&
                        (text.size() == 1 || text[1] == '.');
    if (!shaped) return 0;
    int value = 0;
    int unit = 1'000;
    for (const char c : text) {
        if (c == '.') continue;
        if (c < '0' || c > '9') return 0;
        value += (c - '0') * unit;
        unit /= 10;
    }
    return std::min(value, 1'000);
}

int weight_of(const std::vector<std::string_view>& parts) {
    for (const std::string_view part : parts) {
        if (part.size() < 2 || ascii_lower(part.substr(0, 2)) != "q=") continue;
        return thousandths(trim(part.substr(2)));
    }
    return 1'000;
}

struct Weights {
    std::optional<int> gzip;
    std::optional<int> identity;
    std::optional<int> any;
};

Weights weights_of(const Request& request) {
    Weights weights;
    for (const auto& [name, line] : request.headers) {
        if (name != "accept-encoding") continue;
        for (const std::string_view item : split(line, ',')) {
            const auto parts = split(item, ';');
            if (parts.empty()) continue;
            const std::string coding = ascii_lower(parts[0]);
            const int weight = weight_of(parts);
            if (coding == "gzip" || coding == "x-gzip") weights.gzip = weight;
            if (coding == "identity") weights.identity = weight;
            if (coding == "*") weights.any = weight;
        }
    }
    return weights;
}

bool shrinks(std::string_view content_type) {
    const std::string type = ascii_lower(trim(content_type.substr(0, content_type.find(';'))));
    constexpr std::array<std::string_view, 6> kinds = {
        "application/json", "application/problem+json", "application/xml", "application/javascript",
        "image/svg+xml",    "application/manifest+json"};
    return type.starts_with("text/") || type.ends_with("+xml") ||
           std::find(kinds.begin(), kinds.end(), type) != kinds.end();
}

bool may_compress(const Response& response) {
    return response.body && response.body->size() >= limits::gzip_bytes_min &&
           response.header("content-encoding").empty() && shrinks(response.header("content-type"));
}

void set_header(Response& response, std::string_view name, std::string value) {
    const std::string wanted = ascii_lower(name);
    for (auto& [key, old] : response.headers) {
        if (ascii_lower(key) != wanted) continue;
        old = std::move(value);
        return;
    }
    response.headers.emplace_back(std::string(name), std::move(value));
}

void add_vary(Response& response) {
    const std::string_view old = response.header("vary");
    if (old == "*" || ascii_lower(old).find("accept-encoding") != std::string::npos) return;
    std::string value = old.empty() ? "" : std::string(old) + ", ";
    set_header(response, "Vary", value + "Accept-Encoding");
}

// The headers of the answer in the encoding chosen, its body still plain.
bool choose_gzip(const Request& request, Response& response) {
    if (!may_compress(response)) return false;
    add_vary(response);
    if (!takes_gzip(request)) return false;
    const std::string_view etag = response.header("etag");
    if (!etag.empty()) set_header(response, "ETag", gzip_etag(etag));
    return true;
}

Response packed(Response response) {
    response.body = std::make_shared<const std::string>(gzip(*response.body));
    return response.with("Content-Encoding", "gzip");
}

}  // namespace

bool takes_gzip(const Request& request) {
    const Weights weights = weights_of(request);
    const int gzip_weight = weights.gzip.value_or(weights.any.value_or(0));
    // A coding that is not named is the less wanted one, but for identity it is never forbidden
    // unless said; a plain answer is what we fall back to in any case.
    return gzip_weight > 0 && gzip_weight >= weights.identity.value_or(0);
}

Response compressed(const Request& request, Response response) {
    return choose_gzip(request, response) ? packed(std::move(response)) : response;
}

Response negotiated(const Request& request, Response response) {
    const bool in_gzip = choose_gzip(request, response);
    response = conditional(request, std::move(response));
    return in_gzip && response.status != 304 ? packed(std::move(response)) : response;
}

std::string gzip(std::string_view body) {
    INVARIANT(body.size() < std::numeric_limits<uInt>::max(), "bodies are far below 4 GiB");
    z_stream stream{};
    // 15 window bits, +16 for the gzip wrapper, whose time stays zero: equal bodies, equal bytes.
    const int begun = deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    INVARIANT(begun == Z_OK, "zlib has memory and is the version we were built with");
    std::string out(deflateBound(&stream, static_cast<uLong>(body.size())), '\0');
    // zlib takes its input by a pointer to non-const, and does not write there.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream.avail_in = static_cast<uInt>(body.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int ended = deflate(&stream, Z_FINISH);
    INVARIANT(ended == Z_STREAM_END, "deflateBound is a bound");
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string strong_etag(std::string_view body) {
    std::array<unsigned char, 16> hash{};
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char*>(body.data()), body.size(), nullptr,
                       0);
    std::array<char, 2 * hash.size() + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    return "\"" + std::string(hex.data()) + "\"";
}

std::string gzip_etag(std::string_view etag) {
    if (!etag.ends_with('"')) return std::string(etag);
    return std::string(etag.substr(0, etag.size() - 1)) + "-gz\"";
}

}  // namespace sopu::http
