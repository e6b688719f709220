// Latin words that stand nowhere, with the nearest that do: one that goes on as typed, or differs by a slip or two.
import { trimmed } from "./query.js";
import { distanceOf } from "./text.js";

// How far a known word is from what was typed; more than `most` where it is too far.
function awayFrom(typed, word, most) { return word.startsWith(typed) ? 0.5 : distanceOf(typed, word, most); }

export async function guessWords(query, store) {
  const corrected = [];
  let words = query.words;
  for (const { phrase, terms } of query.parts.filter((part) => part.isWord && /^\p{L}{3,}$/u.test(part.phrase))) {
    if (await store.postings(terms[0])) continue;
    const known = await store.words(phrase[0]), most = phrase.length < 8 ? 1 : 2;
    const measured = known.map((word) => [awayFrom(phrase, word, most), word]);
    const near = measured.filter(([distance]) => distance <= most);
    if (!near.length) continue;
    const [, best] = near.sort((a, b) => a[0] - b[0] || a[1].length - b[1].length)[0];
    corrected.push([phrase, best]);
    words = words.split(" ").map((each) => (trimmed(each) === phrase ? best : each)).join(" ");
  }
  return { corrected, words };
}
