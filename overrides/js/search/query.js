// What a reader typed → parts that must all be found. A part is a phrase, or a word, with the terms by which it is
// looked up; `isSure` where its term says all, and the text need not be compared.
import { choosePairs, findPhrase, foldText, foldWords, IS_UNSPACED, RUN } from "./text.js";

const LONGEST_QUERY = 200;
const EDGES = "[\\s\"'<>(){}\\[\\],.;:!?\u3001\u3002\u3008-\u3011\u2026\u00b7\u00bf\u00a1]+";
const LEADING = new RegExp(`^${EDGES}`, "u"), TRAILING = new RegExp(`${EDGES}$`, "u");

export function readQuery(typed, store) {
  // A lone surrogate is no character: it can be neither found nor put into an address.
  const characters = Array.from(String(typed)).filter((each) => !/^[\ud800-\udfff]$/.test(each));
  const text = characters.slice(0, LONGEST_QUERY).join("");
  const words = foldWords(text, store.variants).replace(/\s+/g, " ").trim();
  const phrase = trimmed(foldText(words, new Map()).text), parts = readParts(words, store);
  return { text: text.replace(/\s+/gu, " ").trim(), words, phrase, parts };
}

export function trimmed(words) { return words.replace(LEADING, "").replace(TRAILING, ""); }

function readParts(words, store) {
  const parts = [];
  for (const match of words.matchAll(/"([^"]+)"|[^\s"]+/gu)) {
    const quoted = match[1] !== undefined, token = trimmed(match[1] || match[0]);
    if (!token) continue;
    const runs = Array.from(token.matchAll(RUN), ([run]) => run);
    if (quoted || runs.some((run) => IS_UNSPACED.test(run))) parts.push(phrasePart(token, runs, store));
    else parts.push(...runs.map((run) => wordPart(run, store)));
  }
  const seen = new Set(), known = parts.filter((part) => part && !seen.has(part.phrase) && seen.add(part.phrase));
  // "of" and "the" say nothing beside other words.
  const asking = new Set(store.head.questions);
  const telling = known.filter((part) => !part.isWord || !asking.has(part.phrase));
  return telling.length ? telling : known;
}

function wordPart(word, store) {
  return { phrase: word, terms: [store.stem(word)], characters: [], isSure: true, isWord: true };
}

function phrasePart(token, runs, store) {
  const terms = [], characters = [];
  runs.forEach((run, number) => {
    if (!IS_UNSPACED.test(run)) terms.push(store.stem(run));
    else if (Array.from(run).length > 1) terms.push(...choosePairs(run));
    // As in 10\u500d: in a text, too, it begins what follows the number.
    else if (number) characters.push(run);
  });
  const phrase = foldText(token, new Map()).text;
  if (!terms.length && runs.length === 1) return { phrase, terms: [], characters: runs, isSure: true, isWord: false };
  if (!terms.length && !characters.length) return null;
  const isSure = terms.length === 1 && runs.length === 1 && phrase === terms[0];
  return { phrase, terms: Array.from(new Set(terms)), characters, isSure, isWord: false };
}

// The query without the words that only make it a question; null when nothing else is left, or nothing was left out.
export function withoutQuestion(query, store) {
  const words = store.head.questions, spaced = !IS_UNSPACED.test(words[0] || "a");
  let left = "";
  if (spaced) {
    const asking = new Set(words);
    left = query.words.split(" ").filter((word) => !asking.has(trimmed(word))).join(" ");
  } else {
    for (let at = 0; at < query.words.length;) {
      const found = words.find((word) => query.words.startsWith(word, at));
      left += found ? " " : query.words[at];
      at += found ? found.length : 1;
    }
  }
  left = left.replace(/[?\uff1f]/g, " ").replace(/\s+/g, " ").trim();
  return left && left !== query.words ? left : null;
}

// Other words for the same thing: [words, what they also mean] of each pair that the query holds.
export function synonymsIn(query, store) {
  return store.head.synonyms.filter(([words]) => findPhrase(query.words, words).length);
}
