// Which publications hold every part of a query, the best first; and, where none does, which hold the most of it.
import { FACTS, TITLE } from "./store.js";

const TITLE_WORTH = 8, FACTS_WORTH = 0.5, FEW = 5, AT_ONCE = 2, MOST_TERMS = 8, MOST_PARTS = 4, NEAR_ENOUGH = 0.25;
const SHRUNK = 0.9;

// {chunks, title, facts} by entry, for the entries that may hold a part. Terms are asked for a few at a time, those
// that many texts hold last: when few chunks are left, their text is compared, and no further term is needed.
async function placesOf(part, store, allowed) {
  const places = new Map(), rare = part.terms.filter((term) => !store.common.has(term));
  const terms = rare.concat(part.terms.filter((term) => store.common.has(term)));
  let chunks = null;
  for (let at = 0, before = Infinity; at < terms.length && isWorthMore(chunks, before); at += at ? 1 : AT_ONCE) {
    before = chunks === null ? Infinity : chunks.length;
    const lists = await Promise.all(terms.slice(at, at ? at + 1 : AT_ONCE).map((term) => store.postings(term)));
    if (lists.some((list) => list === null)) return places;
    chunks = intersect(chunks === null ? lists : [chunks, ...lists]);
  }
  // Where there is nothing else to go by (持、保), all that begins with the character is read, or it would not be found.
  const isAlone = !terms.length && !part.isSure;
  for (const character of part.characters.slice().sort((a, b) => store.partsOf(a) - store.partsOf(b))) {
    if (chunks !== null && chunks.length <= FEW) break;
    const found = await store.startingWith(character, isAlone && chunks === null ? Infinity : MOST_PARTS);
    if (chunks === null) chunks = found.chunks;
    else if (found.isAll) chunks = intersect([chunks, found.chunks]);
  }
  for (const chunk of chunks || []) addPlace(places, store, chunk, allowed);
  return places;
}

// Whether another term may still leave out many chunks: not when few are left, nor when the last left out hardly any.
function isWorthMore(chunks, before) {
  return chunks === null || (chunks.length > FEW && chunks.length < SHRUNK * before);
}

function addPlace(places, store, chunk, allowed) {
  const entry = store.entryOf(chunk);
  if (!allowed(entry)) return;
  if (!places.has(entry)) places.set(entry, { chunks: [], title: false, facts: false });
  const place = places.get(entry), slot = store.slotOf(chunk, entry);
  place.chunks.push(chunk);
  if (slot === TITLE) place.title = true;
  else if (slot === FACTS) place.facts = true;
}

function intersect(lists) {
  const [first, ...others] = lists.slice().sort((a, b) => a.length - b.length);
  return others.reduce((kept, list) => {
    const held = new Set(list);
    return kept.filter((chunk) => held.has(chunk));
  }, first || []);
}

function rarity(store, number) { return Math.log(1 + store.size / (1 + number)); }

function worthOf(place) {
  const texts = place.chunks.length - (place.title ? 1 : 0) - (place.facts ? 1 : 0);
  const elsewhere = place.facts ? FACTS_WORTH : 0;
  return (place.title ? TITLE_WORTH : 0) + (texts ? 1 + Math.log2(texts) : elsewhere);
}

// Entries that hold all parts: {entry, score, chunks, byPart}, the chunks that hold most parts first, and those of each
// part.
export async function holdingAll(parts, store, allowed) {
  const places = await Promise.all(parts.map((part) => placesOf(part, store, allowed)));
  const weights = places.map((each) => rarity(store, each.size));
  const found = [];
  for (const entry of (places[0] || new Map()).keys()) {
    if (!places.every((each) => each.has(entry))) continue;
    const held = new Map();
    let score = 0;
    places.forEach((each, number) => {
      score += weights[number] * worthOf(each.get(entry));
      for (const chunk of each.get(entry).chunks) held.set(chunk, (held.get(chunk) || 0) + weights[number]);
    });
    const most = Math.max(...held.values()), isTogether = most >= weights.reduce((a, b) => a + b, 0) - 1e-9;
    if (parts.length > 1 && isTogether) score += 2 * most;
    const byPart = places.map((each) => each.get(entry).chunks);
    found.push({ entry, score, chunks: bestFirst(held, store, entry), byPart });
  }
  return found.sort(newerFirst);
}

// What holds most comes first, text before title and facts: an excerpt says more than a title that is shown anyway.
function bestFirst(held, store, entry) {
  const rank = ([chunk, weight]) => weight - (store.slotOf(chunk, entry) <= FACTS ? 0.5 : 0);
  return Array.from(held).sort((a, b) => rank(b) - rank(a) || a[0] - b[0]).map(([chunk]) => chunk);
}

// Entries rise with their dates.
export function newerFirst(a, b) { return b.score - a.score || b.entry - a.entry; }

// Entries that hold the most, by the rarity of what they hold: the best chunk, the title, and the whole text.
export async function holdingMost(parts, store, allowed) {
  const every = Array.from(new Set(parts.flatMap((part) => part.terms)));
  const rare = every.filter((term) => !store.common.has(term)), known = rare.length ? rare : every;
  const terms = known.filter((_, at) => at % Math.ceil(known.length / MOST_TERMS) === 0);
  const lists = await Promise.all(terms.map((term) => store.postings(term)));
  const entries = new Map();
  let asked = 0;
  terms.forEach((term, number) => {
    const places = new Map();
    for (const chunk of lists[number] || []) addPlace(places, store, chunk, allowed);
    const weight = rarity(store, places.size);
    asked += weight;
    places.forEach((place, entry) => {
      if (!entries.has(entry)) entries.set(entry, { whole: 0, title: 0, held: new Map() });
      const found = entries.get(entry);
      found.whole += weight;
      if (place.title) found.title += weight;
      for (const chunk of place.chunks) found.held.set(chunk, (found.held.get(chunk) || 0) + weight);
    });
  });
  const near = Array.from(entries).filter(([, { whole }]) => whole >= NEAR_ENOUGH * asked);
  return near.map(([entry, { whole, title, held }]) => {
    const score = whole + 2 * title + Math.max(...held.values());
    return { entry, score, chunks: bestFirst(held, store, entry) };
  }).sort(newerFirst);
}
