#include "server/outbound/smtp.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include <curl/curl.h>

#include "server/outbound/limits.h"

namespace sopu::outbound {
namespace {

struct CleanUp {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct Reading {
    std::string_view left;
};

std::size_t read_more(char* out, std::size_t size, std::size_t count, void* user) {
    auto* reading = static_cast<Reading*>(user);
    const std::size_t take = std::min(size * count, reading->left.size());
    std::memcpy(out, reading->left.data(), take);
    reading->left.remove_prefix(take);
    return take;
}

bool curl_is_ready() {
    static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return ready;
}

// The server's last word says whether to come again: 4xx yes, 5xx no (RFC 5321 4.2.1). A wrong
// password is ours to mend, and the letter can wait for that.
Result<void> outcome(CURLcode code, long said) {
    if (code == CURLE_OK) return {};
    const std::string detail =
        std::string(curl_easy_strerror(code)) + " (" + std::to_string(said) + ")";
    const bool refused =
        said >= 500 && said < 600 && code != CURLE_LOGIN_DENIED && code != CURLE_USE_SSL_FAILED;
    return fail(refused ? Code::invalid : Code::unavailable, "",
                refused ? "mail_refused" : "unavailable", detail);
}

Result<void> send(const std::string& url, const Mail& mail) {
    const std::string text = SOPU_TRY(wire_form(mail));
    const std::unique_ptr<CURL, CleanUp> curl(curl_is_ready() ? curl_easy_init() : nullptr);
    if (curl == nullptr) return fail(Code::unavailable, "", "unavailable", "libcurl: init");
    const std::unique_ptr<curl_slist, CleanUp> to(
        curl_slist_append(nullptr, ("<" + mail.to + ">").c_str()));
    const std::string from = "<" + mail.from + ">";
    const bool has_password = url.find('@') != std::string::npos;
    Reading reading{text};
    CURL* c = curl.get();
    curl_easy_setopt(c, CURLOPT_URL, url.c_str());
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(c, CURLOPT_USE_SSL,
                     static_cast<long>(has_password ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);  // we have threads
    curl_easy_setopt(c, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, limits::connect_seconds);
    curl_easy_setopt(c, CURLOPT_TIMEOUT, limits::send_seconds);
    curl_easy_setopt(c, CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to.get());
    curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(c, CURLOPT_READFUNCTION, read_more);
    curl_easy_setopt(c, CURLOPT_READDATA, &reading);
    const CURLcode code = curl_easy_perform(c);
    long said = 0;
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &said);
    return outcome(code, said);
}

}  // namespace

SendMail smtp_sender(std::string url) {
    return [url = std::move(url)](const Mail& mail) { return send(url, mail); };
}

}  // namespace sopu::outbound
