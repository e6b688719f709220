// search(query, {lang, limit, filter}) → {total, exact, results, …}: `total` publications, exact or "about".
import { guessWords } from "./guess.js";
import { readQuery, synonymsIn, withoutQuestion } from "./query.js";
import { holdingAll, holdingMost, newerFirst } from "./rank.js";
import { examine, listedResult, nearestResult } from "./results.js";
import { Store } from "./store.js";

const MOST_EXAMINED = 10, NEAR_SHARE = 0.5;
const stores = new Map();

// Both Chinese scripts share an index. An index that could not be opened is asked for again by the next query.
export function openIndex(language) {
  const [group] = language.split("-");
  if (!stores.has(group)) {
    const opened = new Store(group).open();
    stores.set(group, opened);
    opened.catch(() => stores.delete(group));
  }
  return stores.get(group);
}

function allowing(store, language, filter) {
  const absent = store.absent.get(language) || new Set();
  return (entry) => !absent.has(entry) && (!filter || filter(entry));
}

export async function search(typed, { lang, limit = 10, filter = null } = {}) {
  const store = await openIndex(lang), query = readQuery(typed, store), allowed = allowing(store, lang, filter);
  const answer = { total: 0, exact: true, results: [], also: [], corrected: [], isNearest: false, query: query.text };
  if (!query.parts.length) return query.words || !filter ? answer : listed(answer, store, lang, limit, allowed);
  let found = await findAll(query, query.parts, store, lang, limit, allowed);
  for (const [words, means] of synonymsIn(query, store)) {
    const other = readQuery(query.words.split(words).join(` ${means} `), store);
    const more = await findAll(other, other.parts, store, lang, limit, allowed);
    if (more.total) answer.also.push(means);
    found = joined(found, more, limit);
  }
  if (!found.total) found = await findWithout(query, answer, store, lang, limit, allowed);
  return Object.assign(answer, found);
}

// Nothing holds the whole query: its words without the question, words that were misspelt, and at last what comes
// nearest.
async function findWithout(query, answer, store, lang, limit, allowed) {
  const left = withoutQuestion(query, store);
  const plain = left ? readQuery(left, store) : query;
  let found = left ? await findAll(plain, plain.parts, store, lang, limit, allowed) : { total: 0 };
  if (found.total) return found;
  const guessed = await guessWords(plain, store);
  if (guessed.corrected.length) {
    answer.corrected = guessed.corrected;
    const other = readQuery(guessed.words, store);
    found = await findAll(other, other.parts, store, lang, limit, allowed);
    if (found.total) return found;
  }
  answer.isNearest = true;
  const all = await holdingMost(plain.parts, store, allowed);
  const candidates = all.filter((each) => each.score >= NEAR_SHARE * all[0].score).slice(0, limit);
  const results = await Promise.all(candidates.map((each) => nearestResult(each, plain, store, lang)));
  return { total: results.length, exact: false, results };
}

function isComplete(found) { return found.exact && found.results.length === found.total; }

function joined(one, other, limit) {
  const known = new Set(one.results.map((each) => each.entry));
  const more = other.results.filter((each) => !known.has(each.entry));
  const total = Math.max(one.total + more.length, one.total, other.total);
  return { total, exact: isComplete(one) && isComplete(other), results: one.results.concat(more).slice(0, limit) };
}

// Publications that hold all parts, with the text compared where a term alone cannot say it.
async function findAll(query, parts, store, lang, limit, allowed) {
  if (!parts.length) return { total: 0, exact: true, results: [] };
  const candidates = await holdingAll(parts, store, allowed), isSure = parts.every((part) => part.isSure), results = [];
  let examined = 0;
  while (examined < candidates.length && results.length < limit && examined < MOST_EXAMINED * limit) {
    const batch = candidates.slice(examined, examined + Math.max(limit - results.length, 1));
    examined += batch.length;
    const made = await Promise.all(batch.map((each) => examine(each, query, parts, store, lang)));
    results.push(...made.filter(Boolean));
  }
  results.sort((a, b) => b.isWhole - a.isWhole || newerFirst(a, b));
  const dropped = isSure ? 0 : examined - results.length;
  const isExact = isSure ? parts.every((part) => part.terms.length) : examined === candidates.length;
  return { total: candidates.length - dropped, exact: isExact, results };
}

// Without a query: everything that the filter leaves, the newest first.
async function listed(answer, store, lang, limit, allowed) {
  const entries = [];
  for (let entry = store.size - 1; entry >= 0; entry--) if (allowed(entry)) entries.push(entry);
  const results = await Promise.all(entries.slice(0, limit).map((entry) => listedResult(entry, store, lang)));
  return Object.assign(answer, { total: entries.length, results });
}

// What readers may choose by: the values of each kind, and the filter for a choice of them.
export async function facetsOf(language) {
  const store = await openIndex(language), facets = await store.json("facets.bin");
  const place = language === "zh-Hant" ? 1 : 0;
  const shown = (value) => value.split("\t")[value.includes("\t") ? place : 0];
  return {
    years: facets.years[0],
    columns: facets.columns[0],
    bodies: facets.bodies[0].map(shown),
    filter: (chosen) => {
      const kinds = Object.keys(chosen).filter((kind) => chosen[kind] !== "");
      if (!kinds.length) return null;
      return (entry) => kinds.every((kind) => facets[kind][1][entry] === Number(chosen[kind]));
    },
  };
}
