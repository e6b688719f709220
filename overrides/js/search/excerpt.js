// What of a publication's text is shown as a result, and what of it is marked.
import { BREAK, findPhrase, IS_UNSPACED, NARROW, RUN, spanOf } from "./text.js";

const EXCERPT_BEFORE = 24, EXCERPT_LENGTH = 110;

// Where the words of a query stand in a text, as [start, end]: the whole query where it does, otherwise its parts.
export function findMarks(text, query, parts, store) {
  const folded = store.folded(text);
  const whole = findPhrase(folded.text, query.phrase), marks = whole.slice(), held = new Set();
  if (whole.length) parts.forEach((part) => held.add(part));
  else {
    for (const part of parts) {
      const found = part.isWord ? findWord(folded.text, part.terms[0], store) : findPhrase(folded.text, part.phrase);
      if (found.length) held.add(part);
      marks.push(...found);
    }
  }
  return { isWhole: whole.length > 0, held, marks: merged(marks.map((mark) => spanOf(text, folded.places, mark))) };
}

function findWord(folded, stem, store) {
  const found = [];
  for (const match of folded.matchAll(RUN)) {
    const [word] = match;
    if ([word, ...word.split(/[-./:]/)].some((piece) => store.stem(piece) === stem)) {
      found.push([match.index, match.index + word.length]);
    }
  }
  return found;
}

// Where only pieces of a part stand in a text, for results that do not hold all: its pairs, joined where they meet.
export function findPieces(text, parts, store) {
  const folded = store.folded(text), marks = [];
  for (const part of parts) {
    if (part.isWord) marks.push(...findWord(folded.text, part.terms[0], store));
    else for (const piece of piecesOf(part.phrase)) marks.push(...findPhrase(folded.text, piece));
  }
  return merged(marks.map((mark) => spanOf(text, folded.places, mark)));
}

function piecesOf(phrase) {
  const pieces = new Set();
  for (const [run] of phrase.matchAll(RUN)) {
    const characters = IS_UNSPACED.test(run) ? Array.from(run) : [];
    if (characters.length < 2) pieces.add(run);
    for (let at = 0; at + 1 < characters.length; at++) pieces.add(characters[at] + characters[at + 1]);
  }
  return pieces;
}

function merged(marks) {
  const joined = [];
  for (const [start, end] of marks.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const last = joined[joined.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

// The text around the first mark: [piece, whether it is marked], with what was left out as an ellipsis.
export function cutExcerpt(text, marks) {
  const first = marks.length ? marks[0] : [0, 0];
  let start = Math.max(0, first[0] - EXCERPT_BEFORE);
  let end = Math.min(text.length, Math.max(start + EXCERPT_LENGTH, first[1]));
  const line = text.lastIndexOf(BREAK, first[0] - 1) + 1;
  if (line > start || first[0] - line < EXCERPT_BEFORE + 6) start = line;
  const isInWord = (at) => /[\p{L}\p{N}]/u.test(text[at - 1]) && NARROW.test(text[at].toLowerCase());
  while (start > line && start < first[0] && isInWord(start)) start--;
  if (/[\udc00-\udfff]/.test(text[start] || "")) start--;
  if (/[\udc00-\udfff]/.test(text[end] || "")) end++;
  const pieces = start > line ? [["…", false]] : [];
  let at = start;
  for (const [from, to] of marks) {
    if (from < at || to > end) continue;
    pieces.push([text.slice(at, from), false], [text.slice(from, to), true]);
    at = to;
  }
  pieces.push([text.slice(at, end), false]);
  if (end < text.length) pieces.push(["…", false]);
  return pieces.filter(([piece]) => piece).map(([piece, isMarked]) => [piece.replace(/\s+/g, " "), isMarked]);
}

export function allMarked(text, marks) {
  const pieces = [];
  let at = 0;
  for (const [from, to] of marks) {
    pieces.push([text.slice(at, from), false], [text.slice(from, to), true]);
    at = to;
  }
  return pieces.concat([[text.slice(at), false]]).filter(([piece]) => piece);
}
