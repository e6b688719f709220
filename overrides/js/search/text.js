// Text → folded text → terms; scripts/gazette/search/terms.py does the same when the index is made,
// and tests hold the two together.
const UNSPACED = "\\u3005\\u3007\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff"
  + "\\u{20000}-\\u{3ffff}";
const WORD = `(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+`;
export const RUN = new RegExp(`[${UNSPACED}]+|${WORD}(?:[-./:]?${WORD})*`, "gu");
export const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");
// Readers type straight quotation marks.
const QUOTES = new Map([["\u2018", "'"], ["\u2019", "'"], ["\u201c", "\""], ["\u201d", "\""]]);
export const BREAK = "\n", NARROW = /[a-z0-9]/;
const MOST_PAIRS = 6;

// What has no shape of its own, and the accents of letters.
const UNSEEN = new RegExp(
  // eslint-disable-next-line no-misleading-character-class -- each is meant by itself
  "[\\u0300-\\u036f\\u00ad\\u061c\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufe00-\\ufe0f\\ufeff"
  + "\\u{e0000}-\\u{e01ef}]",
  "gu",
);

// `variants` leads from each way to write a Chinese character to the one that stands for all of them.
const folds = new WeakMap();

function foldCharacter(character, variants) {
  if (!folds.has(variants)) folds.set(variants, new Map());
  const known = folds.get(variants);
  let folded = known.get(character);
  if (folded !== undefined) return folded;
  let normal = character.normalize("NFKC");
  const bare = normal.normalize("NFKD").replace(UNSEEN, "");
  if (Array.from(bare).length <= Array.from(normal).length) normal = bare;
  folded = "";
  for (const each of normal.toLowerCase()) folded += QUOTES.get(each) || variants.get(each) || each;
  known.set(character, folded);
  return folded;
}

function foldOrSpace(character, variants) {
  return /\s/u.test(character) ? " " : foldCharacter(character, variants);
}

// The folded text, and for each unit of it the place in `text` from which it came. White space stays between two Latin
// words only, and a break between blocks stays: no phrase reaches over it.
export function foldText(text, variants) {
  const places = [];
  let folded = "", at = 0, space = -1;
  for (const character of text) {
    const made = character === BREAK ? BREAK : foldOrSpace(character, variants);
    if (made === " ") {
      if (space < 0) space = at;
    } else if (made) {
      if (space >= 0 && NARROW.test(folded.slice(-1)) && NARROW.test(made[0])) {
        folded += " ";
        places.push(space);
      }
      space = -1;
      for (let unit = 0; unit < made.length; unit++) places.push(at);
      folded += made;
    }
    at += character.length;
  }
  return { text: folded, places };
}

// What stretch of the text a stretch of the folded one came from.
export function spanOf(text, places, [start, end]) {
  const last = places[end - 1];
  return [places[start], last + String.fromCodePoint(text.codePointAt(last)).length];
}

export function foldWords(text, variants) {
  return Array.from(text, (character) => foldOrSpace(character, variants)).join("");
}

// Every place where a phrase stands in a folded text; a Latin one only as whole words: 8.02 is not in 18.02.
export function findPhrase(folded, phrase) {
  const found = [];
  const before = NARROW.test(phrase[0]), after = NARROW.test(phrase[phrase.length - 1]);
  for (let at = folded.indexOf(phrase); at >= 0; at = folded.indexOf(phrase, at + 1)) {
    const end = at + phrase.length;
    if (before && at && /[a-z0-9.]/.test(folded[at - 1])) continue;
    if (after && /^(?:[a-z0-9]|\.[0-9])/.test(folded.slice(end, end + 2))) continue;
    found.push([at, end]);
  }
  return found;
}

// The pairs of characters by which a stretch of Chinese is looked up, the most telling first: most words have two
// characters, so that every second pair, from the second on, lies across two words; and what ends a phrase is seldom
// part of the words before. The text itself is compared afterwards.
export function choosePairs(run) {
  const characters = Array.from(run), last = characters.length - 2;
  const places = new Set(last < 0 ? [] : [Math.min(1, last), last]);
  for (let at = 3; at <= last; at += 2) places.add(at);
  for (let at = 0; at <= last; at += 2) places.add(at);
  const all = Array.from(places), step = Math.max(1, (last >> 1) / MOST_PAIRS);
  const isShort = last < 2 * MOST_PAIRS;
  const chosen = all.slice(0, MOST_PAIRS).map((at, number) => (isShort ? at : all[Math.floor(number * step)]));
  return chosen.map((at) => characters[at] + characters[at + 1]);
}

export function hashOf(term) {
  let value = 0x811c9dc5;
  for (let at = 0; at < term.length; at++) value = Math.imul(value ^ term.charCodeAt(at), 0x01000193) >>> 0;
  return value;
}

// Damerau's distance (insertion, deletion, change, swap of neighbours); `most` + 1 when it is greater than `most`.
export function distanceOf(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [], last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1];
      let value = Math.min(last[column] + 1, next[column - 1] + 1, last[column - 1] + (same ? 0 : 1));
      const isSwapped = row > 1 && column > 1
        && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (isSwapped) value = Math.min(value, before[column - 2] + 1);
      next.push(value);
    }
    before = last;
    last = next;
  }
  return Math.min(last[other.length], most + 1);
}
