#include "server/http/problem.h"

#include <string>

namespace sopu::http {

Response problem(int status, std::string_view code, std::string_view title) {
    std::string body = R"({"type":"about:blank","status":)" + std::to_string(status);
    body.append(R"(,"code":")").append(code);
    body.append(R"(","title":")").append(title);
    body.append(R"(","errors":[]})");
    return Response::text(status, "application/problem+json", std::move(body))
        .with("X-Content-Type-Options", "nosniff");
}

Response refusal(std::string_view path, int status, std::string_view code, std::string_view title) {
    if (path.starts_with("/api/")) return problem(status, code, title);
    return Response::text(status, "text/plain; charset=utf-8", std::string(title) + "\n")
        .with("X-Content-Type-Options", "nosniff");
}

}  // namespace sopu::http
