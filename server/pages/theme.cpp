#include "server/pages/theme.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>

namespace sopu::pages {
namespace {

using Rgb = std::array<int, 3>;

constexpr double enough_contrast = 4.5;
constexpr int brightest = 255;
constexpr Rgb white{255, 255, 255};
constexpr Rgb light_panel{0xf3, 0xf5, 0xf8};  // --panel of sopu.css, light and dark
constexpr Rgb dark_panel{0x1f, 0x27, 0x30};

std::optional<int> digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return std::nullopt;
}

std::optional<Rgb> parse(std::string_view text) {
    constexpr std::size_t length = 7;
    if (text.size() != length || text[0] != '#') return std::nullopt;
    Rgb color{};
    for (std::size_t i = 0; i < color.size(); ++i) {
        const auto high = digit(text[1 + 2 * i]);
        const auto low = digit(text[2 + 2 * i]);
        if (!high || !low) return std::nullopt;
        color.at(i) = *high * 16 + *low;
    }
    return color;
}

// WCAG 2.1, "relative luminance".
double luminance(const Rgb& color) {
    const auto linear = [](int channel) {
        const double part = channel / double{brightest};
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color[0]) + 0.7152 * linear(color[1]) + 0.0722 * linear(color[2]);
}

double contrast(const Rgb& a, const Rgb& b) {
    const double one = luminance(a);
    const double other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

std::string hex(const Rgb& color) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "#";
    for (const int channel : color) {
        text += digits[static_cast<std::size_t>(channel / 16)];
        text += digits[static_cast<std::size_t>(channel % 16)];
    }
    return text;
}

// Mixed with white until it can be read on a dark page.
Rgb lightened(const Rgb& color) {
    constexpr int steps = 20;
    for (int step = 0; step < steps; ++step) {
        Rgb mixed{};
        for (std::size_t i = 0; i < mixed.size(); ++i)
            mixed.at(i) = color.at(i) + (brightest - color.at(i)) * step / steps;
        if (contrast(mixed, dark_panel) >= enough_contrast) return mixed;
    }
    return white;
}

}  // namespace

Result<std::string> theme_css(std::string_view color) {
    const auto said = parse(color);
    const std::string value(color);
    if (!said) return tl::unexpected(invalid("color", "bad_color", {{"value", value}}));
    if (contrast(*said, white) < enough_contrast || contrast(*said, light_panel) < enough_contrast)
        return tl::unexpected(invalid("color", "color_too_light", {{"value", value}}));
    const std::string dark = hex(lightened(*said));
    return ":root{--link:" + hex(*said) + ";--link-ink:#ffffff}\n" +
           "@media (prefers-color-scheme: dark){:root{--link:" + dark + ";--link-ink:#0d1720}}\n" +
           "@media print{:root{--link:#000}}\n";
}

}  // namespace sopu::pages
