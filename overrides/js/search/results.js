// A publication that holds what was asked for → the result as pages and callers read it.
import { allMarked, cutExcerpt, findMarks, findPieces } from "./excerpt.js";

const MOST_MARKED = 200, MOST_FRAGMENTS = 40, PASSAGES = 3;
const UNMARKED = { marks: [], isWhole: false };

// The result that a candidate gives, or null where its text does not hold a part after all.
export async function examine(candidate, query, parts, store, lang) {
  const loaded = new Map(), held = new Set(parts.filter((part) => part.isSure));
  async function load(chunk) {
    const number = store.fragmentOf(chunk);
    if (loaded.has(number) || loaded.size >= MOST_FRAGMENTS) return;
    const fragment = await store.fragment(chunk, lang);
    loaded.set(number, fragment);
    const texts = fragment.passages.flatMap((each) => [each.heading, each.text]).concat(fragment.title, fragment.facts);
    for (const text of texts) for (const part of findMarks(text, query, parts, store).held) held.add(part);
  }
  await load(candidate.chunks[0]);
  for (let number = 0; number < parts.length; number++) {
    for (const chunk of candidate.byPart[number]) {
      if (held.has(parts[number])) break;
      await load(chunk);
    }
    if (!held.has(parts[number])) return null;
  }
  return wholeResult(candidate, query, parts, Array.from(loaded.values()), store, lang);
}

function wholeResult(candidate, query, parts, fragments, store, lang) {
  const mark = (text) => findMarks(text, query, parts, store), title = mark(fragments[0].title), shown = [];
  for (const fragment of fragments) {
    for (const passage of fragment.passages) {
      const inText = mark(passage.text), inHeading = mark(passage.heading);
      const weight = inText.held.size + (inText.isWhole ? 10 : 0) + (inHeading.isWhole ? 5 : 0);
      if (inText.marks.length || inHeading.marks.length) shown.push({ passage, inText, inHeading, weight });
    }
    const inText = mark(fragment.facts), passage = { id: "", heading: "", text: fragment.facts };
    const weight = 0.5 + (inText.isWhole ? 1 : 0);
    if (inText.marks.length) shown.push({ passage, inText, inHeading: UNMARKED, weight });
  }
  shown.sort((a, b) => b.weight - a.weight);
  const isWhole = title.isWhole || shown.some((each) => each.inText.isWhole || each.inHeading.isWhole);
  return finished(candidate, fragments[0], title, shown.slice(0, PASSAGES), isWhole, store, lang);
}

export async function nearestResult(candidate, query, store, lang) {
  const fragment = await store.fragment(candidate.chunks[0], lang), shown = [];
  for (const passage of fragment.passages) {
    const marks = findPieces(passage.text, query.parts, store);
    const distinct = new Set(marks.map(([start, end]) => passage.text.slice(start, end)));
    const weight = Array.from(distinct).join("").length;
    if (weight) shown.push({ passage, inText: { marks }, inHeading: UNMARKED, weight });
  }
  shown.sort((a, b) => b.weight - a.weight);
  const title = { marks: findPieces(fragment.title, query.parts, store) };
  return finished(candidate, fragment, title, shown.slice(0, 1), false, store, lang);
}

// A result where nothing was asked for.
export async function listedResult(entry, store, lang) {
  const fragment = await store.fragment(store.starts[entry], lang);
  return finished({ entry, score: 0, chunks: [] }, fragment, { marks: [], isWhole: true }, [], false, store, lang);
}

function marked(text, marks) { return marks.map(([start, end]) => text.slice(start, end)); }

// `url` opens the passage with the words marked, or the top where the title says it all.
function finished(candidate, fragment, title, shown, isWhole, store, lang) {
  const words = marked(fragment.title, title.marks);
  const passages = shown.map(({ passage, inText, inHeading }) => {
    const own = marked(passage.text, inText.marks).concat(marked(passage.heading, inHeading.marks));
    words.push(...own);
    return {
      url: addressOf(fragment.path, passage.id, own, store, lang),
      heading: allMarked(passage.heading, inHeading.marks),
      excerpt: cutExcerpt(passage.text, inText.marks),
    };
  });
  const opening = fragment.passages.find((each) => each.text);
  if (!passages.length && opening) {
    const url = addressOf(fragment.path, opening.id, words, store, lang);
    passages.push({ url, heading: [], excerpt: cutExcerpt(opening.text, []) });
  }
  const titleUrl = addressOf(fragment.path, "", words, store, lang);
  return {
    entry: candidate.entry,
    score: candidate.score,
    isWhole,
    title: fragment.title,
    path: fragment.path,
    date: fragment.date,
    shownDate: fragment.shownDate,
    titlePieces: allMarked(fragment.title, title.marks),
    passages,
    more: Math.max(0, candidate.chunks.length - shown.length),
    url: title.isWhole || !passages.length ? titleUrl : passages[0].url,
    excerpt: passages.length ? passages[0].excerpt.map(([piece]) => piece).join("") : "",
    marked: Array.from(new Set(words)).join(" "),
  };
}

// Servers refuse long addresses, and a Chinese character takes nine bytes of one. Seen from the bundle, in assets/.
function addressOf(path, id, words, store, lang) {
  const address = new URL(`../${store.head.prefixes[lang]}${path}/`, import.meta.url);
  const distinct = new Map(words.map((word) => [word.toLowerCase(), word]));
  let room = MOST_MARKED;
  const kept = Array.from(distinct.values()).filter((word) => (room -= word.length) >= 0);
  if (kept.length) address.searchParams.set("q", kept.join("\t"));
  address.hash = id;
  return address.href;
}
