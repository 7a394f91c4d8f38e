#include "server/words/pattern.h"

#include <charconv>

#include <unicode/messagepattern.h>
#include <unicode/unistr.h>

namespace sopu::words {
namespace {

tl::unexpected<Error> bad(std::string detail) {
    return fail(Code::internal, "", "bad_messages", std::move(detail));
}

std::string utf8(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

// Walks ICU's flat list of parts and builds the tree.
class Compiler {
  public:
    explicit Compiler(const icu::MessagePattern& parts) : parts_(parts) {}

    // `start` is the index of a MSG_START part.
    Result<Pattern> message(int32_t start) const {
        Pattern out;
        int32_t text_from = parts_.getPart(start).getLimit();
        for (int32_t i = start + 1;; ++i) {
            const auto& part = parts_.getPart(i);
            add_literal(out, text_from, part.getIndex());
            if (part.getType() == UMSGPAT_PART_TYPE_MSG_LIMIT) return out;
            text_from = part.getLimit();
            if (part.getType() == UMSGPAT_PART_TYPE_REPLACE_NUMBER) {
                out.push_back({Piece::Kind::number_sign, {}, {}, {}});
            } else if (part.getType() == UMSGPAT_PART_TYPE_ARG_START) {
                const int32_t limit = parts_.getLimitPartIndex(i);
                out.push_back(SOPU_TRY(argument(i, limit)));
                text_from = parts_.getPart(limit).getLimit();
                i = limit;
            }
        }
    }

  private:
    void add_literal(Pattern& out, int32_t from, int32_t to) const {
        if (from == to) return;
        auto text = utf8(parts_.getPatternString().tempSubStringBetween(from, to));
        if (!out.empty() && out.back().kind == Piece::Kind::literal)
            out.back().text += text;
        else
            out.push_back({Piece::Kind::literal, std::move(text), {}, {}});
    }

    Result<Piece> argument(int32_t start, int32_t limit) const {
        Piece piece;
        if (parts_.getPart(start + 1).getType() != UMSGPAT_PART_TYPE_ARG_NAME)
            return bad("arguments have names, not numbers");
        piece.text = utf8(parts_.getSubstring(parts_.getPart(start + 1)));
        switch (parts_.getPart(start).getArgType()) {
            case UMSGPAT_ARG_TYPE_NONE:
                piece.kind = Piece::Kind::argument;
                return piece;
            case UMSGPAT_ARG_TYPE_PLURAL:
                piece.kind = Piece::Kind::plural;
                break;
            case UMSGPAT_ARG_TYPE_SELECT:
                piece.kind = Piece::Kind::select;
                break;
            default:
                return bad("{" + piece.text + "}: only plural and select are used");
        }
        SOPU_CHECK(add_cases(piece, start + 2, limit));
        return piece;
    }

    Result<void> add_cases(Piece& piece, int32_t i, int32_t limit) const {
        while (i < limit) {
            if (parts_.getPart(i).getType() != UMSGPAT_PART_TYPE_ARG_SELECTOR)
                return bad("{" + piece.text + "}: a plural has no offset");
            const auto selector = utf8(parts_.getSubstring(parts_.getPart(i)));
            ++i;
            const bool exact = parts_.getPart(i).getType() != UMSGPAT_PART_TYPE_MSG_START;
            const int32_t message_start = exact ? i + 1 : i;
            auto text = SOPU_TRY(message(message_start));
            if (exact) {
                const double number = parts_.getNumericValue(parts_.getPart(i));
                piece.exactly.emplace(static_cast<long long>(number), std::move(text));
            } else {
                piece.cases.emplace(selector, std::move(text));
            }
            i = parts_.getLimitPartIndex(message_start) + 1;
        }
        return {};
    }

    const icu::MessagePattern& parts_;
};

// Arguments of errors come as texts; a plural reads digits in them too.
std::optional<long long> as_number(const std::variant<std::string, long long>& value) {
    if (const auto* number = std::get_if<long long>(&value)) return *number;
    const auto& text = std::get<std::string>(value);
    long long number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

struct Writer {
    const Args& args;
    std::string_view lang;
    const PluralOf& plural_of;
    std::string out = {};

    std::string value_text(const std::variant<std::string, long long>& value) const {
        if (const auto* number = std::get_if<long long>(&value)) return number_text(lang, *number);
        return std::get<std::string>(value);
    }

    // `sign` is what # stands for.
    void pattern(const Pattern& pieces, const std::string& sign) {
        for (const auto& piece : pieces) write_piece(piece, sign);
    }

    void write_piece(const Piece& piece, const std::string& sign) {
        if (piece.kind == Piece::Kind::literal) {
            out += after_sentence_end(piece.text);
            return;
        }
        if (piece.kind == Piece::Kind::number_sign) {
            out += sign;
            return;
        }
        const auto found = args.find(piece.text);
        if (found == args.end()) {
            out += "{" + piece.text + "}";
            return;
        }
        if (piece.kind == Piece::Kind::argument)
            out += value_text(found->second);
        else
            write_case(piece, found->second, sign);
    }

    // "la 24.10." before the full stop of a sentence ends it already.
    std::string_view after_sentence_end(std::string_view text) const {
        const bool ended =
            !out.empty() && std::string_view(".?!").find(out.back()) != std::string_view::npos;
        return ended && text.starts_with('.') ? text.substr(1) : text;
    }

    void write_case(const Piece& piece, const std::variant<std::string, long long>& value,
                    const std::string& sign) {
        std::string chosen = "other";
        std::string inner_sign = sign;
        if (piece.kind == Piece::Kind::plural) {
            inner_sign = value_text(value);
            if (const auto number = as_number(value)) {
                inner_sign = number_text(lang, *number);
                if (const auto exact = piece.exactly.find(*number); exact != piece.exactly.end())
                    return pattern(exact->second, inner_sign);
                chosen = plural_of(*number);
            }
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            chosen = text->empty() ? "none" : *text;
        }
        auto found = piece.cases.find(chosen);
        if (found == piece.cases.end()) found = piece.cases.find("other");
        if (found != piece.cases.end()) pattern(found->second, inner_sign);
    }
};

}  // namespace

Result<Pattern> compile(std::string_view pattern) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError where{};
    const auto text = icu::UnicodeString::fromUTF8({pattern.data(), int32_t(pattern.size())});
    const icu::MessagePattern parts(text, &where, status);
    if (U_FAILURE(status))
        return bad(std::string(u_errorName(status)) + " at " + std::to_string(where.offset));
    return Compiler(parts).message(0);
}

std::string write(const Pattern& pattern, const Args& args, std::string_view lang,
                  const PluralOf& plural_of) {
    Writer writer{args, lang, plural_of};
    writer.pattern(pattern, "#");
    return std::move(writer.out);
}

void collect_arguments(const Pattern& pattern, std::set<std::string>& into) {
    for (const auto& piece : pattern) {
        if (piece.kind == Piece::Kind::literal || piece.kind == Piece::Kind::number_sign) continue;
        into.insert(piece.text);
        for (const auto& [number, inner] : piece.exactly) collect_arguments(inner, into);
        for (const auto& [name, inner] : piece.cases) collect_arguments(inner, into);
    }
}

std::string number_text(std::string_view lang, long long number) {
    auto digits = std::to_string(number);
    const std::size_t first = number < 0 ? 1 : 0;
    if (digits.size() - first < 5) return digits;
    const std::string_view separator = lang == "en" ? "," : "\u00a0";
    for (std::size_t at = digits.size() - 3; at > first && at < digits.size(); at -= 3)
        digits.insert(at, separator);
    return digits;
}

}  // namespace sopu::words
