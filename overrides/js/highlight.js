// Marks the words that a search result carries in its address (?q=, several parted by tabs) in the title and the text.
(function () {
  "use strict";
  var MOST_WORDS = 100, SHOWN_WORDS = 12, SHOWN_CHARACTERS = 40;
  // Words run through these; every other element is an edge that none crosses.
  var INLINE = /^(?:A|ABBR|B|BDI|BDO|CITE|CODE|DATA|DEL|DFN|EM|I|INS|KBD|MARK|Q|S|SAMP|SMALL|SPAN|STRONG|SUB|SUP|TIME|U|VAR|WBR)$/;
  var PASSED_OVER = "[hidden], .footnote-ref, .footnote-backref, script, style, template, svg, math";

  // Lower case and single spaces; `places` tells the text node and the offset that each character came from.
  function emptyRun() { return { text: "", places: [] }; }
  function add(run, data, node) {
    for (var at = 0; at < data.length; at++) {
      var space = /\s/.test(data[at]);
      if (space && run.text.endsWith(" ")) continue;
      var lower = data[at].toLowerCase();
      run.text += space ? " " : lower.length === 1 ? lower : data[at];
      run.places.push([node, at]);
    }
  }

  function findRuns(root) {
    var runs = [emptyRun()];
    (function walk(parent) {
      parent.childNodes.forEach(function (node) {
        if (node.nodeType === Node.TEXT_NODE) add(runs[runs.length - 1], node.data, node);
        if (node.nodeName === "BR") add(runs[runs.length - 1], " ", null);
        else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(PASSED_OVER)) {
          var isEdge = !INLINE.test(node.nodeName);
          if (isEdge) runs.push(emptyRun());
          walk(node);
          if (isEdge) runs.push(emptyRun());
        }
      });
    })(root);
    return runs;
  }

  // The words of the query as they are compared → as they were written.
  function wordsOf(query) {
    var words = new Map();
    query.split("\t").forEach(function (word) {
      var run = emptyRun(), written = word.replace(/\s+/g, " ").trim();
      add(run, written, null);
      if (written && words.size < MOST_WORDS && !words.has(run.text)) words.set(run.text, written);
    });
    return words;
  }

  // Whether a word or number of a script that parts its words runs on over a place in a text.
  function boundary() {
    // Made only when it is needed: an old browser refuses the classes, and must still get the rest of the scripts.
    var letter = new RegExp("^(?![\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}])[\\p{L}\\p{M}\\p{Nd}]", "u");
    return function (text, at) {
      var before = text.slice(Math.max(0, at - 2), at), after = text.slice(at, at + 2);
      return letter.test(Array.from(before).pop() || "") && letter.test(after) || /\d[.,]?$/.test(before) && /^[.,]?\d/.test(after);
    };
  }

  // Where the words stand in a run, in order, each character once.
  function findRanges(text, words, runsOn, found) {
    var ranges = [];
    words.forEach(function (written, word) {
      for (var at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        if (runsOn(text, at) || runsOn(text, at + word.length)) continue;
        ranges.push([at, at + word.length]);
        found.add(written);
      }
    });
    ranges.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; });
    return ranges.reduce(function (kept, range) {
      var last = kept[kept.length - 1];
      if (last && range[0] < last[1]) last[1] = Math.max(last[1], range[1]);
      else kept.push(range);
      return kept;
    }, []);
  }

  function wrap(node, start, end) {
    if (start) node = node.splitText(start);
    if (end - start < node.length) node.splitText(end - start);
    var mark = document.createElement("mark");
    mark.className = "gz-highlight";
    node.parentNode.insertBefore(mark, node);
    mark.appendChild(node);
  }

  // From the last character to the first, so that the offsets before it stay true.
  function markRange(places, range) {
    for (var end = range[1]; end > range[0];) {
      var node = places[end - 1][0], start = end - 1;
      while (start > range[0] && places[start - 1][0] === node) start--;
      if (node) wrap(node, places[start][1], places[end - 1][1] + 1);
      end = start;
    }
  }

  function highlight(roots, words) {
    var found = new Set(), runsOn = boundary();
    roots.forEach(function (root) {
      findRuns(root).forEach(function (run) {
        findRanges(run.text, words, runsOn, found).reverse().forEach(function (range) { markRange(run.places, range); });
      });
    });
    return Array.from(words.values()).filter(function (written) { return found.has(written); });
  }

  function unmark() {
    document.querySelectorAll(".gz-highlight").forEach(function (mark) {
      var parent = mark.parentNode;
      parent.replaceChild(mark.firstChild, mark);
      parent.normalize();
    });
  }

  function shorten(list, most) { return list.length > most ? list.slice(0, most).concat("…") : list; }

  function say(status, words) {
    var sides = status.dataset.text.split("{words}");
    status.textContent = sides[0];
    shorten(words, SHOWN_WORDS).forEach(function (word, number) {
      var shown = document.createElement("span");
      shown.className = "gz-highlight-note__word";
      shown.textContent = shorten(Array.from(word), SHOWN_CHARACTERS).join("");
      if (number) status.append(" ");
      status.append(shown);
    });
    status.append(sides[1] || "");
  }

  function moveFocus(heading) {
    var passage = document.querySelector(":target"), box = passage && passage.getBoundingClientRect();
    var isInView = box && box.bottom > 0 && box.top < innerHeight;
    var element = isInView ? passage : heading;
    if (!element.hasAttribute("tabindex")) {
      element.setAttribute("tabindex", "-1");
      element.addEventListener("blur", function () { element.removeAttribute("tabindex"); }, { once: true });
    }
    element.focus({ preventScroll: isInView });
  }

  function forget() {
    var address = new URL(location.href);
    address.searchParams.delete("q");
    history.replaceState(history.state, "", address.href);
    dispatchEvent(new Event("gazette:address"));
  }

  function start(note, heading, body) {
    var query = new URLSearchParams(location.search).get("q");
    if (!note || !heading || !body || !query) return;
    var words = highlight([heading, body], wordsOf(query));
    if (!words.length) return;
    var status = note.querySelector("[role=status]");
    say(status, words);
    note.hidden = false;
    // Said anew when the page is there: before that a screen reader does not listen for what changes.
    addEventListener("load", function () { setTimeout(function () { if (!note.hidden) say(status, words); }, 300); });
    note.querySelector("button").addEventListener("click", function () {
      unmark();
      note.hidden = true;
      moveFocus(heading);
      forget();
    });
  }

  start(document.querySelector("[data-gz-highlight]"), document.querySelector(".gz-title"), document.querySelector(".gz-body"));
})();
