// How fast is "what lies in this window, in this municipality / in this hall?" against the two ways
// anybody would try first: one sorted vector per key that looks back by its longest entry, and an
// SQLite B-tree on (key, start, end) in memory. All three list the same ids; the checksum says so.
//
// The workload: two years of events over 309 municipalities by Zipf, forty halls each; weekends
// twice as full; evenings; 2 % of one to ten days and 0.1 % of a month, which is what spoils a
// search that looks back by the longest entry.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <functional>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include <sqlite3.h>

#include "engine/index/occurrences.h"

namespace {

using namespace sopu;

constexpr int municipality_count = 309;
constexpr int halls_per_municipality = 40;
constexpr std::int64_t monday = 1'767'571'200;  // 2026-01-05T00:00:00Z

struct Item {
    int municipality;
    int hall;
    Interval span;
};

class Workload {
  public:
    // Seeds are hashed, so that queries are not the stored events shifted by one.
    explicit Workload(std::uint64_t seed)
        : random_(std::hash<std::uint64_t>{}(seed)*0x9e3779b97f4a7c15u + 7) {
        double sum = 0;
        for (int i = 0; i < municipality_count; ++i)
            cumulative_.push_back(sum += 1 / std::pow(i + 1, 0.95));
        for (double& it : cumulative_) it /= sum;
    }
    Item next() {
        const auto place = std::lower_bound(cumulative_.begin(), cumulative_.end(), unit_(random_));
        const auto municipality = static_cast<int>(place - cumulative_.begin());
        const auto hall = static_cast<int>(halls_per_municipality * std::pow(unit_(random_), 2));
        const std::int64_t start = monday + day() * 86'400 + minute_of_day() * 60;
        return {municipality,
                municipality * halls_per_municipality + hall,
                {Instant(seconds(start)), Instant(seconds(start + length_minutes() * 60))}};
    }

  private:
    int below(int n) { return static_cast<int>(unit_(random_) * n); }
    int day() {
        const int week = below(104);
        const int chance = below(10);
        return 7 * week + (chance < 6 ? 4 + chance / 2 : chance - 6);
    }
    int minute_of_day() { return 15 * (4 * (below(10) < 7 ? 17 : 10) + below(8)); }
    int length_minutes() {
        const double chance = unit_(random_);
        if (chance < 0.001) return 1440 * (28 + below(4));
        if (chance < 0.021) return 1440 * (1 + below(10));
        const double length = std::exp(std::log(120.0) + 0.6 * normal_(random_));
        return 15 * static_cast<int>(std::clamp(length, 30.0, 480.0) / 15);
    }
    std::mt19937_64 random_;
    std::uniform_real_distribution<double> unit_{0, 1};
    std::normal_distribution<double> normal_{0, 1};
    std::vector<double> cumulative_;
};

// One vector per key, sorted by start; a search looks back by the longest entry of the key.
class SortedVectors {
  public:
    SortedVectors(const std::vector<Item>& items, int Item::*key) {
        for (std::uint32_t i = 0; i < items.size(); ++i) {
            Key& of = keys_[items[i].*key];
            of.entries.push_back({items[i].span, i, 0});
            of.longest = std::max(of.longest, items[i].span.length());
        }
        for (auto& [key_number, of] : keys_)
            std::sort(of.entries.begin(), of.entries.end(), [](const auto& a, const auto& b) {
                return a.extent.start() < b.extent.start();
            });
    }
    void find(int key, const Interval& window, std::vector<std::uint32_t>& out) const {
        const auto of = keys_.find(key);
        if (of == keys_.end()) return;
        const auto& entries = of->second.entries;
        auto it = std::lower_bound(
            entries.begin(), entries.end(), window.start() - of->second.longest,
            [](const Occurrence& o, Instant start) { return o.extent.start() < start; });
        for (; it != entries.end() && it->extent.start() < window.end(); ++it)
            if (it->extent.end() > window.start()) out.push_back(it->event);
    }

  private:
    struct Key {
        std::vector<Occurrence> entries;
        seconds longest{0};
    };
    std::unordered_map<int, Key> keys_;
};

class SqliteTree {
  public:
    SqliteTree(const std::vector<Item>& items, int Item::*key) {
        sqlite3_open(":memory:", &database_);
        sqlite3_exec(database_, "CREATE TABLE o(k INT, s INT, e INT, id INT); BEGIN", {}, {}, {});
        sqlite3_stmt* insert = nullptr;
        sqlite3_prepare_v2(database_, "INSERT INTO o VALUES(?,?,?,?)", -1, &insert, nullptr);
        for (std::uint32_t i = 0; i < items.size(); ++i) {
            sqlite3_bind_int(insert, 1, items[i].*key);
            sqlite3_bind_int64(insert, 2, items[i].span.start().time_since_epoch().count());
            sqlite3_bind_int64(insert, 3, items[i].span.end().time_since_epoch().count());
            sqlite3_bind_int64(insert, 4, i);
            sqlite3_step(insert);
            sqlite3_reset(insert);
        }
        sqlite3_finalize(insert);
        sqlite3_exec(database_, "COMMIT; CREATE INDEX i ON o(k, s, e, id)", {}, {}, {});
        sqlite3_prepare_v2(database_, "SELECT id FROM o WHERE k=? AND s<? AND e>?", -1, &select_,
                           nullptr);
    }
    ~SqliteTree() {
        sqlite3_finalize(select_);
        sqlite3_close(database_);
    }
    SqliteTree(const SqliteTree&) = delete;
    SqliteTree& operator=(const SqliteTree&) = delete;

