// What was typed becomes a draft, or an error beside its field.
#include <doctest/doctest.h>

#include "engine/time/iso.h"
#include "server/pages/form_fields.h"
#include "server/pages/limits.h"
#include "tests/pages/page_fixture.h"

namespace sopu::pages {
namespace {

using test::PageFixture;

Typed typed(const http::Pairs& fields) {
    Typed all;
    for (const auto& [name, value] : fields) all[name] = value;
    return all;
}

struct Fields {
    PageFixture fixture;
    std::shared_ptr<const Snapshot> world = fixture.base().world();

    FormDraft draft(const http::Pairs& fields) const {
        return draft_of(typed(fields), Event{}, languages[0], *world);
    }
    FormDraft with(const std::string& name, const std::string& value) const {
        return draft(test::with_field(PageFixture::good_form(), name, value));
    }
    std::string wrong(const std::string& name, const std::string& value) const {
        const FormDraft draft = with(name, value);
        if (draft.errors.empty()) return "fine";
        return draft.errors.front().field + " " + draft.errors.front().reason;
    }
};

LocalTime local(const char* text) {
    return *parse_local(text);
}

TEST_SUITE("pages.form_fields") {
    TEST_CASE("a form that is right") {
        const Fields fields;
        const FormDraft draft = fields.draft(PageFixture::good_form());
        CHECK(draft.errors.empty());
        CHECK(draft.event.when ==
              When(Timed{local("2026-10-24T10:00"), local("2026-10-24T12:00"), "Europe/Helsinki"}));
        CHECK(draft.event.municipality == MunicipalityCode("777"));
        CHECK(draft.event.title == LocalizedText{{"fi", "Myyjäiset"}});
        CHECK(draft.event.organiser.name == "Martat");
        CHECK(draft.event.organiser.email == "martat@example.org");
        CHECK(draft.event.venue_text == "Seurantalo");
    }

    TEST_CASE("dates and times as people write them") {
        const Fields fields;
        http::Pairs form = test::with_field(PageFixture::good_form(), "date", "24.10.2026");
        form = test::with_field(form, "start", "klo 10");
        form = test::with_field(form, "end", "12.30");
        const FormDraft draft = fields.draft(form);
        CHECK(draft.errors.empty());
        CHECK(draft.event.when ==
              When(Timed{local("2026-10-24T10:00"), local("2026-10-24T12:30"), "Europe/Helsinki"}));
    }

    TEST_CASE("without a time a day is open / several days are whole") {
        const Fields fields;
        http::Pairs form = test::with_field(PageFixture::good_form(), "start", "");
        form = test::with_field(form, "end", "");
        CHECK(std::holds_alternative<Vague>(fields.draft(form).event.when));
        form = test::with_field(form, "end_date", "26.10.2026");
        CHECK(fields.draft(form).event.when ==
              When(AllDay{*parse_date("2026-10-24"), *parse_date("2026-10-26")}));
    }

    TEST_CASE("each slip stands beside its field") {
        const Fields fields;
        CHECK(fields.wrong("date", "") == "date missing");
        CHECK(fields.wrong("date", "31.2.2026") == "date bad_date");
        CHECK(fields.wrong("date", "1.1.1850") == "start year_out_of_range");
        CHECK(fields.wrong("start", "kello") == "start bad_clock");
        CHECK(fields.wrong("start", "") == "start missing");
        CHECK(fields.wrong("end", "9:00") == "end end_before_start");
        CHECK(fields.wrong("end_date", "23.10.2026") == "end end_before_start");
        CHECK(fields.wrong("municipality", "Atlantis") == "municipality unknown_municipality");
        CHECK(fields.wrong("title", std::string(301, 'x')) == "title too_long");
        CHECK(fields.wrong("title", "a\r\nATTACH:x") == "title control_character");
        CHECK(fields.wrong("venue", std::string(501, 'x')) == "venue too_long");
        CHECK(fields.wrong("organiser", "a\nb") == "organiser control_character");
        CHECK(fields.wrong("email", std::string(250, 'a') + "@b.fi") == "email bad_email");
        CHECK(fields.wrong("email", "a@b\r\nBcc: c@d") == "email bad_email");
    }

    TEST_CASE("a listed venue is found by its name in that municipality only") {
        const Fields fields;
        const auto hall = pick(fields.world->venue(VenueId("halli"))->name, "fi");
        CHECK(fields.with("venue", std::string(hall)).event.venue == VenueId("halli"));
        const FormDraft elsewhere = fields.draft(
            test::with_field(test::with_field(PageFixture::good_form(), "venue", std::string(hall)),
                             "municipality", "205"));
        CHECK_FALSE(elsewhere.event.venue);
        CHECK(elsewhere.event.venue_text == hall);
    }

    TEST_CASE("what is shown of an event is read back as that event") {
        const Fields fields;
        for (const char* end : {"12:00", ""}) {
            const FormDraft draft = fields.with("end", end);
            const Typed shown = typed_of(draft.event, languages[0], *fields.world);
            const FormDraft again = draft_of(shown, draft.event, languages[0], *fields.world);
            CHECK(again.errors.empty());
            CHECK(again.event == draft.event);
        }
    }

    TEST_CASE("what the form does not ask is kept") {
        const Fields fields;
        Event base;
        base.categories = {"wellbeing"};
        base.title = {{"sv", "Marknad"}};
        const FormDraft draft =
            draft_of(typed(PageFixture::good_form()), base, languages[0], *fields.world);
        CHECK(draft.event.categories == base.categories);
        CHECK(draft.event.title.at("sv") == "Marknad");
        CHECK(draft.event.title.at("fi") == "Myyjäiset");
    }

    TEST_CASE("bodies - what is no form is refused as a whole") {
        const auto refused = [](const std::string& body, const std::string& type) {
            http::Request request;
            request.headers = {{"content-type", type}};
            request.body = body;
            const auto form = read_form(request);
            return form ? std::string("taken") : form.error().reason;
        };
        const std::string type = "application/x-www-form-urlencoded; charset=UTF-8";
        CHECK(refused("date=24.10.2026&title=%C3%84", type) == "taken");
        CHECK(refused("", type) == "taken");
        CHECK(refused("{}", "application/json") == "unsupported_media_type");
        CHECK(refused("title=%FF", type) == "not_utf8");
        CHECK(refused("title=a%00b", type) == "control_character");
        CHECK(refused("title=%zz", type) == "bad_percent");
        std::string many = "a=1";
        for (std::size_t i = 1; i < limits::form_fields_max; ++i) many += "&a=1";
        CHECK(refused(many, type) == "taken");
        CHECK(refused(many + "&a=1", type) == "too_many");
    }
}

}  // namespace
}  // namespace sopu::pages
