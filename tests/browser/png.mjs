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

// Colours fewer and fewer bits fine until they fit into a palette.
function indexed(pixels, channels) {
    for (let dropped = 0; ; ++dropped) {
        const seen = new Map();
        const out = Buffer.alloc(pixels.length / channels);
        const round = (value) => Math.min(255, (value >> dropped) << dropped);
        for (let i = 0; i < out.length && seen.size <= coloursMax; ++i) {
            const at = i * channels;
            const colour = (round(pixels[at]) << 16) | (round(pixels[at + 1]) << 8) |
                round(pixels[at + 2]);
            if (!seen.has(colour)) seen.set(colour, seen.size);
            out[i] = seen.get(colour);
        }
        if (seen.size <= coloursMax) return { out, palette: [...seen.keys()] };
    }
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
    const colours = Buffer.from(palette.flatMap((it) => [it >> 16, (it >> 8) & 255, it & 255]));
    return Buffer.concat([
        signature,
        chunk('IHDR', header),
        chunk('PLTE', colours),
        chunk('IDAT', deflateSync(rows, { level: 9 })),
        chunk('IEND', Buffer.alloc(0)),
    ]);
}
