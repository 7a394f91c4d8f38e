#include "tests/house/source.h"

#include <algorithm>
#include <cctype>

namespace sopu::house {
namespace {

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Copies code to `out` with the parts that are not code blanked; one step a call.
class Blanker {
  public:
    explicit Blanker(std::string_view text) : text_(text), out_(text) {}

    std::string run() {
        while (at_ < text_.size()) step();
        return std::move(out_);
    }

  private:
    bool starts(std::string_view with) const { return text_.substr(at_, with.size()) == with; }

    void blank_until(std::size_t end) {
        for (; at_ < std::min(end, text_.size()); ++at_)
            if (text_[at_] != '\n') out_[at_] = ' ';
    }

    void step() {
        if (starts("//")) return blank_until(text_.find('\n', at_));
        if (starts("/*")) return blank_until(end_after(text_.find("*/", at_ + 2), 2));
        if (text_[at_] == '"') return at_ > 0 && text_[at_ - 1] == 'R' ? raw() : quoted('"');
        if (text_[at_] == '\'' && (at_ == 0 || !is_word(text_[at_ - 1]))) return quoted('\'');
        ++at_;  // code; a quote after a digit separates thousands
    }

    static std::size_t end_after(std::size_t found, std::size_t length) {
        return found == std::string_view::npos ? found : found + length;
    }

    void quoted(char quote) {
        std::size_t end = at_ + 1;
        while (end < text_.size() && text_[end] != quote && text_[end] != '\n')
            end += text_[end] == '\\' ? 2 : 1;
        ++at_;
        blank_until(end);
        ++at_;
    }

    void raw() {
        const std::size_t open = text_.find('(', at_);
        if (open == std::string_view::npos) return blank_until(open);
        const std::string close = ")" + std::string(text_.substr(at_ + 1, open - at_ - 1)) + "\"";
        const std::size_t end = text_.find(close, open);
        ++at_;
        blank_until(end == std::string_view::npos ? end : end + close.size() - 1);
        ++at_;
    }

    std::string_view text_;
    std::string out_;
    std::size_t at_ = 0;
};

std::string trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\n\r");
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \t\n\r") - begin + 1));
}

// "template <class T> struct X" -> "struct X"; also attributes.
std::string without_template(std::string head) {
    while (head.rfind("template", 0) == 0) {
        const std::size_t open = head.find('<');
        if (open == std::string::npos) break;
        int depth = 0;
        std::size_t at = open;
        for (; at < head.size(); ++at) {
            if (head[at] == '<') ++depth;
            if (head[at] == '>' && --depth == 0) break;
        }
        head = trimmed(std::string_view(head).substr(std::min(at + 1, head.size())));
    }
    return head;
}

bool begins_with_word(std::string_view text, std::string_view word) {
    return text.substr(0, word.size()) == word &&
           (text.size() == word.size() || !is_word(text[word.size()]));
}

// A namespace or class body begins with the label of the access that stands before.
std::string without_labels(std::string head) {
    for (const std::string_view label : {"public:", "private:", "protected:"})
        if (head.rfind(label, 0) == 0) return trimmed(std::string_view(head).substr(label.size()));
    return head;
}

// Where the value of "auto table = make(…)" begins: after an = outside brackets that is no
// operator.
std::size_t value_begin(const std::string& head) {
    int depth = 0;
    for (std::size_t at = 0; at < head.size(); ++at) {
        const char c = head[at];
        if (c == '(' || c == '[') ++depth;
        if (c == ')' || c == ']') --depth;
        if (c != '=' || depth != 0) continue;
        const bool named = head.rfind("operator", at) != std::string::npos;
        return named ? std::string::npos : at + 1;
    }
    return std::string::npos;
}

Block kind_of(const std::string& head) {
    if (const std::size_t value = value_begin(head); value != std::string::npos) {
        const std::size_t first = head.find_first_not_of(' ', value);
        const bool lambda = first != std::string::npos && head[first] == '[';
        return lambda ? Block::function : Block::data;
    }
    for (const std::string_view word : {"namespace", "inline namespace", "TEST_SUITE"})
        if (begins_with_word(head, word)) return Block::scope;
    const bool call = head.find('(') != std::string::npos;
    if (begins_with_word(head, "extern") && !call) return Block::scope;
    for (const std::string_view word : {"class", "struct", "union"})
        if (begins_with_word(head, word)) return Block::type;
    if (begins_with_word(head, "enum")) return Block::data;
    return call ? Block::function : Block::data;
}

// "A::A() : b_" before the { of b_{1}: still the head of a constructor.
bool initialises_member(const std::string& head) {
    const std::size_t colon = head.find(" : ");
    return colon != std::string::npos && head.rfind(')', colon) != std::string::npos &&
           (is_word(head.back()) || head.back() == '>');
}

// Walks over code and keeps the stack of open blocks; inside a function only braces are counted.
class Outliner {
  public:
    explicit Outliner(const std::string& code) : code_(code) {}

