#include <doctest/doctest.h>

#include "engine/base/limits.h"
#include "engine/time/iso.h"
#include "server/service/links.h"
#include "server/service/list_query.h"
#include "server/service/visible.h"
#include "tests/support/service_fixture.h"
#include "tests/support/zones.h"

TEST_SUITE_BEGIN("service.list_query");

namespace sopu::test {
namespace {

using service::QueryPairs;
using service::Routine;

std::string errors_of(const QueryPairs& query) {
    const auto read = service::read_list_query(query, Routine::yes, test_zones());
    std::string all;
    if (read) return all;
    for (const Error& error : read.error())
        all += (all.empty() ? "" : " ") + error.field + ":" + error.reason;
    return all;
}

std::string time_of(std::string_view text) {
    const auto instant = service::read_time(text, test_zones());
    return instant ? format_instant(*instant) : "nothing";
}

TEST_CASE("a query becomes a filter, empty values say nothing") {
    const auto read = service::read_list_query({{"area", "Kainuu"},
                                                {"area", " kajaani "},
                                                {"venue", ""},
                                                {"utm_source", "x"},
                                                {"q", "juhla"},
                                                {"from", "2026-10-01"}},
                                               Routine::no, test_zones());
    REQUIRE(read);
    CHECK(read->filter.areas == std::vector<std::string>{"Kainuu", "kajaani"});
    CHECK(read->filter.venues.empty());
    CHECK(read->filter.text == "juhla");
    CHECK(read->filter.routine == Routine::no);
    CHECK(!read->filter.window);
    CHECK(read->language == "fi");
    CHECK(service::said_window(*read)->start() == *read->from);
    CHECK(!service::said_window({}));
}

TEST_CASE("a time is an instant, or the midnight of a day at home") {
    CHECK(time_of("2026-10-24T10:00:00+03:00") == "2026-10-24T07:00:00Z");
    CHECK(time_of("2026-10-24T10:00:00 03:00") == "2026-10-24T07:00:00Z");
    CHECK(time_of("2026-10-24") == "2026-10-23T21:00:00Z");
    CHECK(time_of("2026-12-24") == "2026-12-23T22:00:00Z");
    CHECK(time_of("2026-10-24T10:00") == "nothing");
    CHECK(time_of("24.10.2026") == "nothing");
    CHECK(time_of("") == "nothing");
}

TEST_CASE("what is wrong with a query, all at once") {
    CHECK(errors_of({{"to", "2026-01-01"}, {"from", "2026-01-02"}}) == "to:end_before_start");
    CHECK(errors_of({{"to", "2026-01-01"}, {"from", "2026-01-01"}}).empty());
    CHECK(errors_of({{"from", "1800-01-01"}, {"to", "9999-12-31T00:00:00Z"}}) ==
          "from:year_out_of_range to:year_out_of_range");
    CHECK(errors_of({{"from", "1900-01-01"}, {"to", "2101-01-01"}}).empty());
    CHECK(errors_of({{"lang", "de"}, {"routine", "aina"}}) ==
          "routine:unknown_value lang:unknown_value");
    CHECK(errors_of({{"q", std::string(sopu::limits::short_text_bytes_max, 'a')}}).empty());
    CHECK(errors_of({{"q", std::string(sopu::limits::short_text_bytes_max + 1, 'a')}}) ==
          "q:too_long");
    QueryPairs many(sopu::limits::list_items_max, {"category", "x"});
    CHECK(errors_of(many).empty());
    many.emplace_back("category", "x");
    CHECK(errors_of(many) == "category:too_many");
}

TEST_CASE("ids and tokens are percent-encoded in addresses") {
    CHECK(service::event_path(EventId("e1/å?")) == "/events/e1%2F%C3%A5%3F");
    CHECK(service::edit_path(EventId("e1"), "a_b-c") == "/receipt/e1?token=a_b-c");
}

TEST_CASE("a busy event keeps when and where alone, and nobody finds it by what it is") {
    ServiceFixture fixture;
    Event event = draft("Yksityistilaisuus", 10);
    event.visibility = Visibility::busy;
    event.categories = {"private"};
    const service::Done done = fixture.published(event);
    const auto world = fixture.service().snapshot();
    const Placed& placed = *world->event(done.event->id);
    const auto anybody = service::Caller::anonymous();
    CHECK(service::detail_for(anybody, placed) == service::Detail::busy);
    const Event seen = service::visible(*placed.event, service::Detail::busy);
    CHECK(seen.title.empty());
    CHECK(seen.categories.empty());
    CHECK(seen.organiser == Organiser{});
    CHECK(seen.when == placed.event->when);
    CHECK(seen.venue_text == "Sali");
    const auto found = [&](const service::Caller& caller, service::Filter filter) {
        return service::select(*world, filter, caller)->size();
    };
    service::Filter by_words;
    by_words.text = "yksityistilaisuus";
    service::Filter by_category;
    by_category.categories = {"private"};
    CHECK(found(anybody, {}) == 1);
    CHECK(found(anybody, by_words) == 0);
    CHECK(found(anybody, by_category) == 0);
    CHECK(found(service::Caller::program(), by_words) == 1);
}

}  // namespace
}  // namespace sopu::test

TEST_SUITE_END();
