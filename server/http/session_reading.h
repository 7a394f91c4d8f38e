// What lives here: one request while it is read, and how that can end. Internal to session*.cpp: it
// holds Beast's parser.
// What may not: the answer.
// Invariants: a seat taken is given back. Thread-safety: the session's I/O thread only.
#pragma once

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "server/http/limits.h"
#include "server/http/session.h"

namespace sopu::http {

// The seat of a body over the ordinary limit, given back when the request is over.
class LargeBodySeat {
  public:
    explicit LargeBodySeat(Shared& shared) : shared_(shared) {}
    ~LargeBodySeat() {
        if (taken_) --shared_.large_bodies;
    }
    LargeBodySeat(const LargeBodySeat&) = delete;
    LargeBodySeat& operator=(const LargeBodySeat&) = delete;

    bool take() {
        taken_ = ++shared_.large_bodies <= limits::import_bodies_at_once_max;
        if (!taken_) --shared_.large_bodies;
        return taken_;
    }

  private:
    Shared& shared_;
    bool taken_ = false;
};

struct Session::Outcome {
    enum class Kind { ready, gone, refused };
    Kind kind = Kind::ready;
    Response refusal;

    static Outcome gone() { return {Kind::gone, {}}; }
    static Outcome refused(Response why) { return {Kind::refused, std::move(why)}; }
};

struct Session::Reading {
    explicit Reading(Shared& shared) : seat(shared) {}

    boost::beast::http::request_parser<boost::beast::http::string_body> parser;
    Request request;
    Framing framing{.keep = false};
    LargeBodySeat seat;
    bool wants_continue = false;
};

}  // namespace sopu::http
