// The search field of every other page: titles that hold what is being typed, as a list to choose from (ARIA combobox).
const MOST = 5, PAUSE = 200;
const form = document.querySelector("[data-gz-search-module]"), field = document.getElementById("query");
const list = form && form.querySelector(".gz-masthead__titles");
let asked = 0, active = -1, timer = 0;

function close() {
  asked++;
  active = -1;
  list.hidden = true;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function choose(number) {
  const options = Array.from(list.children);
  active = (number + options.length + 1) % (options.length + 1);
  if (active === options.length) active = -1;
  options.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
  if (active < 0) field.removeAttribute("aria-activedescendant");
  else {
    field.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  }
}

function optionElement(result, number) {
  const option = document.createElement("li");
  option.id = `${list.id}-${number}`;
  option.className = "gz-masthead__title";
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.address = result.url;
  for (const [text, isMarked] of result.titlePieces) {
    const part = isMarked ? document.createElement("mark") : document.createTextNode("");
    part.textContent = text;
    option.append(part);
  }
  return option;
}

function load() { return import(new URL(form.getAttribute("data-gz-search-module"), document.baseURI).href); }

async function suggest() {
  const mine = ++asked, query = field.value.trim();
  if (!query) {
    close();
    return;
  }
  try {
    const module = await load();
    const found = await module.search(query, { lang: document.documentElement.lang, limit: MOST });
    if (mine !== asked || document.activeElement !== field) return;
    list.textContent = "";
    found.results.forEach((result, number) => list.append(optionElement(result, number)));
    active = -1;
    list.hidden = !found.results.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    field.removeAttribute("aria-activedescendant");
  } catch (error) {
    // The search page says what is wrong.
    if (mine === asked) close();
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(suggest, PAUSE);
}

function press(event) {
  if (event.isComposing || list.hidden) return;
  if (event.key === "ArrowDown") choose(active + 1);
  else if (event.key === "ArrowUp") choose(active < 0 ? list.children.length - 1 : active - 1);
  else if (event.key === "Escape") close();
  else if (event.key === "Enter" && active >= 0) location.href = list.children[active].dataset.address;
  else return;
  event.preventDefault();
}

function start() {
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  field.addEventListener("input", (event) => { if (!event.isComposing) later(); });
  field.addEventListener("compositionend", later);
  field.addEventListener("keydown", press);
  // The field keeps the focus.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.href = option.dataset.address;
  });
  field.addEventListener("focus", () => {
    load().then((module) => module.openIndex(document.documentElement.lang)).catch(() => {});
  }, { once: true });
  field.addEventListener("blur", () => {
    clearTimeout(timer);
    close();
  });
}

if (form && field && !document.querySelector("[data-gz-search]")) start();
