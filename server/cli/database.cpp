#include "server/cli/database.h"

#include <algorithm>
#include <chrono>

#include <sodium.h>

#include "server/store/server_key.h"
#include "server/store/sqlite/sqlite_store.h"

namespace sopu::cli {
namespace {

service::ServerKey as_bytes(const store::ServerKey& key) {
    service::ServerKey bytes{};
    std::transform(key.begin(), key.end(), bytes.begin(),
                   [](unsigned char byte) { return std::byte{byte}; });
    return bytes;
}

Error about(Error error, const std::string& path) {
    if (error.detail.find(path) == std::string::npos)
        error.detail = error.detail.empty() ? path : path + ": " + error.detail;
    return error;
}

}  // namespace

service::Ports real_ports(std::function<void(std::string_view)> log) {
    return {[] { return std::chrono::floor<seconds>(std::chrono::system_clock::now()); },
            [](std::span<std::byte> bytes) { randombytes_buf(bytes.data(), bytes.size()); },
            std::move(log)};
}

Result<OpenDatabase> open_to_write(const std::string& path, const Ground& ground,
                                   service::Ports ports) {
    if (sodium_init() < 0) return fail(Code::unavailable, "", "unavailable", "libsodium: init");
    const auto with_path = [&path](Error error) { return about(std::move(error), path); };
    store::FileLock lock = SOPU_TRY(store::lock_for_writing(path).map_error(with_path));
    auto store =
        SOPU_TRY(store::open_sqlite(path, store::OpenMode::read_write).map_error(with_path));
    const auto random = [](std::span<unsigned char> bytes) {
        randombytes_buf(bytes.data(), bytes.size());
    };
    const store::ServerKey key = SOPU_TRY(store::server_key(path, random).map_error(with_path));
    auto service =
        SOPU_TRY(service::Service::open(std::move(store), ground, as_bytes(key), std::move(ports)));
    return OpenDatabase{std::move(lock), std::move(service)};
}

Result<ReadDatabase> open_to_read(const std::string& path, const Ground& ground) {
    const auto with_path = [&path](Error error) { return about(std::move(error), path); };
    auto store =
        SOPU_TRY(store::open_sqlite(path, store::OpenMode::read_only).map_error(with_path));
    ReadDatabase database{SOPU_TRY(store->load().map_error(with_path)), nullptr};
    database.world = Snapshot::build(database.loaded.records, ground, database.loaded.version);
    return database;
}

Error error_of(const service::Refusal& refusal) {
    return refusal.errors.empty() ? Error{Code::internal, "", "internal", {}, {}}
                                  : refusal.errors.front();
}

}  // namespace sopu::cli
