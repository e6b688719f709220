// What lies on the server: scripts/gazette/search writes it. Each file is asked for once.
import { inflate } from "./inflate.js";
import { foldText, hashOf } from "./text.js";

// Seen from the bundle, which stands in assets/.
const DATA = new URL("../search-data/", import.meta.url);
const GROUP = 1000;
export const TITLE = 0, FACTS = 1;
const decoder = new TextDecoder("utf-16le");

// What a reader is told by `code`: "unavailable" (not loaded, or damaged).
class SearchError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

export class Store {
  constructor(group) {
    this.folder = new URL(`${group}/`, DATA);
    this.files = new Map();
    this.version = "";
    this.fragments = new Map();
    this.texts = new Map();
  }

  // Bytes by name; a failure is forgotten, so that the next query tries again.
  bytes(name) {
    if (!this.files.has(name)) {
      const asked = this.fetch(name);
      this.files.set(name, asked);
      asked.catch(() => this.files.delete(name));
    }
    return this.files.get(name);
  }

  async fetch(name) {
    try {
      const options = this.version ? {} : { cache: "no-cache" };
      const response = await fetch(new URL(name + this.version, this.folder), options);
      if (!response.ok) throw new Error(String(response.status));
      return inflate(new Uint8Array(await response.arrayBuffer()));
    } catch (error) {
      throw new SearchError("unavailable", `${name}: ${error.message}`);
    }
  }

  async json(name) {
    const bytes = await this.bytes(name);
    try {
      return JSON.parse(decoder.decode(bytes));
    } catch (error) {
      throw new SearchError("unavailable", `${name}: ${error.message}`);
    }
  }

  async open() {
    const head = this.head = await this.json("index.bin");
    this.version = `?${head.version}`;
    this.starts = new Uint32Array(head.counts.length + 1);
    head.counts.forEach((count, number) => { this.starts[number + 1] = this.starts[number] + count * head.slots; });
    this.common = new Set(head.common);
    this.absent = new Map(Object.keys(head.absent).map((tag) => [tag, new Set(head.absent[tag])]));
    this.forms = pairsOf(head.forms);
    this.variants = variantsOf(this.forms, pairsOf(head.variants));
    this.stem = head.stem ? (await this.stemmer()).stem : (word) => word;
    return this;
  }

  async stemmer() {
    try {
      return await import(new URL(`stem.js${this.version}`, this.folder).href);
    } catch (error) {
      throw new SearchError("unavailable", `stem.js: ${error.message}`);
    }
  }

  get size() { return this.starts.length - 1; }

  // The chunks that hold a term, rising; null when none does.
  async postings(term) { return readPostings(await this.bytes(this.fileOf(term)), term); }

  fileOf(term) {
    if (this.common.has(term)) return `common/${Array.from(term, codeOf).join("-")}.bin`;
    const first = String.fromCodePoint(term.codePointAt(0)), parts = this.head.split[first];
    if (parts) return `terms/${codeOf(first)}.${hashOf(term) % parts}.bin`;
    return `terms/${hashOf(first) % this.head.shards}.bin`;
  }

  partsOf(character) { return this.head.split[character] || 0; }

  // The chunks in which a character begins a pair or stands by itself: its pairs lie together, in `most` files at most.
  // `isAll` is false where only a part was read, because very many begin with it.
  async startingWith(character, most) {
    const begins = (term) => term.startsWith(character), parts = this.partsOf(character), found = new Set();
    const names = this.head.common.filter(begins).map((term) => this.fileOf(term));
    for (let part = 0; part < parts; part++) names.push(`terms/${codeOf(character)}.${part}.bin`);
    if (!parts) names.push(this.fileOf(character));
    for (const bytes of await Promise.all(names.slice(0, most).map((name) => this.bytes(name)))) {
      for (const term of tableOf(bytes).names.filter(begins)) {
        for (const chunk of readPostings(bytes, term)) found.add(chunk);
      }
    }
    return { chunks: Array.from(found).sort((a, b) => a - b), isAll: names.length <= most };
  }

