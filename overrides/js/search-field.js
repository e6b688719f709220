// The search field of every other page: titles that hold what is being typed, as a list to choose from (ARIA combobox).
(function () {
  "use strict";
  var MOST = 5, PAUSE = 200;
  var form = document.querySelector("[data-gz-search-module]"), field = document.getElementById("query");
  if (!form || !field || document.querySelector("[data-gz-search]")) return;
  var list = form.querySelector(".gz-masthead__titles"), asked = 0, active = -1, timer = 0;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  function close() {
    asked++;
    active = -1;
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function choose(number) {
    var options = Array.from(list.children);
    active = (number + options.length + 1) % (options.length + 1);
    if (active === options.length) active = -1;
    options.forEach(function (option, place) { option.setAttribute("aria-selected", String(place === active)); });
    if (active < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    }
  }

  function optionElement(result, number) {
    var option = document.createElement("li");
    option.id = list.id + "-" + number;
    option.className = "gz-masthead__title";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.address = result.url;
    result.titlePieces.forEach(function (piece) {
      var part = piece[1] ? document.createElement("mark") : document.createTextNode("");
      part.textContent = piece[0];
      option.append(part);
    });
    return option;
  }

  function load() { return import(new URL(form.getAttribute("data-gz-search-module"), document.baseURI).href); }

  async function suggest() {
    var mine = ++asked, query = field.value.trim();
    if (!query) { close(); return; }
    try {
      var module = await load();
      var found = await module.search(query, { lang: document.documentElement.lang, limit: MOST });
      if (mine !== asked || document.activeElement !== field) return;
      list.textContent = "";
      found.results.map(optionElement).forEach(function (option) { list.append(option); });
      active = -1;
      list.hidden = !found.results.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
      field.removeAttribute("aria-activedescendant");
    } catch (error) {
      if (mine === asked) close();  // the search page says what is wrong
    }
  }

  function later() { clearTimeout(timer); timer = setTimeout(suggest, PAUSE); }
  field.addEventListener("input", function (event) { if (!event.isComposing) later(); });
  field.addEventListener("compositionend", later);
  field.addEventListener("keydown", function (event) {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? active + 1 : active < 0 ? list.children.length - 1 : active - 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.href = list.children[active].dataset.address;
    }
  });
  list.addEventListener("mousedown", function (event) { event.preventDefault(); });  // the field keeps the focus
  list.addEventListener("click", function (event) {
    var option = event.target.closest("[role=option]");
    if (option) location.href = option.dataset.address;
  });
  field.addEventListener("focus", function () {
    load().then(function (module) { return module.openIndex(document.documentElement.lang); }).catch(function () {});
  }, { once: true });
  field.addEventListener("blur", function () { clearTimeout(timer); close(); });
})();
