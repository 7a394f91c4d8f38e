#include "server/api/answer.h"
#include "server/api/api.h"
#include "server/api/import_report.h"
#include "server/api/write.h"
#include "server/service/import_file.h"

namespace sopu::api {
namespace {

Checked<service::ImportFormat> format_of(const http::Request& request) {
    std::string_view type = request.header("content-type");
    type = trim(type.substr(0, type.find(';')));
    const std::string lower = ascii_lower(type);
    if (lower == "text/calendar") return service::ImportFormat::ics;
    if (lower == "text/csv") return service::ImportFormat::csv;
    return tl::make_unexpected(Errors{invalid("", "unsupported_media_type")});
}

// ?municipality: where the events of an .ics lie, and rows that do not say.
Checked<service::ImportOptions> options_of(const http::Request& request, const Door& door) {
    service::ImportOptions options;
    options.language = door.language;
    options.resolve = [world = door.world](std::string_view area) { return world->resolve(area); };
    if (const auto said = request.query_value("municipality"); said && !said->empty()) {
        const Gazetteer& gazetteer = door.world->ground().gazetteer;
        const Municipality* found = gazetteer.by_code(MunicipalityCode(std::string(*said)));
        if (found == nullptr) found = gazetteer.by_name(*said);
        if (found == nullptr)
            return tl::make_unexpected(Errors{
                invalid("municipality", "unknown_municipality", {{"value", std::string(*said)}})});
        options.municipality = found->code;
    }
    if (const auto said = request.query_value("organisation"); said && !said->empty()) {
        if (door.world->organisations().find(std::string(*said)) == nullptr)
            return tl::make_unexpected(Errors{
                invalid("organisation", "unknown_organisation", {{"value", std::string(*said)}})});
        options.organisation = OrganisationId(std::string(*said));
    }
    return options;
}

Checked<service::ImportFile> read_file(const http::Request& request, const Door& door) {
    if (door.caller.kind == service::Caller::Kind::anonymous)
        return tl::make_unexpected(Errors{Error{Code::unauthorised, "", "unauthorised", {}, {}}});
    if (!door.caller.is_staff())
        return tl::make_unexpected(Errors{Error{Code::forbidden, "", "forbidden", {}, {}}});
    const service::ImportFormat format = SOPU_TRY(format_of(request));
    const service::ImportOptions options = SOPU_TRY(options_of(request, door));
    return SOPU_TRY(
        listed(service::read_import(request.body, format, options, door.world->ground())));
}

}  // namespace

http::Handler post_import(const Context& context) {
    return serving(
        context, false,
        [&context](const http::Request& request, const Door& door, const http::Reply& reply) {
            auto file = read_file(request, door);
            if (told(file, context, door, reply)) return;
            service::Import command;
            for (const auto& item : file->items) command.events.push_back(item.event);
            command.caller = door.caller;
            command.steps = file->steps;
            Write write;
            write.command = std::move(command);
            write.render = [file = std::make_shared<const service::ImportFile>(std::move(*file))](
                               const service::Done& done) {
                return to_json(report_of(*file, done.import));
            };
            carry_out(context, request, door, std::move(write), reply);
        });
}

}  // namespace sopu::api