    Outline run() {
        for (at_ = 0; at_ < code_.size(); ++at_) {
            const char c = code_[at_];
            if (c == '\n') ++line_;
            if (inside(Block::function)) {
                step_in_function(c);
            } else {
                step_outside(c);
            }
        }
        return std::move(outline_);
    }

  private:
    bool inside(Block kind) const { return !open_.empty() && open_.back().kind == kind; }

    void step_in_function(char c) {
        if (c == '{') ++depth_;
        if (c == '}' && --depth_ == 0) close();
    }

    void step_outside(char c) {
        if (head_begin_ == std::string::npos && !std::isspace(static_cast<unsigned char>(c))) {
            head_begin_ = at_;
            head_line_ = line_;
        }
        if (c == '{' && initialises_member(head())) return skip_braces();
        if (c == '{') return open();
        if (c == '}') return close();
        if (c == ';' || (c == '=' && !assigned_)) say_statement(c);
    }

    // To the } that closes the { at hand, as if it were not there.
    void skip_braces() {
        for (int depth = 0; at_ < code_.size(); ++at_) {
            if (code_[at_] == '\n') ++line_;
            if (code_[at_] == '{') ++depth;
            if (code_[at_] == '}' && --depth == 0) return;
        }
    }

    std::string head() const {
        if (head_begin_ == std::string::npos) return {};
        const auto text = std::string_view(code_).substr(head_begin_, at_ - head_begin_);
        return without_template(without_labels(trimmed(text)));
    }

    // Statements are looked at where a name can be defined: in namespaces and types.
    void say_statement(char c) {
        if (!inside(Block::data) && !head().empty() && !assigned_)
            outline_.statements.push_back({head_line_, head(), inside(Block::type)});
        assigned_ = c == '=';
        if (c == ';') head_begin_ = std::string::npos;
    }

    void open() {
        const std::string text = head();
        const Block kind = kind_of(text);
        if (kind == Block::data && !text.empty() && !begins_with_word(text, "enum"))
            say_statement('=');
        open_.push_back({kind, head_line_, line_, at_, code_.size(), text});
        depth_ = 1;
        forget_head();
    }

    void close() {
        bool goes_on = false;  // after the } of a value the statement goes on to its ;
        if (!open_.empty()) {
            goes_on = open_.back().kind == Block::data;
            open_.back().last_line = line_;
            open_.back().end = at_;
            outline_.blocks.push_back(open_.back());
            open_.pop_back();
        }
        forget_head();
        assigned_ = goes_on;
    }

    void forget_head() {
        head_begin_ = std::string::npos;
        assigned_ = false;
    }

    const std::string& code_;
    Outline outline_;
    std::vector<Braces> open_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t head_begin_ = std::string::npos;
    std::size_t head_line_ = 1;
    bool assigned_ = false;  // past the = of a definition
    int depth_ = 0;          // of braces inside the function under way
};

}  // namespace

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

std::size_t line_of(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, offset);
    return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

std::string code_only(std::string_view text) {
    return Blanker(text).run();
}

std::string without_preprocessor(std::string code) {
    std::size_t begin = 0;
    bool continues = false;
    while (begin < code.size()) {
        const std::size_t end = std::min(code.find('\n', begin), code.size());
        const std::size_t first = code.find_first_not_of(" \t", begin);
        const bool blank = continues || (first < end && code[first] == '#');
        continues = blank && end > begin && code[end - 1] == '\\';
        if (blank)
            std::fill(code.begin() + static_cast<std::ptrdiff_t>(begin),
                      code.begin() + static_cast<std::ptrdiff_t>(end), ' ');
        begin = end + 1;
    }
    return code;
}

std::vector<Include> includes_of(std::string_view text) {
    std::vector<Include> found;
    const std::string code = code_only(text);
    const auto code_lines = lines_of(code);
    const auto lines = lines_of(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string line = trimmed(code_lines[i]);
        if (line.rfind("#include", 0) != 0) continue;
        const std::size_t open = lines[i].find_first_of("<\"");
        if (open == std::string_view::npos) continue;
        const bool quoted = lines[i][open] == '"';
        const std::size_t close = lines[i].find(quoted ? '"' : '>', open + 1);
        found.push_back({i + 1, std::string(lines[i].substr(open + 1, close - open - 1)), quoted});
    }
    return found;
}

Outline outline_of(std::string_view text) {
    return Outliner(without_preprocessor(code_only(text))).run();
}

std::string opening_comment(std::string_view text) {
    std::string comment;
    for (const auto line : lines_of(text)) {
        if (line.substr(0, 2) != "//") break;
        comment.append(line.substr(2)).append("\n");
    }
    return comment;
}

bool matches(std::string_view path, std::string_view pattern) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos) return path == pattern;
    if (path.substr(0, star) != pattern.substr(0, star)) return false;
    for (std::size_t at = star; at <= path.size(); ++at)
        if (matches(path.substr(at), pattern.substr(star + 1))) return true;
    return false;
}

}  // namespace sopu::house