    void find(int key, const Interval& window, std::vector<std::uint32_t>& out) const {
        sqlite3_bind_int(select_, 1, key);
        sqlite3_bind_int64(select_, 2, window.end().time_since_epoch().count());
        sqlite3_bind_int64(select_, 3, window.start().time_since_epoch().count());
        while (sqlite3_step(select_) == SQLITE_ROW)
            out.push_back(static_cast<std::uint32_t>(sqlite3_column_int64(select_, 0)));
        sqlite3_reset(select_);
    }

  private:
    sqlite3* database_ = nullptr;
    sqlite3_stmt* select_ = nullptr;
};

class Ours {
  public:
    Ours(const std::vector<Item>& items, int Item::*key, Dimension dimension)
        : dimension_(dimension) {
        std::vector<Posting> postings;
        for (std::uint32_t i = 0; i < items.size(); ++i)
            postings.push_back({dimension, std::to_string(items[i].*key), {items[i].span, i, 0}});
        index_ = OccurrenceIndex::build(postings);
    }
    void find(int key, const Interval& window, std::vector<std::uint32_t>& out) const {
        found_.clear();
        index_.find(dimension_, std::to_string(key), window, found_);
        for (const Occurrence& it : found_) out.push_back(it.event);
    }

  private:
    Dimension dimension_;
    OccurrenceIndex index_;
    mutable std::vector<Occurrence> found_;
};

double thread_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

struct Measured {
    double nanoseconds;  // a query, the best of five passes of thread CPU time
    std::uint64_t checksum;
    double hits;
};

template <class Index>
Measured measure(const Index& index, const std::vector<Item>& queries, int Item::*key, int passes) {
    Measured measured{1e18, 0, 0};
    std::vector<std::uint32_t> out;
    for (int pass = 0; pass < passes; ++pass) {
        std::uint64_t sum = 0;
        std::size_t hits = 0;
        const double start = thread_seconds();
        for (const Item& query : queries) {
            out.clear();
            index.find(query.*key, query.span, out);
            hits += out.size();
            for (const std::uint32_t id : out) sum += (id + 1) * 0x9e3779b97f4a7c15u;
        }
        const auto count = static_cast<double>(queries.size());
        const double each = (thread_seconds() - start) / count * 1e9;
        measured.nanoseconds = std::min(measured.nanoseconds, each);
        measured.checksum = sum;
        measured.hits = static_cast<double>(hits) / count;
    }
    return measured;
}

void report(const char* what, std::size_t n, const Measured& ours, const Measured& anchor,
            const char* anchor_name) {
    if (ours.checksum != anchor.checksum) {
        std::fprintf(stderr, "%s: %s found other events\n", what, anchor_name);
        std::exit(1);
    }
    std::printf(
        "{\"bench\":\"index\",\"case\":\"%s\",\"n\":%zu,\"ours\":%.1f,\"anchor\":%.1f,"
        "\"anchor_name\":\"%s\",\"unit\":\"ns/query\",\"ratio\":%.2f,\"hits\":%.2f}\n",
        what, n, ours.nanoseconds, anchor.nanoseconds, anchor_name,
        anchor.nanoseconds / ours.nanoseconds, ours.hits);
}

void run(const char* what, const std::vector<Item>& items, const std::vector<Item>& queries,
         int Item::*key, Dimension dimension) {
    const Measured ours = measure(Ours(items, key, dimension), queries, key, 5);
    const Measured sorted = measure(SortedVectors(items, key), queries, key, 5);
    report(what, items.size(), ours, sorted, "sorted vector per key");
    const Measured sqlite = measure(SqliteTree(items, key), queries, key, 1);
    report(what, items.size(), ours, sqlite, "SQLite B-tree in memory");
}

}  // namespace

int main(int argc, char** argv) {
    std::size_t n = 1'000'000;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--quick") == 0) n = 100'000;
        if (std::strcmp(argv[i], "--n") == 0 && i + 1 < argc) n = std::stoul(argv[++i]);
    }
    Workload stored(1);
    Workload asked(2);
    std::vector<Item> items(n);
    std::vector<Item> queries(20'000);
    std::generate(items.begin(), items.end(), [&] { return stored.next(); });
    std::generate(queries.begin(), queries.end(), [&] { return asked.next(); });
    run("hall: list overlapping", items, queries, &Item::hall, Dimension::space);
    run("municipality: list overlapping", items, queries, &Item::municipality,
        Dimension::municipality);
}
