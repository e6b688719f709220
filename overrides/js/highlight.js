// Marks the words that a search result carries in its address (?q=, several parted by tabs) in the title and the text.
const MOST_WORDS = 100, SHOWN_WORDS = 12, SHOWN_CHARACTERS = 40;
// Words run through these; every other element is an edge that none crosses.
const INLINE = new Set([
  "A", "ABBR", "B", "BDI", "BDO", "CITE", "CODE", "DATA", "DEL", "DFN", "EM", "I", "INS", "KBD", "MARK", "Q", "S",
  "SAMP", "SMALL", "SPAN", "STRONG", "SUB", "SUP", "TIME", "U", "VAR", "WBR",
]);
const PASSED_OVER = "[hidden], .footnote-ref, .footnote-backref, script, style, template, svg, math";

// Lower case and single spaces; `places` tells the text node and the offset that each character came from.
function emptyRun() { return { text: "", places: [] }; }

function add(run, data, node) {
  for (let at = 0; at < data.length; at++) {
    const isSpace = /\s/.test(data[at]), lower = data[at].toLowerCase();
    if (isSpace && run.text.endsWith(" ")) continue;
    if (isSpace) run.text += " ";
    else run.text += lower.length === 1 ? lower : data[at];
    run.places.push([node, at]);
  }
}

function findRuns(root) {
  const runs = [emptyRun()];
  function walk(parent) {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) add(runs[runs.length - 1], node.data, node);
      if (node.nodeName === "BR") add(runs[runs.length - 1], " ", null);
      else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(PASSED_OVER)) {
        const isEdge = !INLINE.has(node.nodeName);
        if (isEdge) runs.push(emptyRun());
        walk(node);
        if (isEdge) runs.push(emptyRun());
      }
    }
  }
  walk(root);
  return runs;
}

// The words of the query as they are compared → as they were written.
function wordsOf(query) {
  const words = new Map();
  for (const word of query.split("\t")) {
    const run = emptyRun(), written = word.replace(/\s+/g, " ").trim();
    add(run, written, null);
    if (written && words.size < MOST_WORDS && !words.has(run.text)) words.set(run.text, written);
  }
  return words;
}

// Whether a word or number of a script that parts its words runs on over a place in a text.
function boundary() {
  // Made only when it is needed: an old browser refuses the classes, and must still get the rest of the scripts.
  const unspaced = ["Han", "Hiragana", "Katakana", "Hangul"].map((script) => `\\p{scx=${script}}`).join("");
  const letter = new RegExp(`^(?![${unspaced}])[\\p{L}\\p{M}\\p{Nd}]`, "u");
  return (text, at) => {
    const before = text.slice(Math.max(0, at - 2), at), after = text.slice(at, at + 2);
    return (letter.test(Array.from(before).pop() || "") && letter.test(after))
      || (/\d[.,]?$/.test(before) && /^[.,]?\d/.test(after));
  };
}

// Where the words stand in a run, in order, each character once.
function findRanges(text, words, runsOn, found) {
  const ranges = [], kept = [];
  words.forEach((written, word) => {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (runsOn(text, at) || runsOn(text, at + word.length)) continue;
      ranges.push([at, at + word.length]);
      found.add(written);
    }
  });
  ranges.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  for (const range of ranges) {
    const last = kept[kept.length - 1];
    if (last && range[0] < last[1]) last[1] = Math.max(last[1], range[1]);
    else kept.push(range);
  }
  return kept;
}

function wrap(whole, start, end) {
  const node = start ? whole.splitText(start) : whole, mark = document.createElement("mark");
  if (end - start < node.length) node.splitText(end - start);
  mark.className = "gz-highlight";
  node.parentNode.insertBefore(mark, node);
  mark.appendChild(node);
}

// From the last character to the first, so that the offsets before it stay true.
function markRange(places, range) {
  for (let end = range[1]; end > range[0];) {
    const node = places[end - 1][0];
    let start = end - 1;
    while (start > range[0] && places[start - 1][0] === node) start--;
    if (node) wrap(node, places[start][1], places[end - 1][1] + 1);
    end = start;
  }
}

function highlight(roots, words) {
  const found = new Set(), runsOn = boundary();
  for (const root of roots) {
    for (const run of findRuns(root)) {
      for (const range of findRanges(run.text, words, runsOn, found).reverse()) markRange(run.places, range);
    }
  }
  return Array.from(words.values()).filter((written) => found.has(written));
}

function unmark() {
  for (const mark of document.querySelectorAll(".gz-highlight")) {
    const parent = mark.parentNode;
    parent.replaceChild(mark.firstChild, mark);
    parent.normalize();
  }
}

function shorten(list, most) { return list.length > most ? list.slice(0, most).concat("…") : list; }

function say(status, words) {
  const [before, after] = status.dataset.text.split("{words}");
  status.textContent = before;
  shorten(words, SHOWN_WORDS).forEach((word, number) => {
    const shown = document.createElement("span");
    shown.className = "gz-highlight-note__word";
    shown.textContent = shorten(Array.from(word), SHOWN_CHARACTERS).join("");
    if (number) status.append(" ");
    status.append(shown);
  });
  status.append(after || "");
}

function moveFocus(heading) {
  const passage = document.querySelector(":target"), box = passage && passage.getBoundingClientRect();
  const isInView = box && box.bottom > 0 && box.top < innerHeight, element = isInView ? passage : heading;
  if (!element.hasAttribute("tabindex")) {
    element.setAttribute("tabindex", "-1");
    element.addEventListener("blur", () => element.removeAttribute("tabindex"), { once: true });
  }
  element.focus({ preventScroll: isInView });
}

function forget() {
  const address = new URL(location.href);
  address.searchParams.delete("q");
  history.replaceState(history.state, "", address.href);
  dispatchEvent(new Event("gazette:address"));
}

function begin(note, heading, body) {
  const query = new URLSearchParams(location.search).get("q");
  if (!note || !heading || !body || !query) return;
  const words = highlight([heading, body], wordsOf(query)), status = note.querySelector("[role=status]");
  if (!words.length) return;
  say(status, words);
  note.hidden = false;
  // Said anew when the page is there: before that a screen reader does not listen for what changes.
  addEventListener("load", () => setTimeout(() => { if (!note.hidden) say(status, words); }, 300));
  note.querySelector("button").addEventListener("click", () => {
    unmark();
    note.hidden = true;
    moveFocus(heading);
    forget();
  });
}

begin(
  document.querySelector("[data-gz-highlight]"),
  document.querySelector(".gz-title"),
  document.querySelector(".gz-body"),
);
