#include "server/service/secrets.h"

#include <cstring>

#include <sodium.h>

#include "engine/base/invariant.h"
#include "engine/base/text.h"

namespace sopu::service {
namespace {

// Crockford's alphabet: no I, L, O or U, so that a code read over the phone is one code.
constexpr std::string_view code_alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t code_length = 8;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

bool equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string token_text(const Event& event) {
    return event.id.text() + "|" + std::to_string(event.token_generation);
}

}  // namespace

// HMAC-SHA-512/256 over the purpose and the text, so that a token of one purpose is none of
// another.
std::string Secrets::mac(std::string_view purpose, std::string_view text) const {
    static_assert(crypto_auth_KEYBYTES == std::tuple_size_v<ServerKey>);
    std::string message(purpose);
    message.push_back('\0');
    message.append(text);
    std::string out(crypto_auth_BYTES, '\0');
    crypto_auth(reinterpret_cast<unsigned char*>(out.data()), bytes_of(message), message.size(),
                reinterpret_cast<const unsigned char*>(key_.data()));
    return out;
}

std::string Secrets::edit_token(const Event& event) const {
    return base64url(mac("edit", token_text(event)));
}

bool Secrets::is_edit_token(const Event& event, std::string_view token) const {
    return equal(edit_token(event), token);
}

std::string Secrets::edit_code(const Event& event) const {
    const std::string bytes = mac("code", token_text(event));
    std::string code;
    for (std::size_t i = 0; i < code_length; ++i)
        code.push_back(code_alphabet[static_cast<unsigned char>(bytes[i]) % code_alphabet.size()]);
    return code;
}

bool Secrets::is_edit_code(const Event& event, std::string_view code) const {
    return equal(edit_code(event), code);
}

std::string Secrets::session_token(const Session& session) const {
    const std::string content = base64url(session.user.text()) + "." +
                                std::to_string(session.generation) + "." +
                                std::to_string(session.expires.time_since_epoch().count());
    return content + "." + base64url(mac("session", content));
}

std::optional<Secrets::Session> Secrets::session(std::string_view token) const {
    const auto dot = token.rfind('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const std::string_view content = token.substr(0, dot);
    if (!equal(base64url(mac("session", content)), token.substr(dot + 1))) return std::nullopt;
    // Authentic, so it has the form that session_token gave it.
    const auto parts = split(content, '.');
    if (parts.size() != 3) return std::nullopt;
    const auto user = from_base64url(parts[0]);
    if (!user) return std::nullopt;
    return Session{UserId(*user), static_cast<std::uint32_t>(std::stoul(std::string(parts[1]))),
                   Instant(seconds(std::stoll(std::string(parts[2]))))};
}

std::string Secrets::csrf_token(std::string_view session_token) const {
    return base64url(mac("csrf", session_token));
}

bool Secrets::is_csrf_token(std::string_view session_token, std::string_view token) const {
    return equal(csrf_token(session_token), token);
}

std::string normal_code(std::string_view typed) {
    std::string code;
    for (const char c : typed) {
        if (c == ' ' || c == '-') continue;
        char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        if (upper == 'O') upper = '0';
        if (upper == 'I' || upper == 'L') upper = '1';
        if (code_alphabet.find(upper) == std::string_view::npos || code.size() == code_length)
            return {};
        code.push_back(upper);
    }
    return code.size() == code_length ? code : std::string();
}

std::string hash_password(const std::string& password) {
    std::string hash(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str(hash.data(), password.data(), password.size(),
                          crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        return {};
    hash.resize(std::strlen(hash.c_str()));
    return hash;
}

bool is_password(const std::string& hash, const std::string& password) {
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

std::string base64url(std::string_view bytes) {
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), variant);
    text.pop_back();  // its terminating NUL
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string bytes(text.size(), '\0');
    std::size_t length = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                          text.size(), nullptr, &length, nullptr,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return std::nullopt;
    bytes.resize(length);
    return bytes;
}

std::string digest(std::string_view text) {
    unsigned char hash[16];
    crypto_generichash(hash, sizeof hash, bytes_of(text), text.size(), nullptr, 0);
    char hex[2 * sizeof hash + 1];
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    return hex;
}

}  // namespace sopu::service
