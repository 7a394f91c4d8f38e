// What lives here: libical behind RAII, the sole include of it. The program parses with it one
// component at a time (component.cpp); tests also give it whole feeds, as an outside reader of what
// we write. What may not: its recurrence and zone code: never asked (segfaults, hangs and wrong
// clock changes), and its feeding functions other than LibicalParser::add outside of tests and
// benchmarks: icalparser_parse and icalparser_parse_string write to a table that all threads share.
// Invariants: libical_ready() has run before anything is parsed. Thread-safety: a parser and a
// component belong to one thread; the cursor of an iteration lives inside the component.
#pragma once

#include <memory>
#include <string>

#include <libical/ical.h>

namespace sopu::ical {

struct FreeComponent {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using LibicalComponent = std::unique_ptr<icalcomponent, FreeComponent>;

struct FreeParser {
    void operator()(icalparser* parser) const { icalparser_free(parser); }
};

struct FreeText {
    void operator()(char* text) const { icalmemory_free_buffer(text); }
};
using LibicalText = std::unique_ptr<char, FreeText>;

// What libical shares between threads is set up once, before its first use: errors never abort, and
// the zone it gives to a time with a Z, which it would otherwise fill in without a lock. Its last
// error and its ring of texts are kept per thread. What is left are two counters in its lists that
// it raises without a lock and that nothing reads.
inline bool libical_ready() {
    static const bool ready = [] {
        icalerror_set_errors_are_fatal(0);
        return icaltimezone_get_utc_timezone() != nullptr;
    }();
    return ready;
}

// One component, content line by content line.
class LibicalParser {
  public:
    LibicalParser() { libical_ready(); }

    // `line` is unfolded and without its line end; libical copies what it keeps. What comes back is
    // the whole component, after its END.
    LibicalComponent add(std::string line) {
        return LibicalComponent(icalparser_add_line(parser_.get(), line.data()));
    }

  private:
    std::unique_ptr<icalparser, FreeParser> parser_{icalparser_new()};
};

inline LibicalComponent libical_parse(const std::string& text) {
    return LibicalComponent(icalparser_parse_string(text.c_str()));
}

inline std::string or_empty(const char* text) {
    return text == nullptr ? std::string() : std::string(text);
}

}  // namespace sopu::ical
