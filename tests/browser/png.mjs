// Pictures made small without losing anything that an eye sees: a browser's PNG has three bytes a
// pixel, pages have few colours, so one byte and a palette do. Reads only what Chromium writes: eight
// bits, RGB or RGBA, not interlaced.
import { deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const coloursMax = 256;

function crc32(bytes) {
    let crc = ~0;
    for (const byte of bytes) {
        crc ^= byte;
        for (let bit = 0; bit < 8; ++bit) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc >>> 0;
}

function chunksOf(png) {
    const chunks = [];
    for (let at = signature.length; at < png.length; ) {
        const length = png.readUInt32BE(at);
        const type = png.toString('latin1', at + 4, at + 8);
        chunks.push({ type, body: png.subarray(at + 8, at + 8 + length) });
        at += length + 12;
    }
    return chunks;
}

function paeth(left, up, corner) {
    const guess = left + up - corner;
    const [a, b, c] = [left, up, corner].map((it) => Math.abs(guess - it));
    if (a <= b && a <= c) return left;
    return b <= c ? up : corner;
}

// Rows of bytes as they were before each was filtered.
function pixelsOf(packed, width, height, channels) {
    const row = width * channels;
    const out = Buffer.alloc(row * height);
    for (let y = 0; y < height; ++y) {
        const filter = packed[y * (row + 1)];
        for (let x = 0; x < row; ++x) {
            const at = y * row + x;
            const left = x < channels ? 0 : out[at - channels];
            const up = y === 0 ? 0 : out[at - row];
            const corner = x < channels || y === 0 ? 0 : out[at - row - channels];
            const add = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
            out[at] = packed[y * (row + 1) + 1 + x] + add;
        }
    }
    return out;
}

const partsOf = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];

function distance(one, other) {
    const [a, b] = [partsOf(one), partsOf(other)];
    return a.reduce((sum, part, at) => sum + (part - b[at]) ** 2, 0);
}

// The colours that are seen most stay as they are; each of the rest becomes the nearest of those.
function indexed(pixels, channels) {
    const colours = new Uint32Array(pixels.length / channels);
    const counts = new Map();
    for (let i = 0; i < colours.length; ++i) {
        const at = i * channels;
        colours[i] = (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
        counts.set(colours[i], (counts.get(colours[i]) ?? 0) + 1);
    }
    const byCount = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a));
    const palette = byCount.slice(0, coloursMax);
    const places = new Map(palette.map((colour, place) => [colour, place]));
    for (const colour of byCount.slice(coloursMax)) {
        let best = 0;
        for (let place = 1; place < palette.length; ++place)
            if (distance(palette[place], colour) < distance(palette[best], colour)) best = place;
        places.set(colour, best);
    }
    const out = Buffer.alloc(colours.length);
    for (let i = 0; i < out.length; ++i) out[i] = places.get(colours[i]);
    return { out, palette };
}

function chunk(type, body) {
    const word = Buffer.alloc(4);
    const whole = Buffer.concat([word, Buffer.from(type, 'latin1'), body, word]);
    whole.writeUInt32BE(body.length, 0);
    whole.writeUInt32BE(crc32(whole.subarray(4, whole.length - 4)), whole.length - 4);
    return whole;
}

export function smallPng(png) {
    const chunks = chunksOf(png);
    const header = Buffer.from(chunks.find((it) => it.type === 'IHDR').body);
    const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
    const channels = header[9] === 6 ? 4 : 3;
    const data = chunks.filter((it) => it.type === 'IDAT').map((it) => it.body);
    const pixels = pixelsOf(inflateSync(Buffer.concat(data)), width, height, channels);
    const { out, palette } = indexed(pixels, channels);
    const rows = Buffer.alloc((width + 1) * height);
    for (let y = 0; y < height; ++y)
        out.copy(rows, y * (width + 1) + 1, y * width, (y + 1) * width);
    header[9] = 3;
    const colours = Buffer.from(palette.flatMap(partsOf));
    return Buffer.concat([
        signature,
        chunk('IHDR', header),
        chunk('PLTE', colours),
        chunk('IDAT', deflateSync(rows, { level: 9 })),
        chunk('IEND', Buffer.alloc(0)),
    ]);
}
