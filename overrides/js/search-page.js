// The search page: results while typing, filters, "show more"; query, filters and length of the list stay in the
// address and the history.
import { element } from "./elements.js";
import { fill } from "./wording.js";

const PAGE = 10, PAUSE = 150, LONGEST_WAIT = 15000;
const box = document.querySelector("[data-gz-search]"), field = document.getElementById("query"), words = box.dataset;
const columns = JSON.parse(words.columns), language = document.documentElement.lang;
const status = box.querySelector(".gz-search__status"), list = box.querySelector(".gz-search__results");
const more = box.querySelector(".gz-search__more"), filters = box.querySelector(".gz-search__filter");
const selects = Array.from(filters.querySelectorAll("select"));
let asked = 0, shown = PAGE, facets = null, last = "", timer = 0;

function load() { return import(new URL(words.module, document.baseURI).href); }

function appendPieces(target, pieces) {
  for (const [text, isMarked] of pieces) target.append(isMarked ? element("mark", "", text) : text);
  return target;
}

function wordsOf(pieces) { return pieces.map(([text]) => text).join(""); }

// A passage with its heading, unless the passage before it stands under the same one.
function passageElement(passage, number, all) {
  const item = element("li", "gz-search__passage"), heading = wordsOf(passage.heading);
  if (heading && (!number || wordsOf(all[number - 1].heading) !== heading)) {
    item.append(appendPieces(element("p", "gz-search__heading"), passage.heading));
  }
  const link = appendPieces(element("a", "gz-search__excerpt"), passage.excerpt);
  link.href = passage.url;
  item.append(link);
  return item;
}

function resultElement(result) {
  const item = element("li", "gz-search__result"), link = element("a", "gz-search__link");
  appendPieces(link, result.titlePieces).href = result.url;
  item.append(link);
  const about = element("p", "gz-search__about", columns[result.path.split("/")[0]] || "");
  if (result.date) {
    const time = element("time", "gz-search__date", result.shownDate);
    time.dateTime = result.date;
    about.append(" ", time);
  }
  item.append(about);
  const passages = element("ul", "gz-search__passages");
  passages.append(...result.passages.map(passageElement));
  if (result.passages.length) item.append(passages);
  return item;
}

function describe(found, query) {
  if (!found.total) return fill(words.none, { query });
  if (found.isNearest) return fill(words.nearest, { query, count: found.total });
  const sentences = [fill(found.exact ? words.count : words.about, { count: found.total })];
  for (const [wrong, right] of found.corrected) {
    sentences.push(fill(words.corrected, { typed: wrong, words: right }));
  }
  if (found.also.length) sentences.push(fill(words.also, { words: found.also.join(" · ") }));
  return sentences.join(" ");
}

function chosen() {
  const values = {};
  for (const select of selects) values[select.name] = select.value;
  return values;
}

function remember(query) {
  const address = new URLSearchParams();
  if (query) address.set("q", query);
  for (const select of selects) {
    if (select.value !== "") address.set(select.name, select.selectedOptions[0].textContent);
  }
  const text = address.toString();
  try {
    history.replaceState({ shown }, "", text ? `?${text}` : location.pathname);
  } catch (error) {
    // Safari refuses after a hundred times in half a minute; what was asked is answered all the same.
    return;
  }
  dispatchEvent(new Event("gazette:address"));
}

function show(results) {
  list.textContent = "";
  list.append(...results.map(resultElement));
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
  const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g;
  return field.value.replace(/\s+/g, " ").trim().replace(lone, "$1").slice(0, 200);
}

async function answer(mine) {
  const query = typed(), choice = chosen();
  remember(query);
  if (!query && Object.keys(choice).every((kind) => choice[kind] === "")) {
    clear("");
    return;
  }
  status.textContent = words.working;
  const module = await load(), filter = facets && facets.filter(choice);
  const found = await module.search(query, { lang: language, limit: shown, filter });
  if (mine !== asked) return;
  show(found.results);
  status.textContent = describe(found, query);
  more.hidden = found.isNearest || found.results.length < shown || (found.exact && found.total <= shown);
}

// Works for one question; what comes after the next one was asked is dropped. A connection that neither answers nor
// breaks is told like one that is broken, and what still comes is shown.
async function attempt(work) {
  const mine = ++asked, patience = setTimeout(() => { if (mine === asked) fail(); }, LONGEST_WAIT);
  try {
    await work(mine);
  } catch (error) {
    if (mine === asked) fail();
  }
  clearTimeout(patience);
}

function ask() { return attempt(answer); }

function optionOf(select, value, number) {
  const option = element("option", "", select.name === "columns" ? columns[value] || value : value);
  option.value = String(number);
  return option;
}

async function loadFacets() {
  if (facets) return;
  const loaded = await (await load()).facetsOf(language);
  // Asked for twice.
  if (facets) return;
  const options = selects.map((select) => (
    loaded[select.name].map((value, number) => value && optionOf(select, value, number)).filter(Boolean)
  ));
  selects.forEach((select, place) => select.append(...options[place]));
  facets = loaded;
}

function restore() {
  const address = new URLSearchParams(location.search);
  field.value = address.get("q") || "";
  for (const select of selects) {
    const wanted = address.get(select.name);
    const option = Array.from(select.options).find((each) => wanted && each.textContent === wanted);
    select.value = option ? option.value : "";
  }
}

async function start() {
  // What every query needs is fetched while the reader types the first one; if it fails, that query says so.
  load().then((module) => module.openIndex(language)).catch(() => {});
  const address = new URLSearchParams(location.search);
  if (history.state && history.state.shown) shown = history.state.shown;
  restore();
  if (selects.some((select) => address.get(select.name))) {
    status.textContent = words.working;
    await attempt(loadFacets);
    filters.open = true;
    if (!facets) return;
    restore();
  }
  ask();
}

function again() {
  last = field.value;
  shown = PAGE;
  ask();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => { if (field.value !== last) again(); }, PAUSE);
}

field.addEventListener("input", (event) => { if (!event.isComposing) later(); });
field.addEventListener("compositionend", later);
field.form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  again();
});
filters.addEventListener("toggle", () => { if (filters.open && !facets) loadFacets().catch(fail); });
for (const select of selects) select.addEventListener("change", again);
more.addEventListener("click", async () => {
  const before = list.children.length;
  shown += PAGE;
  await ask();
  const next = list.children[before];
  if (next) next.querySelector("a").focus();
});
start();
