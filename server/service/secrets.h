// What lives here: everything made from the server's key: edit tokens and codes, sessions, CSRF
// tokens; and password hashes (argon2id). Derived, so never stored and equal in a replay.
// What may not: who may do what (caller.h), cookies and headers (api/).
// Invariants: comparison takes the same time whatever differs; a token of an older generation of
// the event, or a session of an older generation of the account, does not verify. Thread-safety:
// immutable after construction; password functions are slow (64 MiB, ~0.1 s): call them on a
// worker.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/model/event.h"
#include "server/store/commit.h"

namespace sopu::service {

using ServerKey = std::array<std::byte, 32>;

class Secrets {
  public:
    explicit Secrets(const ServerKey& key) : key_(key) {}

    std::string edit_token(const Event& event) const;
    bool is_edit_token(const Event& event, std::string_view token) const;
    // Eight characters without I, L, O, U, to write down or read over the phone.
    std::string edit_code(const Event& event) const;
    // `code` as normal_code gives it.
    bool is_edit_code(const Event& event, std::string_view code) const;

    struct Session {
        UserId user;
        std::uint32_t generation = 0;
        Instant expires{};
    };
    std::string session_token(const Session& session) const;
    std::optional<Session> session(std::string_view token) const;  // authentic; may have expired
    std::string csrf_token(std::string_view session_token) const;
    bool is_csrf_token(std::string_view session_token, std::string_view token) const;

  private:
    std::string mac(std::string_view purpose, std::string_view text) const;  // 32 bytes, raw

    ServerKey key_;
};

// A code as people type it ("7kq2-m9xd", with O for 0 and I or L for 1) in the form of edit_code;
// "" if it cannot be one.
std::string normal_code(std::string_view typed);

// "" if memory for the hash cannot be had.
std::string hash_password(const std::string& password);
bool is_password(const std::string& hash, const std::string& password);

// Base64 for URLs, without padding (RFC 4648 section 5).
std::string base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

// 128 bits of the text's BLAKE2b, in lower-case hex: for ids derived from UIDs and for comparing
// requests; not a secret.
std::string digest(std::string_view text);

}  // namespace sopu::service
