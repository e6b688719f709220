// search(query, {lang, limit, filter}) → {total, exact, results, …}: `total` publications, exact or "about".
const MOST_MARKED = 200, MOST_FRAGMENTS = 40, MOST_EXAMINED = 10, NEAR_SHARE = 0.5;
const stores = new Map();

// Both Chinese scripts share an index. An index that could not be opened is asked for again by the next query.
export function openIndex(language) {
  const group = language.split("-")[0];
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
    const other = readQuery(query.words.split(words).join(" " + means + " "), store);
    const more = await findAll(other, other.parts, store, lang, limit, allowed);
    if (more.total) answer.also.push(means);
    found = joined(found, more, limit);
  }
  if (!found.total) found = await findWithout(query, answer, store, lang, limit, allowed);
  return Object.assign(answer, found);
}

// Nothing holds the whole query: its words without the question, words that were misspelt, and at last what comes nearest.
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

function joined(one, other, limit) {
  const known = new Set(one.results.map((each) => each.entry));
  const more = other.results.filter((each) => !known.has(each.entry));
  const total = Math.max(one.total + more.length, one.total, other.total);
  return { total, exact: one.exact && other.exact && one.results.length === one.total && other.results.length === other.total, results: one.results.concat(more).slice(0, limit) };
}

// Publications that hold all parts, with the text compared where a term alone cannot say it.
async function findAll(query, parts, store, lang, limit, allowed) {
  if (!parts.length) return { total: 0, exact: true, results: [] };
  const candidates = await holdingAll(parts, store, allowed), isSure = parts.every((part) => part.isSure), results = [];
  let examined = 0;
  while (examined < candidates.length && results.length < limit && examined < MOST_EXAMINED * limit) {
    const batch = candidates.slice(examined, examined + Math.max(limit - results.length, 1));
    examined += batch.length;
    for (const result of await Promise.all(batch.map((each) => examine(each, query, parts, store, lang)))) if (result) results.push(result);
  }
  results.sort((a, b) => b.isWhole - a.isWhole || newerFirst(a, b));
  const dropped = isSure ? 0 : examined - results.length;
  const isExact = isSure ? parts.every((part) => part.terms.length) : examined === candidates.length;
  return { total: candidates.length - dropped, exact: isExact, results };
}

// The result that a candidate gives, or null where its text does not hold a part after all.
async function examine(candidate, query, parts, store, lang) {
  const loaded = new Map(), held = new Set(parts.filter((part) => part.isSure));
  async function load(chunk) {
    const number = store.fragmentOf(chunk);
    if (loaded.has(number) || loaded.size >= MOST_FRAGMENTS) return;
    const fragment = await store.fragment(chunk, lang);
    loaded.set(number, fragment);
    const texts = fragment.passages.flatMap((each) => [each.heading, each.text]).concat(fragment.title, fragment.facts);
    for (const text of texts) findMarks(text, query, parts, store).held.forEach((part) => held.add(part));
  }
  await load(candidate.chunks[0]);
  for (let number = 0; number < parts.length; number++) {
    for (const chunk of candidate.byPart[number]) {
      if (held.has(parts[number])) break;
      await load(chunk);
    }
    if (!held.has(parts[number])) return null;
  }
  return result(candidate, query, parts, Array.from(loaded.values()), store, lang);
}

function result(candidate, query, parts, fragments, store, lang) {
  const title = findMarks(fragments[0].title, query, parts, store), shown = [];
  for (const fragment of fragments) {
    for (const passage of fragment.passages) {
      const inText = findMarks(passage.text, query, parts, store), inHeading = findMarks(passage.heading, query, parts, store);
      if (inText.marks.length || inHeading.marks.length) shown.push({ passage, inText, inHeading, weight: inText.held.size + (inText.isWhole ? 10 : 0) + (inHeading.isWhole ? 5 : 0) });
    }
    const inFacts = findMarks(fragment.facts, query, parts, store);
    if (inFacts.marks.length) shown.push({ passage: { id: "", heading: "", text: fragment.facts }, inText: inFacts, inHeading: { marks: [] }, weight: 0.5 + (inFacts.isWhole ? 1 : 0) });
  }
  shown.sort((a, b) => b.weight - a.weight);
  const isWhole = title.isWhole || shown.some((each) => each.inText.isWhole || each.inHeading.isWhole);
  return finished(candidate, fragments[0], title, shown.slice(0, PASSAGES), isWhole, store, lang);
}

async function nearestResult(candidate, query, store, lang) {
  const fragment = await store.fragment(candidate.chunks[0], lang);
  const shown = fragment.passages.map((passage) => {
    const marks = findPieces(passage.text, query.parts, store);
    const distinct = new Set(marks.map(([start, end]) => passage.text.slice(start, end)));
    return { passage, inText: { marks }, inHeading: { marks: [] }, weight: Array.from(distinct).join("").length };
  }).filter((each) => each.weight).sort((a, b) => b.weight - a.weight);
  return finished(candidate, fragment, { marks: findPieces(fragment.title, query.parts, store) }, shown.slice(0, 1), false, store, lang);
}

