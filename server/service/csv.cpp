#include "server/service/csv.h"

namespace sopu::service {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class CsvReader {
  public:
    CsvReader(std::string_view bytes, char separator) : bytes_(bytes), separator_(separator) {
        if (bytes_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
    }

    Result<std::vector<CsvRow>> read() {
        std::vector<CsvRow> rows;
        while (!ended()) {
            CsvRow row{line_, {}};
            do row.fields.push_back(SOPU_TRY(field()));
            while (take(separator_));
            take('\r');
            if (take('\n')) ++line_;
            const bool empty_line = row.fields.size() == 1 && row.fields[0].empty();
            if (!empty_line) rows.push_back(std::move(row));
        }
        return rows;
    }

  private:
    bool ended() const { return at_ == bytes_.size(); }
    char here() const { return bytes_[at_]; }
    bool take(char wanted) {
        if (ended() || here() != wanted) return false;
        ++at_;
        return true;
    }
    // A lone CR inside a line belongs to the text; the checks of texts refuse it later.
    bool at_end_of_field() const {
        if (ended() || here() == separator_ || here() == '\n') return true;
        return here() == '\r' && (at_ + 1 == bytes_.size() || bytes_[at_ + 1] == '\n');
    }

    Result<std::string> field() {
        if (take('"')) return quoted();
        std::string text;
        while (!at_end_of_field()) text.push_back(bytes_[at_++]);
        return text;
    }

    Result<std::string> quoted() {
        const std::size_t begun_on = line_;
        std::string text;
        for (;;) {
            if (ended()) return wrong("unclosed_quote", begun_on);
            const char c = bytes_[at_++];
            if (c == '"') {
                if (!take('"')) break;  // "" is a quote inside
            } else if (c == '\n') {
                ++line_;
            }
            text.push_back(c);
        }
        if (!at_end_of_field()) return wrong("text_after_quote", line_);
        return text;
    }

    static tl::unexpected<Error> wrong(std::string reason, std::size_t line) {
        return tl::unexpected<Error>(
            invalid("", std::move(reason), {{"line", std::to_string(line)}}));
    }

    std::string_view bytes_;
    char separator_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

}  // namespace

Result<std::vector<CsvRow>> read_csv(std::string_view bytes, char separator) {
    return CsvReader(bytes, separator).read();
}

}  // namespace sopu::service
