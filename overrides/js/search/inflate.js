// Compressed bytes (zlib, RFC 1950 and 1951) → bytes; in every browser, old ones too. The checksum tells damaged bytes.
const LENGTHS = [], DISTANCES = [];
for (let code = 0, length = 3; code < 28; code++) {
  const extra = code < 8 ? 0 : (code >> 2) - 1;
  LENGTHS.push([length, extra]);
  length += 1 << extra;
}
LENGTHS.push([258, 0]);
for (let code = 0, distance = 1; code < 30; code++) {
  const extra = code < 4 ? 0 : (code >> 1) - 1;
  DISTANCES.push([distance, extra]);
  distance += 1 << extra;
}
// How often a code length is repeated: at least, and how many bits say how often more.
const REPEATS = [[3, 2], [3, 3], [11, 7]];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

// Canonical Huffman code: how many codes of each length, and the symbols in the order of their codes.
function huffman(lengths) {
  const counts = new Uint16Array(16), offsets = new Uint16Array(16), symbols = new Uint16Array(lengths.length);
  for (const length of lengths) counts[length]++;
  counts[0] = 0;
  for (let bits = 1; bits < 15; bits++) offsets[bits + 1] = offsets[bits] + counts[bits];
  lengths.forEach((length, symbol) => {
    if (length) symbols[offsets[length]++] = symbol;
  });
  return { counts, symbols };
}

function fixedCodes() {
  const lengths = [];
  for (const [end, length] of [[144, 8], [256, 9], [280, 7], [288, 8]]) {
    while (lengths.length < end) lengths.push(length);
  }
  return [huffman(lengths), huffman(new Array(30).fill(5))];
}

class Damaged extends Error {}

function isZlib(bytes) {
  return bytes.length >= 6 && (bytes[0] & 15) === 8 && ((bytes[0] << 8) | bytes[1]) % 31 === 0 && !(bytes[1] & 32);
}

// The checksum of zlib (Adler-32).
function sumOf(bytes) {
  let a = 1, b = 0;
  for (let at = 0; at < bytes.length; at++) {
    a += bytes[at];
    if (a >= 65521) a -= 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

export function inflate(bytes) {
  let at = 2, bit = 0, held = 0, size = 0, out = new Uint8Array(bytes.length * 4);
  if (!isZlib(bytes)) throw new Damaged("not zlib");

  function bits(number) {
    while (bit < number) {
      if (at >= bytes.length) throw new Damaged("cut off");
      held |= bytes[at++] << bit;
      bit += 8;
    }
    const value = held & ((1 << number) - 1);
    held >>>= number;
    bit -= number;
    return value;
  }

  function symbol(code) {
    let value = 0, first = 0, index = 0;
    for (let length = 1; length < 16; length++) {
      value |= bits(1);
      const count = code.counts[length];
      if (value - count < first) return code.symbols[index + value - first];
      index += count;
      first = (first + count) << 1;
      value <<= 1;
    }
    throw new Damaged("no such code");
  }

  function grow(number) {
    if (size + number <= out.length) return;
    const larger = new Uint8Array(Math.max(out.length * 2, size + number));
    larger.set(out);
    out = larger;
  }

  function stored() {
    bit = held = 0;
    const length = bytes[at] | (bytes[at + 1] << 8);
    at += 4;
    if (at + length > bytes.length) throw new Damaged("cut off");
    grow(length);
    out.set(bytes.subarray(at, at + length), size);
    size += length;
    at += length;
  }

  function writtenCodes() {
    const literals = bits(5) + 257, distances = bits(5) + 1, number = bits(4) + 4;
    const first = new Array(19).fill(0), lengths = [];
    for (let place = 0; place < number; place++) first[ORDER[place]] = bits(3);
    const code = huffman(first);
    while (lengths.length < literals + distances) {
      const value = symbol(code);
      if (value < 16) {
        lengths.push(value);
        continue;
      }
      const repeated = value === 16 ? lengths[lengths.length - 1] : 0, [least, more] = REPEATS[value - 16];
      let times = least + bits(more);
      if (repeated === undefined) throw new Damaged("nothing to repeat");
      while (times--) lengths.push(repeated);
    }
    return [huffman(lengths.slice(0, literals)), huffman(lengths.slice(literals, literals + distances))];
  }

  function compressed([literals, distances]) {
    for (let value = symbol(literals); value !== 256; value = symbol(literals)) {
      if (value < 256) {
        grow(1);
        out[size++] = value;
        continue;
      }
      if (value > 285) throw new Damaged("no such length");
      const length = LENGTHS[value - 257][0] + bits(LENGTHS[value - 257][1]), code = symbol(distances);
      if (code > 29) throw new Damaged("no such distance");
      const distance = DISTANCES[code][0] + bits(DISTANCES[code][1]);
      if (distance > size) throw new Damaged("before the beginning");
      grow(length);
      for (let count = 0; count < length; count++, size++) out[size] = out[size - distance];
    }
  }

  for (let last = 0; !last;) {
    last = bits(1);
    const kind = bits(2);
    if (kind === 3) throw new Damaged("no such block");
    if (kind) compressed(kind === 1 ? fixedCodes() : writtenCodes());
    else stored();
  }
  // Whole bytes that were read ahead.
  at -= bit >> 3;
  const sum = ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
  const made = out.subarray(0, size);
  if (sum !== sumOf(made)) throw new Damaged("checksum");
  return made;
}
