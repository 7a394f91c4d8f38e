#include "server/api/write.h"

#include <memory>
#include <utility>

#include "server/api/answer.h"
#include "server/api/conflict_json.h"
#include "server/json/parse.h"
#include "server/service/limits.h"
#include "server/service/secrets.h"

namespace sopu::api {
namespace {

constexpr std::string_view key_field = "Idempotency-Key";

// What is shared by the rendering in the writer and the reply after it.
struct Job {
    const Context& context;
    Door door;
    Write write;
    http::Reply reply;
    boost::json::object answer;  // once rendered
    bool rendered = false;

    const boost::json::object& render(const service::Done& done) {
        if (!std::exchange(rendered, true)) answer = write.render(done);
        return answer;
    }
};

http::Response answered(Job& job, int status, boost::json::object answer) {
    if (status == 204) return no_content();
    http::Response extra;  // the headers that finish adds
    if (job.write.finish) job.write.finish(answer, extra);
    const boost::json::value* revision = answer.if_contains("revision");
    http::Response response = json_answer(status, answer);
    if (revision != nullptr && revision->is_number())
        response.with("ETag", etag_of(revision->to_number<std::uint32_t>()));
    for (auto& [name, value] : extra.headers) response.with(name, value);
    return response;
}

http::Response replayed(Job& job, const store::Remembered& remembered) {
    auto answer = json::parse_json(remembered.body.empty() ? "{}" : remembered.body);
    if (!answer || !answer->is_object())
        return problem({Error{Code::internal, "", "internal", {}, "a remembered answer"}},
                       job.door.language, job.context.messages);
    return answered(job, remembered.status, std::move(answer->get_object()));
}

http::Response refused(const Job& job, const service::Refusal& refusal) {
    const auto& messages = job.context.messages;
    if (!refusal.conflicts) return problem(refusal.errors, job.door.language, messages);
    // What would stand in the way is not stored: the conflicts have no ids.
    const auto world = job.context.service.snapshot();
    boost::json::array conflicts;
    for (boost::json::value& conflict :
         conflicts_json(refusal.conflicts->judgement, *world, job.door.caller, messages, true)) {
        conflict.get_object()["id"] = nullptr;
        conflict.get_object()["state"] = nullptr;
        conflicts.push_back(std::move(conflict));
    }
    return problem(refusal.errors, conflicts, job.door.language, messages);
}

http::Response response_of(Job& job, const service::Outcome& outcome) {
    if (!outcome) return refused(job, outcome.error());
    if (outcome->replayed) return replayed(job, *outcome->replayed);
    return answered(job, job.write.status, job.render(*outcome));
}

std::string scope_of(const http::Request& request, const service::Caller& caller) {
    std::string scope(http::method_name(request.method));
    return scope.append(" ").append(request.path).append(" ").append(caller.name());
}

// A PUT of the same content against another revision is another request, and so is one of another
// range of occurrences.
std::string hash_of(const http::Request& request) {
    return service::digest(std::string(request.header("if-match")) + "\n" + request.target + "\n" +
                           request.body);
}

Result<std::optional<service::Once>> once_of(const http::Request& request,
                                             const std::shared_ptr<Job>& job) {
    const std::string_view key = request.header("idempotency-key");
    if (key.empty()) return std::nullopt;
    if (key.size() > service::limits::idempotency_key_bytes_max)
        return tl::make_unexpected(
            invalid(std::string(key_field), "too_long",
                    {{"max", std::to_string(service::limits::idempotency_key_bytes_max)}}));
    service::Once once;
    once.scope = scope_of(request, job->door.caller);
    once.key = key;
    once.request_hash = hash_of(request);
    once.render = [job](const service::Done& done) {
        store::Remembered remembered;
        remembered.status = job->write.status;
        remembered.body = json::write_json(job->render(done));
        return remembered;
    };
    return once;
}

}  // namespace

void carry_out(const Context& context, const http::Request& request, const Door& door, Write write,
               const http::Reply& reply) {
    const auto job = std::make_shared<Job>(Job{context, door, std::move(write), reply, {}, false});
    auto once = once_of(request, job);
    if (!once) return reply(problem({once.error()}, door.language, context.messages));
    service::Command command = std::move(job->write.command);
    context.service.submit(
        std::move(command),
        [job](const service::Outcome& outcome) { job->reply(response_of(*job, outcome)); },
        std::move(*once));
}

}  // namespace sopu::api
