// How to get a calendar into one's own: an address for each program, and a QR code that leads to
// this very page, so that a phone finds the way that fits it.
#include <string>
#include <utility>

#include "server/pages/choices.h"
#include "server/pages/event_list.h"
#include "server/pages/frame.h"
#include "server/pages/limits.h"
#include "server/pages/pages.h"
#include "server/pages/place.h"
#include "server/pages/qr.h"
#include "server/service/links.h"
#include "server/service/list_query.h"

namespace sopu::pages {
namespace {

using words::Data;

// "https://…" -> "webcal://…": phones and desktop calendars take it as "subscribe".
std::string webcal(const std::string& address) {
    return "webcal" + address.substr(address.find("://"));
}

class SubscribePage {
  public:
    SubscribePage(const Context& context, const Language& language, Place place, Choices choices,
                  std::string feed_language)
        : context_(context),
          language_(language),
          place_(std::move(place)),
          choices_(std::move(choices)),
          feed_language_(std::move(feed_language)),
          world_(context.service.snapshot()) {}

    http::Response answer() const {
        const std::string where = place_.everywhere()
                                      ? site_name(context_, language_)
                                      : std::string(pick(place_.name, language_.code));
        Data data = page_data(
            context_, language_, text("subscribe.title_of", {{"place", where}}),
            [this](const Language& other) { return address(other); }, Indexing::open);
        data.set("home", front_path(place_, language_));
        data.set("heading", text("subscribe.title_of", {{"place", where}}));
        data.set("action", subscribe_path(place_, language_));
        add_choices_offered(data);
        add_ways(data);
        if (const auto code = qr_code(context_.base_url + address(language_))) {
            data.set("qr_size", code->size);
            data.set("qr_path", code->path);
        }
        return page(context_, 200, "subscribe", data, Caching::shared);
    }

  private:
    std::string text(std::string_view key, const words::Args& args = {}) const {
        return context_.messages.text(language_.code, key, args);
    }

    http::Pairs chosen() const {
        http::Pairs query;
        add_choices(query, choices_);
        return query;
    }

    std::string address(const Language& language) const {
        http::Pairs query = chosen();
        if (feed_language_ != language_.code) query.emplace_back("lang", feed_language_);
        return subscribe_path(place_, language) + query_text(query);
    }

    void add_choices_offered(Data& data) const {
        service::Filter filter;
        const Instant now = context_.service.now();
        filter.window = Interval(now, now + date::days(limits::offered_days));
        narrow(filter, place_);
        const auto found = service::select(*world_, filter, service::Caller::anonymous());
        offer_choices(data, context_, language_, choices_,
                      found ? *found : std::vector<const Placed*>{});
        Data list{Data::List{}};
        for (const Language& it : languages) {
            Data item;
            item.set("value", it.code);
            item.set("name", text("language." + std::string(it.code)));
            item.set("selected", it.code == feed_language_);
            list.add(std::move(item));
        }
        data.set("feed_languages", std::move(list));
    }

    void add_ways(Data& data) const {
        const auto feed = [this](const char* ending) {
            http::Pairs query = chosen();
            query.emplace_back("lang", feed_language_);
            return context_.base_url + "/feeds/" + service::percent_encoded(feed_subject(place_)) +
                   ending + query_text(query);
        };
        const std::string ics = feed(".ics");
        data.set("ics_href", ics);
        data.set("atom_href", feed(".atom"));
        data.set("csv_href", feed(".csv"));
        data.set("webcal_href", webcal(ics));
        data.set("google_href", "https://calendar.google.com/calendar/render?cid=" +
                                    service::percent_encoded(webcal(ics)));
        data.set("outlook_href", "https://outlook.live.com/calendar/0/addfromweb?url=" +
                                     service::percent_encoded(ics));
        data.set("office_href", "https://outlook.office.com/calendar/0/addfromweb?url=" +
                                    service::percent_encoded(ics));
    }

    const Context& context_;
    const Language& language_;
    const Place place_;
    const Choices choices_;
    const std::string feed_language_;
    const std::shared_ptr<const Snapshot> world_;
};

}  // namespace

http::Handler subscribe_page(const Context& context, const Language& language) {
    return http::immediate([&context, &language](const http::Request& request) {
        const auto world = context.service.snapshot();
        std::optional<Place> place = Place{};
        if (const std::string_view slug = request.parameter("slug"); !slug.empty())
            place = place_named(*world, slug);
        if (!place) return not_found(context, language);
        Choices choices = choices_of(request);
        choices.audience.clear();
        choices.language.clear();
        const std::string_view said = request.query_value("lang").value_or("");
        return SubscribePage(context, language, *std::move(place), std::move(choices),
                             std::string(service::is_language(said) ? said : language.code))
            .answer();
    });
}

}  // namespace sopu::pages