// A result as pages and callers read it. `url` opens the passage with the words marked, or the top where the title says it all.
function finished(candidate, fragment, title, shown, isWhole, store, lang) {
  const marked = title.marks.map(([start, end]) => fragment.title.slice(start, end));
  const passages = shown.map(({ passage, inText, inHeading }) => {
    const words = inText.marks.map(([start, end]) => passage.text.slice(start, end)).concat(inHeading.marks.map(([start, end]) => passage.heading.slice(start, end)));
    marked.push(...words);
    return { url: addressOf(fragment.path, passage.id, words, store, lang), heading: allMarked(passage.heading, inHeading.marks), excerpt: cutExcerpt(passage.text, inText.marks) };
  });
  const opening = fragment.passages.find((each) => each.text);
  if (!passages.length && opening) passages.push({ url: addressOf(fragment.path, opening.id, marked, store, lang), heading: [], excerpt: cutExcerpt(opening.text, []) });
  const titleUrl = addressOf(fragment.path, "", marked, store, lang);
  return {
    entry: candidate.entry, score: candidate.score, isWhole, title: fragment.title, path: fragment.path, date: fragment.date, shownDate: fragment.shownDate,
    titlePieces: allMarked(fragment.title, title.marks), passages, more: Math.max(0, candidate.chunks.length - shown.length),
    url: title.isWhole || !passages.length ? titleUrl : passages[0].url,
    excerpt: passages.length ? passages[0].excerpt.map(([piece]) => piece).join("") : "", marked: Array.from(new Set(marked)).join(" "),
  };
}

// Servers refuse long addresses, and a Chinese character takes nine bytes of one.
function addressOf(path, id, words, store, lang) {
  const address = new URL("../" + store.head.prefixes[lang] + path + "/", import.meta.url), distinct = new Map(words.map((word) => [word.toLowerCase(), word]));
  let room = MOST_MARKED;
  const kept = Array.from(distinct.values()).filter((word) => (room -= word.length) >= 0);
  if (kept.length) address.searchParams.set("q", kept.join("\t"));
  address.hash = id;
  return address.href;
}

// Without a query: everything that the filter leaves, the newest first.
async function listed(answer, store, lang, limit, allowed) {
  const entries = [];
  for (let entry = store.size - 1; entry >= 0; entry--) if (allowed(entry)) entries.push(entry);
  const results = await Promise.all(entries.slice(0, limit).map(async (entry) => {
    const fragment = await store.fragment(store.starts[entry], lang);
    return finished({ entry, score: 0, chunks: [] }, fragment, { marks: [], isWhole: true }, [], false, store, lang);
  }));
  return Object.assign(answer, { total: entries.length, results });
}

// Latin words that stand nowhere, with the nearest that do: one that goes on as typed, or differs by a slip or two.
async function guessWords(query, store) {
  const corrected = [];
  let words = query.words;
  for (const part of query.parts.filter((each) => each.isWord && /^\p{L}{3,}$/u.test(each.phrase))) {
    if (await store.postings(part.terms[0])) continue;
    const known = await store.words(part.phrase[0]), most = part.phrase.length < 8 ? 1 : 2;
    const near = known.map((word) => [word.startsWith(part.phrase) ? 0.5 : distanceOf(part.phrase, word, most), word]).filter(([distance]) => distance <= most);
    if (!near.length) continue;
    const best = near.sort((a, b) => a[0] - b[0] || a[1].length - b[1].length)[0][1];
    corrected.push([part.phrase, best]);
    words = words.split(" ").map((each) => (trimmed(each) === part.phrase ? best : each)).join(" ");
  }
  return { corrected, words };
}

// What readers may choose by: the values of each kind, and the filter for a choice of them.
export async function facetsOf(language) {
  const store = await openIndex(language), facets = await store.json("facets.bin");
  const place = language === "zh-Hant" ? 1 : 0;
  const shown = (value) => value.split("\t")[value.includes("\t") ? place : 0];
  return {
    years: facets.years[0], columns: facets.columns[0], bodies: facets.bodies[0].map(shown),
    filter: (chosen) => {
      const kinds = Object.keys(chosen).filter((kind) => chosen[kind] !== "");
      if (!kinds.length) return null;
      return (entry) => kinds.every((kind) => facets[kind][1][entry] === Number(chosen[kind]));
    },
  };
}

// For tests, which hold this and the index's own Python together.
export const internals = { foldWords, foldText, choosePairs, hashOf, inflate, distanceOf, RUN };
