#include "engine/place/gazetteer.h"
#include "server/api/answer.h"
#include "server/api/api.h"
#include "server/api/limits.h"
#include "server/api/record_kinds.h"
#include "server/api/write.h"
#include "server/service/links.h"

namespace sopu::api {
namespace {

tl::unexpected<Errors> refuse(Code code, std::string reason) {
    return tl::make_unexpected(Errors{Error{code, "", std::move(reason), {}, {}}});
}

// Lower-case letters, digits, "-", "_" and ".": an id stands in addresses and is read aloud.
bool is_plain_id(std::string_view id) {
    if (id.empty() || id == "." || id == "..") return false;
    for (const char c : id) {
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        if (!plain) return false;
    }
    return true;
}

// The slug of the name, with a number where it is taken.
template <class T>
Checked<std::string> free_id(const LocalizedText& name, const Snapshot& world) {
    const std::string slug = slug_of(pick(name, "fi"));
    if (slug.empty()) return tl::make_unexpected(Errors{invalid("id", "missing")});
    if (RecordKind<T>::all(world).find(slug) == nullptr) return slug;
    for (int number = 2; number <= limits::id_tries_max; ++number) {
        std::string id = slug + "-" + std::to_string(number);
        if (RecordKind<T>::all(world).find(id) == nullptr) return id;
    }
    return refuse(Code::conflict, "already_exists");
}

Checked<void> staff_only(const Door& door) {
    if (door.caller.kind == service::Caller::Kind::anonymous)
        return refuse(Code::unauthorised, "unauthorised");
    if (!door.caller.is_staff()) return refuse(Code::forbidden, "forbidden");
    return {};
}

template <class T>
Checked<void> permitted(const Door& door, const T& record) {
    if (may_change(door.caller, RecordKind<T>::concerns(record, *door.world))) return {};
    return refuse(Code::forbidden, "forbidden");
}

template <class T>
Checked<std::shared_ptr<const T>> checked(const Door& door, T record) {
    Errors errors = RecordKind<T>::check(record, *door.world);
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    SOPU_CHECK(permitted(door, record));
    return std::make_shared<const T>(std::move(record));
}

template <class T>
Checked<std::shared_ptr<const T>> read_new(const http::Request& request, const Door& door) {
    SOPU_CHECK(staff_only(door));
    const boost::json::value body = SOPU_TRY(listed(json_body(request)));
    T record = SOPU_TRY(RecordKind<T>::read(body));
    if (pick(record.name, "fi").empty())
        return tl::make_unexpected(Errors{invalid("name", "missing")});
    if (record.id.empty())
        record.id = decltype(record.id)(SOPU_TRY(free_id<T>(record.name, *door.world)));
    if (!is_plain_id(record.id.text())) return tl::make_unexpected(Errors{invalid("id", "bad_id")});
    if (RecordKind<T>::all(*door.world).find(record.id.text()) != nullptr)
        return refuse(Code::conflict, "already_exists");
    record.revision = 1;
    return checked(door, std::move(record));
}

// The record of the path, and that it is the revision which the caller saw.
template <class T>
Checked<const T*> seen_record(const http::Request& request, const Door& door) {
    SOPU_CHECK(staff_only(door));
    const T* record = RecordKind<T>::all(*door.world).find(std::string(request.parameter("id")));
    if (record == nullptr) return refuse(Code::not_found, "not_found");
    SOPU_CHECK(permitted(door, *record));
    const std::uint32_t revision = SOPU_TRY(listed(if_match(request, record->revision)));
    if (revision != record->revision) return refuse(Code::stale, "stale");
    return record;
}

template <class T>
Checked<std::shared_ptr<const T>> read_changed(const http::Request& request, const Door& door) {
    const T* old = SOPU_TRY(seen_record<T>(request, door));
    const boost::json::value body = SOPU_TRY(listed(json_body(request)));
    T record = SOPU_TRY(RecordKind<T>::read(body));
    if (!record.id.empty() && record.id != old->id)
        return tl::make_unexpected(Errors{invalid("id", "bad_id")});
    record.id = old->id;
    record.revision = old->revision + 1;
    return checked(door, std::move(record));
}

// The revision in the newest world; 0 where there is none.
template <class T>
std::uint32_t revision_in(const Snapshot& world, const std::string& id) {
    const T* record = RecordKind<T>::all(world).find(id);
    return record == nullptr ? 0 : record->revision;
}

// The writer asks it in the newest world: two who saw one revision cannot both change it.
template <class T>
std::function<Result<void>(const Snapshot&)> still_at(std::string id, std::uint32_t revision) {
    return [id = std::move(id), revision](const Snapshot& world) -> Result<void> {
        if (revision_in<T>(world, id) == revision) return {};
        if (revision == 0) return fail(Code::conflict, "", "already_exists");
        return fail(Code::stale, "", "stale");
    };
}

template <class T>
Write put(std::shared_ptr<const T> record, const Door& door, std::string_view verb) {
    service::PutRecords command;
    command.changes.push_back(Put<T>{record});
    command.what = std::string(verb) + " " + std::string(RecordKind<T>::path) + record->id.text();
    command.caller = door.caller;
    command.still_right = still_at<T>(record->id.text(), record->revision - 1);
    Write write;
    write.command = std::move(command);
    write.render = [record](const service::Done& done) {
        return RecordKind<T>::write(*record, *done.world);
    };
    return write;
}

template <class T>
http::Handler posting(const Context& context) {
    return serving(
        context, false,
        [&context](const http::Request& request, const Door& door, const http::Reply& reply) {
            auto record = read_new<T>(request, door);
            if (!record) return reply(problem(record.error(), door.language, context.messages));
            Write write = put(*record, door, "create");
            write.status = 201;
            write.finish = [](boost::json::object& answer, http::Response& response) {
                const std::string id(answer["id"].as_string());
                response.with("Location",
                              std::string(RecordKind<T>::path) + service::percent_encoded(id));
            };
            carry_out(context, request, door, std::move(write), reply);
        });
}

template <class T>
http::Handler putting(const Context& context) {
    return serving(
        context, false,
        [&context](const http::Request& request, const Door& door, const http::Reply& reply) {
            auto record = read_changed<T>(request, door);
            if (!record) return reply(problem(record.error(), door.language, context.messages));
            carry_out(context, request, door, put(*record, door, "change"), reply);
        });
}

template <class T>
Checked<Write> read_erasure(const http::Request& request, const Door& door) {
    const T* record = SOPU_TRY(seen_record<T>(request, door));
    if (RecordKind<T>::in_use(*record, *door.world)) return refuse(Code::conflict, "in_use");
    service::PutRecords command;
    command.changes.push_back(Erase<T>{record->id});
    command.what = "erase " + std::string(RecordKind<T>::path) + record->id.text();
    command.caller = door.caller;
    command.still_right = [id = record->id.text(),
                           revision = record->revision](const Snapshot& world) -> Result<void> {
        const T* now = RecordKind<T>::all(world).find(id);
        if (now == nullptr || now->revision != revision) return fail(Code::stale, "", "stale");
        if (RecordKind<T>::in_use(*now, world)) return fail(Code::conflict, "", "in_use");
        return {};
    };
    Write write;
    write.command = std::move(command);
    write.status = 204;
    write.render = [](const service::Done&) { return boost::json::object(); };
    return write;
}

template <class T>
http::Handler erasing(const Context& context) {
    return serving(
        context, false,
        [&context](const http::Request& request, const Door& door, const http::Reply& reply) {
            auto write = read_erasure<T>(request, door);
            if (!write) return reply(problem(write.error(), door.language, context.messages));
            carry_out(context, request, door, std::move(*write), reply);
        });
}

}  // namespace

http::Handler post_venue(const Context& context) {
    return posting<Venue>(context);
}
http::Handler put_venue(const Context& context) {
    return putting<Venue>(context);
}
http::Handler delete_venue(const Context& context) {
    return erasing<Venue>(context);
}

http::Handler post_organisation(const Context& context) {
    return posting<Organisation>(context);
}
http::Handler put_organisation(const Context& context) {
    return putting<Organisation>(context);
}
http::Handler delete_organisation(const Context& context) {
    return erasing<Organisation>(context);
}

http::Handler post_area(const Context& context) {
    return posting<Area>(context);
}
http::Handler put_area(const Context& context) {
    return putting<Area>(context);
}
http::Handler delete_area(const Context& context) {
    return erasing<Area>(context);
}

http::Handler post_closure(const Context& context) {
    return posting<Closure>(context);
}
http::Handler put_closure(const Context& context) {
    return putting<Closure>(context);
}
http::Handler delete_closure(const Context& context) {
    return erasing<Closure>(context);
}

http::Handler post_resource(const Context& context) {
    return posting<Resource>(context);
}
http::Handler put_resource(const Context& context) {
    return putting<Resource>(context);
}
http::Handler delete_resource(const Context& context) {
    return erasing<Resource>(context);
}

}  // namespace sopu::api
