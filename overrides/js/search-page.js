// The search page: results while typing, filters, "show more"; query, filters and length of the list stay in the address and the history.
(function () {
  "use strict";
  var PAGE = 10, PAUSE = 150, LONGEST_WAIT = 15000;
  var box = document.querySelector("[data-gz-search]"), field = document.getElementById("query");
  if (!box || !field) return;
  var words = box.dataset, columns = JSON.parse(words.columns), language = document.documentElement.lang;
  var status = box.querySelector(".gz-search__status"), list = box.querySelector(".gz-search__results"), more = box.querySelector(".gz-search__more");
  var filters = box.querySelector(".gz-search__filter"), selects = Array.from(filters.querySelectorAll("select"));
  var asked = 0, shown = PAGE, facets = null, last = "";
  var module = function () { return import(new URL(words.module, document.baseURI).href); };

  function element(name, className, content) {
    var made = document.createElement(name);
    made.className = className;
    if (content) made.textContent = content;
    return made;
  }

  function appendPieces(target, pieces) {
    pieces.forEach(function (piece) { target.append(piece[1] ? element("mark", "", piece[0]) : piece[0]); });
    return target;
  }

  function fill(template, values) {
    return template.replace(/\{(\w+)\}/g, function (whole, name) { return name in values ? String(values[name]) : whole; });
  }

  function wordsOf(pieces) { return pieces.map(function (piece) { return piece[0]; }).join(""); }

  // A passage with its heading, unless the passage before it stands under the same one.
  function passageElement(passage, number, all) {
    var item = element("li", "gz-search__passage"), heading = wordsOf(passage.heading);
    if (heading && (!number || wordsOf(all[number - 1].heading) !== heading)) item.append(appendPieces(element("p", "gz-search__heading"), passage.heading));
    var link = appendPieces(element("a", "gz-search__excerpt"), passage.excerpt);
    link.href = passage.url;
    item.append(link);
    return item;
  }

  function resultElement(result) {
    var item = element("li", "gz-search__result"), link = appendPieces(element("a", "gz-search__link"), result.titlePieces);
    link.href = result.url;
    item.append(link);
    var about = element("p", "gz-search__about", columns[result.path.split("/")[0]] || "");
    if (result.date) {
      var time = element("time", "gz-search__date", result.shownDate);
      time.dateTime = result.date;
      about.append(" ", time);
    }
    item.append(about);
    var passages = element("ul", "gz-search__passages");
    result.passages.forEach(function (each, number, all) { passages.append(passageElement(each, number, all)); });
    if (result.passages.length) item.append(passages);
    return item;
  }

  function describe(found, query) {
    if (!found.total) return fill(words.none, { query: query });
    if (found.isNearest) return fill(words.nearest, { query: query, count: found.total });
    var sentences = [fill(found.exact ? words.count : words.about, { count: found.total })];
    found.corrected.forEach(function (pair) { sentences.push(fill(words.corrected, { typed: pair[0], words: pair[1] })); });
    if (found.also.length) sentences.push(fill(words.also, { words: found.also.join(" · ") }));
    return sentences.join(" ");
  }

  function chosen() {
    var values = {};
    selects.forEach(function (select) { values[select.name] = select.value; });
    return values;
  }

  function remember(query) {
    var address = new URLSearchParams();
    if (query) address.set("q", query);
    selects.forEach(function (select) { if (select.value !== "") address.set(select.name, select.selectedOptions[0].textContent); });
    var text = address.toString();
    try {
      history.replaceState({ shown: shown }, "", text ? "?" + text : location.pathname);
    } catch (error) { return; }  // Safari refuses after a hundred times in half a minute; what was asked is answered all the same
    dispatchEvent(new Event("gazette:address"));
  }

  function show(results) {
    list.textContent = "";
    results.forEach(function (result) { list.append(resultElement(result)); });
  }

  function clear(message) {
    list.textContent = "";
    more.hidden = true;
    status.textContent = message;
  }

  // Whatever the cause: what is wrong, with a way out; below it the page has links to everything.
  function fail() { clear(location.protocol === "file:" ? words.file : words.failed); }

  // Lone surrogates are no characters: they can be neither found nor put into an address.
  function typed() {
    return field.value.replace(/\s+/g, " ").trim().replace(/[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g, "$1").slice(0, 200);
  }

  async function answer(mine) {
    var query = typed(), choice = chosen(), isChosen = Object.keys(choice).some(function (kind) { return choice[kind] !== ""; });
    remember(query);
    if (!query && !isChosen) { clear(""); return; }
    status.textContent = words.working;
    var found = await (await module()).search(query, { lang: language, limit: shown, filter: facets && facets.filter(choice) });
    if (mine !== asked) return;
    show(found.results);
    status.textContent = describe(found, query);
    more.hidden = found.isNearest || found.results.length < shown || (found.exact && found.total <= shown);
  }

  // Works for one question; what comes after the next one was asked is dropped. A connection that neither answers nor breaks
  // is told like one that is broken, and what still comes is shown.
  async function attempt(work) {
    var mine = ++asked, patience = setTimeout(function () { if (mine === asked) fail(); }, LONGEST_WAIT);
    try {
      await work(mine);
    } catch (error) {
      if (mine === asked) fail();
    }
    clearTimeout(patience);
  }

  function ask() { return attempt(answer); }

  function optionOf(select, value, number) {
    var option = element("option", "", select.name === "columns" ? columns[value] || value : value);
    option.value = String(number);
    return option;
  }

  async function loadFacets() {
    if (facets) return;
    var loaded = await (await module()).facetsOf(language);
    if (facets) return;  // asked for twice
    var options = selects.map(function (select) {
      return loaded[select.name].map(function (value, number) { return value && optionOf(select, value, number); }).filter(Boolean);
    });
    selects.forEach(function (select, place) { options[place].forEach(function (option) { select.append(option); }); });
    facets = loaded;
  }

  function restore() {
    var address = new URLSearchParams(location.search);
    field.value = address.get("q") || "";
    selects.forEach(function (select) {
      var wanted = address.get(select.name);
      var option = Array.from(select.options).find(function (each) { return wanted && each.textContent === wanted; });
      select.value = option ? option.value : "";
    });
  }

  async function start() {
    // What every query needs is fetched while the reader types the first one; if it fails, that query says so.
    module().then(function (loaded) { return loaded.openIndex(language); }).catch(function () {});
    var address = new URLSearchParams(location.search);
    if (history.state && history.state.shown) shown = history.state.shown;
    restore();
    if (selects.some(function (select) { return address.get(select.name); })) {
      status.textContent = words.working;
      await attempt(loadFacets);
      filters.open = true;
      if (!facets) return;
      restore();
    }
    ask();
  }

  var timer = 0;
  function again() { last = field.value; shown = PAGE; ask(); }
  function later() { clearTimeout(timer); timer = setTimeout(function () { if (field.value !== last) again(); }, PAUSE); }
  field.addEventListener("input", function (event) { if (!event.isComposing) later(); });
  field.addEventListener("compositionend", later);
  field.form.addEventListener("submit", function (event) { event.preventDefault(); clearTimeout(timer); again(); });
  filters.addEventListener("toggle", function () { if (filters.open && !facets) loadFacets().catch(fail); });
  selects.forEach(function (select) { select.addEventListener("change", again); });
  more.addEventListener("click", async function () {
    var before = list.children.length;
    shown += PAGE;
    await ask();
    var next = list.children[before];
    if (next) next.querySelector("a").focus();
  });
  start();
})();