  // The entry to which a chunk belongs.
  entryOf(chunk) {
    let low = 0, high = this.size - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= chunk) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  slotOf(chunk, entry) { return chunk - this.starts[entry]; }

  fragmentOf(chunk) { return Math.floor(chunk / this.head.slots); }

  async fragment(chunk, language) {
    const number = this.fragmentOf(chunk), key = number + language;
    if (!this.fragments.has(key)) {
      const written = await this.json(`texts/${Math.floor(number / GROUP)}/${number}.bin`);
      this.fragments.set(key, readFragment(written, language, this.forms));
    }
    return this.fragments.get(key);
  }

  // A text folded, once.
  folded(text) {
    if (!this.texts.has(text)) this.texts.set(text, foldText(text, this.variants));
    return this.texts.get(text);
  }

  // Words in letters that begin with the same one: to guess from.
  words(letter) {
    return this.head.letters.includes(letter) ? this.json(`words/${codeOf(letter)}.bin`) : Promise.resolve([]);
  }
}

function pairsOf([from, to]) {
  const others = Array.from(to);
  return new Map(Array.from(from, (character, at) => [character, others[at]]));
}

// What folds each character in one step: twice to its Simplified form (麼, 么, 幺), and from there to the one that stands
// for all that conversion may write for it (覆 → 复, 瞭 → 了), which no table of forms leads back to.
function variantsOf(forms, others) {
  const variants = new Map(others);
  for (const [character, once] of forms) {
    const twice = forms.get(once) || once;
    variants.set(character, others.get(character) || others.get(twice) || twice);
  }
  return variants;
}

function codeOf(character) { return character.codePointAt(0).toString(16); }

function readNumber(bytes, start) {
  let at = start, value = 0, shift = 0;
  for (;;) {
    if (at >= bytes.length) throw new SearchError("unavailable", "postings cut off");
    const byte = bytes[at++];
    value |= (byte & 127) << shift;
    if (byte < 128) return [value, at];
    shift += 7;
  }
}

const tables = new WeakMap();

// The terms of a file and where the chunks of each lie in it; a file that holds something else, or only part of it, is
// damaged.
function tableOf(bytes) {
  if (tables.has(bytes)) return tables.get(bytes);
  const [size, first] = readNumber(bytes, 0);
  let at = first, length;
  const names = size ? decoder.decode(bytes.subarray(at, at + size)).split("\n") : [], lengths = [];
  at += size;
  for (let number = 0; number < names.length; number++) {
    [length, at] = readNumber(bytes, at);
    lengths.push(length);
  }
  const starts = [at];
  for (const each of lengths) starts.push(at += each);
  if (at !== bytes.length) throw new SearchError("unavailable", "terms cut off");
  const table = { names, starts };
  tables.set(bytes, table);
  return table;
}

function readPostings(bytes, term) {
  const { names, starts } = tableOf(bytes), number = names.indexOf(term);
  if (number < 0) return null;
  const chunks = [];
  let chunk = -1, gap;
  for (let place = starts[number]; place < starts[number + 1];) {
    [gap, place] = readNumber(bytes, place);
    chunks.push(chunk += gap);
  }
  return chunks;
}

// A piece of one publication's text as it reads in a language.
function readFragment([tags, path, date, shownDate, title, facts, rows], language, forms) {
  const isMade = tags.length > 1 && language === "zh-Hans";
  const words = (written) => (isMade ? simplified(written, forms) : written[0]);
  const passages = rows.map(([id, heading, text]) => ({ id, heading: words(heading), text: words(text) }));
  const shown = { shownDate: words(shownDate), title: words(title), facts: facts ? words(facts) : "" };
  return { path, date, ...shown, passages };
}

// The Simplified text of a Traditional one; `others` are the places that read otherwise: 乾隆 stays 乾隆.
function simplified([text, others], forms) {
  const characters = Array.from(text, (character) => forms.get(character) || character);
  for (let at = 0; others && at < others.length; at += 2) characters[others[at]] = others[at + 1];
  return characters.join("");
}
