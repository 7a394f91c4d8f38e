#include "server/outbound/outbox_worker.h"

#include <algorithm>
#include <future>
#include <string>

#include "server/outbound/limits.h"

namespace sopu::outbound {

std::chrono::seconds wait_after(int tries) {
    std::chrono::seconds wait = limits::first_wait;
    for (int i = 1; i < tries && wait < limits::longest_wait; ++i) wait *= 2;
    return std::min(wait, limits::longest_wait);
}

OutboxWorker::OutboxWorker(Parts parts, std::chrono::milliseconds every)
    : parts_(std::move(parts)),
      every_(every, [this](const std::stop_token& stop) { look(stop); }) {}

void OutboxWorker::look(const std::stop_token& stop) {
    const auto answer = std::make_shared<std::promise<service::Service::Letters>>();
    parts_.service.letters(limits::letters_at_once, [answer](service::Service::Letters due) {
        answer->set_value(std::move(due));
    });
    const service::Service::Letters due = answer->get_future().get();
    if (!due) return;  // too busy, or the store cannot be read: at the next look
    for (const store::Letter& letter : *due) {
        if (letter.due > parts_.service.now() || stop.stop_requested()) return;
        service::KeepLetters kept;
        carry(letter, kept);
        // Each by itself: a letter that was sent must not wait for the others' time-outs.
        parts_.service.submit_and_wait(std::move(kept));
    }
}

std::optional<std::vector<store::Notice>> OutboxWorker::notices_of(const store::Letter& letter) {
    if (letter.kind != store::LetterKind::conflicts) return std::vector<store::Notice>{};
    const auto answer = std::make_shared<std::promise<service::Service::Notices>>();
    parts_.service.notices(letter.id, [answer](service::Service::Notices notices) {
        answer->set_value(std::move(notices));
    });
    service::Service::Notices notices = answer->get_future().get();
    if (!notices) return std::nullopt;
    return std::move(*notices);
}

void OutboxWorker::carry(const store::Letter& letter, service::KeepLetters& kept) {
    const auto notices = notices_of(letter);
    if (!notices) return;  // at the next look
    std::optional<Written> written = parts_.write(letter, *notices);
    if (!written) return kept.done.push_back(letter.id);
    written->mail.date = parts_.service.now();
    const Result<void> sent = parts_.send(written->mail);
    if (sent) {
        kept.told = std::move(written->told);
        return kept.done.push_back(letter.id);
    }
    store::Letter again = letter;
    ++again.tries;
    const bool given_up =
        sent.error().code == Code::invalid || again.tries >= limits::letter_tries_max;
    parts_.log("mail: " + letter.id + ", try " + std::to_string(again.tries) +
               (given_up ? ", given up: " : ": ") + sent.error().detail);
    if (given_up) return kept.done.push_back(letter.id);
    again.due = parts_.service.now() + wait_after(again.tries);
    kept.again.push_back(std::move(again));
}

}  // namespace sopu::outbound
