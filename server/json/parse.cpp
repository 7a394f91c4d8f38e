#include "server/json/parse.h"

#include <boost/json/error.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "server/json/limits.h"

namespace sopu::json {

Result<boost::json::value> parse_json(std::string_view bytes) {
    boost::json::parse_options options;  // the defaults: no comments, no trailing commas
    options.max_depth = limits::depth_max;
    boost::json::error_code failed;
    boost::json::value value =
        boost::json::parse({bytes.data(), bytes.size()}, failed, {}, options);
    if (failed == boost::json::error::too_deep) {
        return tl::make_unexpected(
            invalid("", "too_deep", {{"max", std::to_string(limits::depth_max)}}));
    }
    if (failed) return fail(Code::invalid, "", "bad_json", failed.message());
    return value;
}

std::string write_json(const boost::json::value& value) {
    return boost::json::serialize(value);
}

}  // namespace sopu::json
