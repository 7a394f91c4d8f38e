// What lives here: a Service on a memory store with a clock that stands still, for tests.
// What may not: expectations.
// Thread-safety: the clock may be moved while the service runs.
#pragma once

#include <atomic>
#include <memory>

#include "server/service/service.h"
#include "server/store/memory_store.h"

namespace sopu::test {

class ServiceFixture {
  public:
    ServiceFixture();
    explicit ServiceFixture(std::unique_ptr<store::Store> store);
    ServiceFixture(std::unique_ptr<store::Store> store, const Ground& ground);

    service::Service& service() { return *service_; }
    // The store under it; null where the test brought its own.
    store::MemoryStore* memory() { return memory_; }
    void set_now(Instant now) { now_ = now; }
    Instant now() const { return now_; }

    // A coordinator of an area expression ("" = everywhere), put into the accounts.
    service::Caller staff(const std::string& name, const std::string& area);
    // Submits and expects it to be taken; returns the answer.
    service::Done submitted(Event draft, service::Caller caller = {});
    service::Done published(Event draft);

  private:
    std::atomic<Instant> now_;
    std::atomic<std::uint64_t> random_{1};
    store::MemoryStore* memory_ = nullptr;
    std::unique_ptr<service::Service> service_;
};

// A draft that is valid: title, organiser, Suomussalmi, hall "Sali", 24.10.2026 from `hour`.
Event draft(const std::string& title, int hour, int hours = 2);

}  // namespace sopu::test
