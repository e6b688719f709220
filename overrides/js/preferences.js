// Applies what the reader chose before the page is drawn. Kept in localStorage under "gazette", nowhere else.
(function () {
  "use strict";
  var KEY = "gazette", root = document.documentElement;
  // All that may be kept, and the values it may have: whatever else lies there is nobody's choice.
  var KNOWN = { size: ["small", "medium", "large"], scheme: ["auto", "light", "dark"], easy: ["on"], offered: [true] };
  var kept = {}, unkept = {};
  function isKnown(name, value) { return Object.keys(KNOWN).indexOf(name) >= 0 && KNOWN[name].indexOf(value) >= 0; }
  // Each time anew: another tab may have written since. Over it, what was chosen here and could not be kept.
  function read() {
    var written = {}, found = {};
    try { written = Object(JSON.parse(localStorage.getItem(KEY))); } catch (error) { /* storage is blocked or holds something else */ }
    Object.keys(KNOWN).forEach(function (name) {
      var value = name in unkept ? unkept[name] : written[name];
      if (isKnown(name, value)) found[name] = value;
    });
    return found;
  }
  function apply() {
    kept = read();
    ["size", "scheme", "easy"].forEach(function (name) {
      if (kept[name]) root.setAttribute("data-gz-" + name, kept[name]);
      else root.removeAttribute("data-gz-" + name);
    });
  }
  function follow() {
    apply();
    dispatchEvent(new Event("gazette:preferences"));
  }
  root.className = root.className.replace("no-js", "js");
  window.gazettePreferences = {
    get: function (name) { return kept[name]; },
    // Without a value the choice is taken back.
    set: function (name, value) {
      var all = read();
      delete all[name];
      if (isKnown(name, value)) all[name] = value;
      delete unkept[name];
      try { localStorage.setItem(KEY, JSON.stringify(all)); } catch (error) { unkept[name] = all[name]; }
      follow();
    }
  };
  addEventListener("storage", function (event) { if (!event.key || event.key === KEY) follow(); });
  // A page that comes back from the browser's memory has heard of nothing meanwhile.
  addEventListener("pageshow", function (event) { if (event.persisted) follow(); });
  apply();
})();
