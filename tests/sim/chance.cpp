#include "tests/sim/chance.h"

#include <algorithm>
#include <cmath>

namespace sopu::sim {

Weighted::Weighted(const std::vector<std::uint32_t>& weights) {
    std::uint32_t sum = 0;
    for (const std::uint32_t weight : weights) sums_.push_back(sum += weight);
}

std::size_t Weighted::pick(Chance& chance) const {
    const std::uint32_t drawn = chance.below(sums_.back());
    return static_cast<std::size_t>(std::upper_bound(sums_.begin(), sums_.end(), drawn) -
                                    sums_.begin());
}

std::vector<std::uint32_t> zipf_weights(std::size_t count, double exponent) {
    std::vector<std::uint32_t> weights;
    for (std::size_t rank = 1; rank <= count; ++rank) {
        const double weight = 1e6 * std::pow(static_cast<double>(rank), -exponent);
        weights.push_back(static_cast<std::uint32_t>(std::lround(weight)));
    }
    return weights;
}

}  // namespace sopu::sim
