#include "engine/place/gazetteer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <tuple>

#include "engine/place/inflection.h"

namespace sopu {
namespace {

using NameIndex = std::unordered_map<std::string, std::size_t>;

constexpr std::array<std::string_view, 7> column_names{
    "code", "name_fi", "name_sv", "region_fi", "region_sv", "lat", "lon"};
enum Column { code, name_fi, name_sv, region_fi, region_sv, lat, lon };
using Places = std::array<std::size_t, column_names.size()>;

// All fields of a line, empty ones too. The file has no quoted field.
std::vector<std::string_view> fields_of(std::string_view line) {
    std::vector<std::string_view> fields;
    while (true) {
        const std::size_t comma = line.find(',');
        fields.push_back(trim(line.substr(0, comma)));
        if (comma == std::string_view::npos) return fields;
        line.remove_prefix(comma + 1);
    }
}

tl::unexpected<Error> broken(std::size_t line_number, std::string_view what) {
    return fail(
        Code::invalid, "", "bad_gazetteer",
        "municipalities.csv line " + std::to_string(line_number) + ": " + std::string(what));
}

Result<Places> places_of(std::string_view header, std::size_t line_number) {
    const auto fields = fields_of(header);
    Places places{};
    for (std::size_t i = 0; i < column_names.size(); ++i) {
        const auto it = std::find(fields.begin(), fields.end(), column_names[i]);
        if (it == fields.end())
            return broken(line_number, "no column " + std::string(column_names[i]));
        places[i] = static_cast<std::size_t>(it - fields.begin());
    }
    return places;
}

std::optional<double> number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool is_code(std::string_view text) {
    return text.size() == 3 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct Row {
    Municipality municipality;
    Region region;  // without its municipalities
};

Result<Row> row_of(std::string_view line, const Places& places, std::size_t line_number) {
    const auto fields = fields_of(line);
    if (fields.size() <= *std::max_element(places.begin(), places.end()))
        return broken(line_number, "too few fields");
    const auto field = [&](Column column) { return std::string(fields[places[column]]); };
    if (!is_code(field(code))) return broken(line_number, "the code is not three digits");
    const auto latitude = number(field(lat));
    const auto longitude = number(field(lon));
    if (!latitude || !longitude) return broken(line_number, "no position");
    for (const Column column : {name_fi, name_sv, region_fi, region_sv})
        if (slug_of(field(column)).empty()) return broken(line_number, "a name is missing");
    Row row;
    row.municipality.code = MunicipalityCode{field(code)};
    row.municipality.name = {{"fi", field(name_fi)}, {"sv", field(name_sv)}};
    row.municipality.slug = slug_of(field(name_fi));
    row.municipality.slug_sv = slug_of(field(name_sv));
    row.municipality.region = slug_of(field(region_fi));
    row.municipality.position = {*latitude, *longitude};
    row.region.slug = row.municipality.region;
    row.region.slug_sv = slug_of(field(region_sv));
    row.region.name = {{"fi", field(region_fi)}, {"sv", field(region_sv)}};
    return row;
}

Result<std::vector<Row>> rows_of(std::string_view csv) {
    std::vector<Row> rows;
    std::optional<Places> places;
    for (std::size_t line_number = 1; !csv.empty(); ++line_number) {
        const std::size_t end = std::min(csv.find('\n'), csv.size());
        const std::string_view line = trim(csv.substr(0, end));
        csv.remove_prefix(std::min(end + 1, csv.size()));
        if (line.empty() || line.starts_with('#')) continue;
        if (!places)
            places = SOPU_TRY(places_of(line, line_number));
        else
            rows.push_back(SOPU_TRY(row_of(line, *places, line_number)));
    }
    if (rows.empty()) return broken(0, "no municipalities");
    return rows;
}

// Names in the order of their right to a spelling: what comes earlier keeps it. So a Finnish name
// wins over another municipality's Swedish one.
void index_names(const std::vector<Municipality>& municipalities, NameIndex& index) {
    const auto add = [&](auto&& key_of) {
        for (std::size_t i = 0; i < municipalities.size(); ++i)
            index.try_emplace(key_of(municipalities[i]), i);
    };
    add([](const Municipality& m) { return m.code.text(); });
    add([](const Municipality& m) { return fold_name(m.name.at("fi")); });
    add([](const Municipality& m) { return m.slug; });
    add([](const Municipality& m) { return fold_name(m.name.at("sv")); });
    add([](const Municipality& m) { return m.slug_sv; });
}

// A form that is somebody's name stays that name; one that two names share belongs to nobody.
void index_inflections(const std::vector<Municipality>& municipalities, NameIndex& index) {
    std::unordered_map<std::string, std::set<std::size_t>> owners;
    for (std::size_t i = 0; i < municipalities.size(); ++i) {
        const std::string name = fold_name(municipalities[i].name.at("fi"));
        for (const std::string& form : inflected_forms(name)) {
            owners[form].insert(i);
            if (!form.ends_with('n')) continue;  // the genitive, and harmlessly the illative
            owners[form + " kunta"].insert(i);   // "Pedersören kunta"
            owners[form + " kaupunki"].insert(i);
        }
    }
    for (const auto& [form, who] : owners)
        if (who.size() == 1) index.try_emplace(form, *who.begin());
}

}  // namespace

Result<Gazetteer> Gazetteer::parse(std::string_view csv) {
    auto rows = SOPU_TRY(rows_of(csv));
    std::sort(rows.begin(), rows.end(),
              [](const Row& a, const Row& b) { return a.municipality.code < b.municipality.code; });
    Gazetteer gazetteer;
    for (Row& row : rows) {
        if (!gazetteer.municipalities_.empty() &&
            gazetteer.municipalities_.back().code == row.municipality.code)
            return broken(0, "code " + row.municipality.code.text() + " stands twice");
        const auto known = std::find_if(gazetteer.regions_.begin(), gazetteer.regions_.end(),
                                        [&](const Region& r) { return r.slug == row.region.slug; });
        Region& region = known == gazetteer.regions_.end()
                             ? gazetteer.regions_.emplace_back(std::move(row.region))
                             : *known;
        region.municipalities.push_back(row.municipality.code);
        gazetteer.municipalities_.push_back(std::move(row.municipality));
    }
    gazetteer.measure_neighbours();
    std::sort(gazetteer.regions_.begin(), gazetteer.regions_.end(),
              [](const Region& a, const Region& b) { return a.slug < b.slug; });
    index_names(gazetteer.municipalities_, gazetteer.by_any_name_);
    index_inflections(gazetteer.municipalities_, gazetteer.by_any_name_);
    for (std::size_t i = 0; i < gazetteer.regions_.size(); ++i) {
        const Region& region = gazetteer.regions_[i];
        for (std::string key : {fold_name(region.name.at("fi")), region.slug,
                                fold_name(region.name.at("sv")), region.slug_sv})
            gazetteer.region_by_name_.try_emplace(std::move(key), i);
    }
    return gazetteer;
}

void Gazetteer::measure_neighbours() {
    const std::size_t count = municipalities_.size();
    neighbours_.assign(count, std::vector<Neighbour>(count));
    for (std::size_t from = 0; from < count; ++from)
        for (std::size_t to = from; to < count; ++to) {
            const double kilometres =
                sopu::distance_km(municipalities_[from].position, municipalities_[to].position);
            neighbours_[from][to] = {kilometres, static_cast<std::uint16_t>(to)};
            neighbours_[to][from] = {kilometres, static_cast<std::uint16_t>(from)};
        }
    for (std::size_t from = 0; from < count; ++from)
        std::sort(neighbours_[from].begin(), neighbours_[from].end(),
                  [from](const Neighbour& a, const Neighbour& b) {
                      // Itself comes first, whoever else has its very position.
                      return std::tuple(a.kilometres, a.number != from, a.number) <
                             std::tuple(b.kilometres, b.number != from, b.number);
                  });
}

const std::vector<Neighbour>& Gazetteer::neighbours(const MunicipalityCode& code) const {
    static const std::vector<Neighbour> none;
    const Municipality* of = by_code(code);
    return of == nullptr ? none
                         : neighbours_[static_cast<std::size_t>(of - municipalities_.data())];
}

const Municipality* Gazetteer::by_code(const MunicipalityCode& code) const {
    const auto it = std::lower_bound(
        municipalities_.begin(), municipalities_.end(), code,
        [](const Municipality& m, const MunicipalityCode& wanted) { return m.code < wanted; });
    return it != municipalities_.end() && it->code == code ? &*it : nullptr;
}

const Municipality* Gazetteer::by_name(std::string_view name) const {
    const auto it = by_any_name_.find(fold_name(trim(name)));
    return it == by_any_name_.end() ? nullptr : &municipalities_[it->second];
}

const Region* Gazetteer::region(std::string_view name_or_slug) const {
    const auto it = region_by_name_.find(fold_name(trim(name_or_slug)));
    return it == region_by_name_.end() ? nullptr : &regions_[it->second];
}

std::optional<double> Gazetteer::distance_km(const MunicipalityCode& a,
                                             const MunicipalityCode& b) const {
    const Municipality* from = by_code(a);
    const Municipality* to = by_code(b);
    if (from == nullptr || to == nullptr) return std::nullopt;
    return from == to ? 0.0 : sopu::distance_km(from->position, to->position);
}

}  // namespace sopu
