// The text of a page as passages: {block, pieces}, a piece being a sentence and the voice that reads it.
const PLACES = ".gz-title, .gz-notice, .gz-body, #contact";
const PASSAGES = "h1, h2, h3, h4, h5, h6, p, li, tr, dt, dd, caption, figcaption, blockquote, pre, div";
const PASSED_OVER = "[hidden], button, script, style, template, svg, math, rt, rp, .footnote-ref, .footnote-backref, "
  + ".gz-stale";
// Where a sentence ends, or a member of an enumeration. A full stop inside a number is none.
const SENTENCE_END = /([。！？；؟۔।]+[”’」』）》]*|[.!?;]+["”’)]*(?=\s))/g;
const HAS_WORDS = /[^\s!-/:-@，。、；：？！（）《》“”‘’「」…—]/;

// Sentence by sentence: what was interrupted is taken up again where its sentence begins.
function cut(passage) {
  const sentences = [];
  for (const part of passage.pieces) {
    for (const text of part.text.replace(SENTENCE_END, "$1\n").split("\n")) {
      if (HAS_WORDS.test(text)) sentences.push({ text: text.trim(), voice: part.voice });
    }
  }
  return { block: passage.block, pieces: sentences };
}

// Text as pieces of one language each; what no voice speaks is left out. `voiceFor` leads from a language to its voice.
export function findPassages(voiceFor) {
  const found = [], voices = new Map();
  let last = null;

  function voiceOf(element) {
    const tag = element.closest("[lang]").lang || document.documentElement.lang;
    if (!voices.has(tag)) voices.set(tag, voiceFor(tag));
    return voices.get(tag);
  }

  function add(node) {
    const block = node.parentNode.closest(PASSAGES), voice = voiceOf(node.parentNode);
    const text = node.data.replace(/\s+/g, " "), hasWords = Boolean(text.trim());
    if (!voice || (!hasWords && (!last || last.block !== block))) return;
    if (!last || last.block !== block) {
      last = { block, pieces: [] };
      found.push(last);
    }
    const cell = node.parentNode.closest("th, td");
    let before = last.pieces[last.pieces.length - 1];
    // A pause between the cells of a row.
    if (before && before.cell !== cell && hasWords) before.text = `${before.text.trim()}, `;
    if (before && before.voice === voice) before.text = (before.text + text).replace(/ +/g, " ");
    else {
      before = { text, voice };
      last.pieces.push(before);
    }
    if (hasWords) before.cell = cell;
  }

  function walk(parent) {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) add(node);
      else if (node.nodeType === Node.ELEMENT_NODE && isRead(node)) walk(node);
    }
  }

  for (const root of document.querySelectorAll(PLACES)) if (root.closest("main")) walk(root);
  return found.map(cut).filter((passage) => passage.pieces.length);
}

function isRead(element) {
  return !element.matches(PASSED_OVER) && getComputedStyle(element).display !== "none";
}
