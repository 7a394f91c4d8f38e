#include "tests/sim/drafts.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/gazetteer.h"

namespace sopu::sim {

TEST_SUITE("sim.drafts") {
    TEST_CASE("streams of neighbouring seeds are not one another shifted") {
        // What a plain counter does wrong: the second stream is the first from its second number
        // on.
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            Chance a(seed, "drafts");
            Chance b(seed + 1, "drafts");
            std::vector<std::uint64_t> of_a;
            for (int i = 0; i < 500; ++i) of_a.push_back(a.next());
            std::sort(of_a.begin(), of_a.end());
            int common = 0;
            for (int i = 0; i < 500; ++i)
                common += std::binary_search(of_a.begin(), of_a.end(), b.next()) ? 1 : 0;
            CHECK(common == 0);
        }
    }

    TEST_CASE("drafts are not stored events") {
        const Year year = make_year({1, 0.02, {}}, test::test_gazetteer());
        Drafts stream(year.country, 1);  // the year's own seed
        std::vector<Event> drafts;
        for (int i = 0; i < 5'000; ++i) drafts.push_back(stream.next());
        const std::size_t stored = stored_among(drafts, year);
        MESSAGE("hit rate: " << stored << " of " << drafts.size());
        CHECK(stored <= 5);
        // The measure can find some: the year's own events are all stored.
        std::vector<Event> own;
        for (std::size_t i = 0; i < 100; ++i) own.push_back(*year.records.events[i]);
        CHECK(stored_among(own, year) == 100);
    }

    TEST_CASE("a wish is kept and the rest is drawn as ever") {
        const Country country({1, 0.01, {"kainuu"}}, test::test_gazetteer());
        Drafts stream(country, 2);
        for (int i = 0; i < 200; ++i) {
            const Event draft = stream.next({5, SizeClass::village});
            CHECK((*first_date(draft.when) - year_first_day()).count() % 7 == 5);
            CHECK(draft.size == SizeClass::village);
            CHECK(country.town(*draft.municipality) != nullptr);
        }
        CHECK(stream.next().id.text() == "d200");
    }
}

}  // namespace sopu::sim
