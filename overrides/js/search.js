// Search in the page's language. scripts/gazette/search/terms.py cuts the texts the same way; a test holds the two together.
(function () {
  "use strict";
  var UNSPACED = "\\u3005\\u3007\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  var WORD = "(?:(?![" + UNSPACED + "])[\\p{L}\\p{N}])+";
  var RUN = new RegExp("[" + UNSPACED + "]+|" + WORD + "(?:[-./:]?" + WORD + ")*", "gu");
  var IS_UNSPACED = new RegExp("[" + UNSPACED + "]", "u");
  var PAGE = 10, CANDIDATES = 30, EXCERPT_BEFORE = 24, EXCERPT_LENGTH = 90;
  // Quotation marks fold too: readers type the straight ones.
  var foldMap = new Map([["\u2018", "'"], ["\u2019", "'"], ["\u201c", "\""], ["\u201d", "\""]]), hasScripts = false;

  // Folded characters, and for each of them the place in `text` that it came from.
  function fold(text) {
    var folded = "", places = [], at = 0;
    for (var character of text) {
      for (var each of character.normalize("NFKC").toLowerCase()) {
        var one = foldMap.get(each) || each;
        folded += one;
        for (var unit = 0; unit < one.length; unit++) places.push(at);
      }
      at += character.length;
    }
    places.push(at);
    return { text: folded, places: places };
  }

  function findTerms(text) {
    var terms = [];
    for (var match of fold(text).text.matchAll(RUN)) {
      var run = match[0];
      if (IS_UNSPACED.test(run)) {
        var characters = Array.from(run);
        if (characters.length === 1) terms.push(run);
        for (var at = 0; at + 1 < characters.length; at++) terms.push(characters[at] + characters[at + 1]);
      } else {
        terms.push(run);
      }
    }
    return Array.from(new Set(terms));
  }

  function shardOf(term, shards) {
    var value = 0x811c9dc5;
    for (var at = 0; at < term.length; at++) value = Math.imul(value ^ term.charCodeAt(at), 0x01000193) >>> 0;
    return value % shards;
  }

  function loader(base) {
    var cache = new Map();
    return function (name) {
      if (!cache.has(name)) {
        cache.set(name, fetch(base + name).then(function (response) {
          if (!response.ok) throw new Error(name + ": " + response.status);
          return response.json();
        }).catch(function (error) { cache.delete(name); throw error; }));
      }
      return cache.get(name);
    };
  }

  // Passages that hold every term, the best first: [publication, passage, score].
  async function candidates(load, terms) {
    var meta = await load("meta.json");
    if (!meta.publications) return [];
    var shards = await Promise.all(terms.map(function (term) { return load("terms/" + shardOf(term, meta.shards) + ".json"); }));
    var publications = new Map();
    terms.forEach(function (term, number) {
      var postings = shards[number][term] || [];
      var rarity = Math.log(1 + meta.publications / (1 + postings.length / 3));
      for (var at = 0; at < postings.length; at += 3) {
        var key = postings[at];
        if (!publications.has(key)) publications.set(key, { terms: new Set(), passages: new Map() });
        var publication = publications.get(key);
        publication.terms.add(term);
        var passage = publication.passages.get(postings[at + 1]) || { terms: 0, score: 0 };
        passage.terms++;
        passage.score += postings[at + 2] * (0.2 + rarity);
        publication.passages.set(postings[at + 1], passage);
      }
    });
    var found = [];
    publications.forEach(function (publication, number) {
      if (publication.terms.size < terms.length) return;
      publication.passages.forEach(function (passage, place) {
        found.push([number, place, passage.score + (passage.terms === terms.length ? 1000 : 0)]);
      });
    });
    return found.sort(function (a, b) { return b[2] - a[2] || a[0] - b[0] || a[1] - b[1]; });
  }

  function squeeze(text) { return text.replace(/\s+/g, " ").trim(); }

  // Where the words of the query stand in a text: the whole query where it does, otherwise its words.
  function findMarks(text, query) {
    var folded = fold(text), phrase = squeeze(fold(query).text), marks = [];
    function mark(words) {
      for (var at = folded.text.indexOf(words); words && at >= 0; at = folded.text.indexOf(words, at + words.length)) {
        marks.push([folded.places[at], folded.places[at + words.length]]);
      }
    }
    mark(phrase);
    var whole = marks.length > 0;
    if (!whole) (phrase.match(RUN) || []).forEach(mark);
    return { whole: whole, marks: marks.sort(function (a, b) { return a[0] - b[0]; }) };
  }

  function excerptOf(text, marks) {
    var start = marks.length ? Math.max(0, marks[0][0] - EXCERPT_BEFORE) : 0;
    if (start && /[\w]/.test(text[start])) start = text.indexOf(" ", start) + 1 || start;
    var end = Math.min(text.length, Math.max(start + EXCERPT_LENGTH, marks.length ? marks[0][1] : 0));
    var pieces = [], at = start;
    marks.forEach(function (mark) {
      if (mark[0] < at || mark[1] > end) return;
      pieces.push([text.slice(at, mark[0]), false], [text.slice(mark[0], mark[1]), true]);
      at = mark[1];
    });
    pieces.push([text.slice(at, end), false]);
    if (start > 0) pieces.unshift(["…", false]);
    if (end < text.length) pieces.push(["…", false]);
    return pieces;
  }

  // {total, exact, results: [{url, title, heading, date, excerpt: [[text, marked]], marked}]}
  async function search(load, loadFold, query, chinese) {
    if (chinese && !hasScripts) {
      var pair = await loadFold("fold.json"), from = Array.from(pair[0]), to = Array.from(pair[1]);
      from.forEach(function (character, at) { foldMap.set(character, to[at]); });
      hasScripts = true;
    }
    var terms = findTerms(query);
    if (!terms.length) return { total: 0, exact: true, results: [] };
    var all = await candidates(load, terms);
    var best = all.slice(0, CANDIDATES);
    var texts = await Promise.all(best.map(function (each) { return load("texts/" + each[0] + ".json"); }));
    var results = best.map(function (each, number) {
      var text = texts[number], passage = text[3][each[1]];
      var inText = findMarks(passage[2], query), inHeading = findMarks(passage[1], query);
      var inTitle = each[1] === 0 ? findMarks(text[1], query) : { whole: false };
      var score = each[2] + 1e4 * (inText.whole || inHeading.whole) + 1e4 * inTitle.whole;
      return {
        url: text[0] + "/" + (passage[0] ? "#" + passage[0] : ""), title: text[1], date: text[2], heading: passage[0] ? passage[1] : "",
        excerpt: excerptOf(passage[2], inText.marks), whole: inText.whole || inHeading.whole || inTitle.whole, score: score, number: each[0],
        marked: inText.marks.map(function (mark) { return passage[2].slice(mark[0], mark[1]); }).join(" ")
      };
    });
    if (results.some(function (each) { return each.whole; })) results = results.filter(function (each) { return each.whole; });
    results.sort(function (a, b) { return b.score - a.score; });
    return { total: results.length, exact: all.length <= CANDIDATES, results: results };
  }

  function element(name, className, text) {
    var made = document.createElement(name);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function resultElement(result, root) {
    var item = element("li", "gz-search__result");
    var link = element("a", "gz-search__link", result.title);
    link.href = root + result.url;
    item.append(link);
    if (result.heading) item.append(element("p", "gz-search__heading", result.heading));
    var excerpt = element("p", "gz-search__excerpt");
    result.excerpt.forEach(function (piece) { excerpt.append(piece[1] ? element("mark", "", piece[0]) : piece[0]); });
    item.append(excerpt);
    return item;
  }

  function fill(template, values) {
    return template.replace(/\{(\w+)\}/g, function (whole, name) { return name in values ? String(values[name]) : whole; });
  }

  function start(box) {
    var words = box.dataset, field = document.getElementById("query");
    var status = box.querySelector(".gz-search__status"), list = box.querySelector(".gz-search__results"), more = box.querySelector(".gz-search__more");
    var load = loader(words.index + words.tag + "/"), loadFold = loader(words.index);
    var asked = 0, shown = [];

    function showMore() {
      shown.splice(0, PAGE).forEach(function (result) { list.append(resultElement(result, words.root)); });
      more.hidden = !shown.length;
    }

    async function ask(query) {
      var mine = ++asked;
      history.replaceState(null, "", query ? "?q=" + encodeURIComponent(query) : location.pathname);
      dispatchEvent(new Event("gazette:address"));
      if (!query) { status.textContent = ""; list.replaceChildren(); more.hidden = true; return; }
      status.textContent = words.working;
      try {
        var found = await search(load, loadFold, query, words.chinese === "1");
        if (mine !== asked) return;
        shown = found.results.slice();
        list.replaceChildren();
        showMore();
        var publications = new Set(found.results.map(function (each) { return each.number; })).size;
        status.textContent = fill(found.total ? words.count : words.none, { query: query, count: found.total + (found.exact ? "" : "+"), publications: publications });
      } catch (error) {
        if (mine !== asked) return;
        list.replaceChildren();
        more.hidden = true;
        status.textContent = words.failed;
      }
    }

    var timer = 0;
    function later() { clearTimeout(timer); timer = setTimeout(function () { ask(squeeze(field.value)); }, 150); }
    field.addEventListener("input", function (event) { if (!event.isComposing) later(); });
    field.addEventListener("compositionend", later);
    field.form.addEventListener("submit", function (event) { event.preventDefault(); clearTimeout(timer); ask(squeeze(field.value)); });
    more.addEventListener("click", showMore);
    field.value = new URLSearchParams(location.search).get("q") || "";
    if (field.value) ask(squeeze(field.value));
  }

  window.gazetteSearch = { findTerms: findTerms, shardOf: shardOf, fold: fold, loadFold: function (pair) { Array.from(pair[0]).forEach(function (each, at) { foldMap.set(each, Array.from(pair[1])[at]); }); } };
  document.querySelectorAll("[data-gz-search]").forEach(start);
})();
