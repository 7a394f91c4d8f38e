#include "server/http/router.h"

#include <algorithm>
#include <array>

#include "engine/base/invariant.h"
#include "server/http/problem.h"

namespace sopu::http {
namespace {

// Empty parts are kept: "/sv/" is not "/sv".
std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> segments;
    if (path.starts_with('/')) path.remove_prefix(1);
    while (true) {
        const std::size_t slash = path.find('/');
        segments.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return segments;
        path.remove_prefix(slash + 1);
    }
}

// "{area}.ics" taken apart: the name and what must follow; a literal has an empty name.
struct Parameter {
    std::string_view name;
    std::string_view suffix;
};

Parameter parameter_of(std::string_view pattern) {
    const std::size_t end = pattern.find('}');
    if (!pattern.starts_with('{') || end == std::string_view::npos) return {};
    return {pattern.substr(1, end - 1), pattern.substr(end + 1)};
}

// How well one segment fits its pattern: higher is better, nullopt not at all. A literal beats
// every suffix, a longer suffix a shorter one, and any suffix a bare parameter.
constexpr std::size_t literal_fit = static_cast<std::size_t>(-1);

std::optional<std::size_t> fit(std::string_view pattern, std::string_view segment) {
    const Parameter parameter = parameter_of(pattern);
    if (parameter.name.empty())
        return pattern == segment ? std::optional(literal_fit) : std::nullopt;
    const bool fits =
        segment.size() > parameter.suffix.size() && segment.ends_with(parameter.suffix);
    return fits ? std::optional(parameter.suffix.size()) : std::nullopt;
}

std::optional<std::vector<std::size_t>> fit(const std::vector<std::string>& patterns,
                                            const std::vector<std::string_view>& segments) {
    if (patterns.size() != segments.size()) return std::nullopt;
    std::vector<std::size_t> fits;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        const auto one = fit(patterns[i], segments[i]);
        if (!one) return std::nullopt;
        fits.push_back(*one);
    }
    return fits;
}

void fill_parameters(const std::vector<std::string>& patterns,
                     const std::vector<std::string_view>& segments, Request& request) {
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        const Parameter parameter = parameter_of(patterns[i]);
        if (parameter.name.empty()) continue;
        const std::size_t length = segments[i].size() - parameter.suffix.size();
        request.parameters[std::string(parameter.name)] = segments[i].substr(0, length);
    }
}

// The Allow header in a fixed order; whoever answers GET answers HEAD (RFC 9110 9.3.2).
std::string allow_text(std::array<bool, 8> methods) {
    if (methods[static_cast<std::size_t>(Method::get)])
        methods[static_cast<std::size_t>(Method::head)] = true;
    std::string text;
    for (std::size_t i = 0; i < methods.size(); ++i) {
        if (!methods[i]) continue;
        if (!text.empty()) text += ", ";
        text += method_name(static_cast<Method>(i));
    }
    return text;
}

}  // namespace

void Router::add(Method method, std::string pattern, Handler handler) {
    INVARIANT(pattern.starts_with('/'), "a route's pattern starts with a slash");
    INVARIANT(method != Method::other, "a route has a method that requests can name");
    INVARIANT(std::none_of(routes_.begin(), routes_.end(),
                           [&](const Route& route) {
                               return route.method == method && route.pattern == pattern;
                           }),
              "a route is added once");
    Route route{method, {}, std::move(pattern), std::move(handler)};
    for (const std::string_view segment : segments_of(route.pattern))
        route.segments.emplace_back(segment);
    routes_.push_back(std::move(route));
}

void Router::otherwise(Handler handler) {
    otherwise_ = std::move(handler);
}

const Router::Route* Router::match(Method method, std::string_view path, Request& request,
                                   std::string& allow) const {
    const auto segments = segments_of(path);
    const Route* best = nullptr;
    std::vector<std::size_t> best_fit;
    std::array<bool, 8> allowed{};
    for (const Route& route : routes_) {
        auto route_fit = fit(route.segments, segments);
        if (!route_fit) continue;
        allowed[static_cast<std::size_t>(route.method)] = true;
        if (route.method != method || (best != nullptr && *route_fit <= best_fit)) continue;
        best = &route;
        best_fit = std::move(*route_fit);
    }
    if (best != nullptr)
        fill_parameters(best->segments, segments, request);
    else
        allow = allow_text(allowed);
    return best;
}

void Router::handle(const Request& request, Reply reply) const {
    Request filled = request;
    filled.parameters.clear();
    std::string allow;
    const Route* route = match(request.method, request.path, filled, allow);
    if (route == nullptr && request.method == Method::head)
        route = match(Method::get, request.path, filled, allow);
    if (route != nullptr) return route->handler(filled, std::move(reply));
    if (!allow.empty())
        return reply(
            refusal(request.path, 405, "method_not_allowed", "This method is not allowed here.")
                .with("Allow", allow));
    if (otherwise_) return otherwise_(filled, std::move(reply));
    reply(refusal(request.path, 404, "not_found", "There is nothing here."));
}

std::vector<std::string> Router::list() const {
    std::vector<std::string> lines;
    for (const Route& route : routes_)
        lines.push_back(std::string(method_name(route.method)) + " " + route.pattern);
    std::sort(lines.begin(), lines.end());
    return lines;
}

}  // namespace sopu::http
