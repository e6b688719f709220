// Applies what the reader chose before the page is drawn. Kept in localStorage under "gazette", nowhere else.
(function () {
  "use strict";
  var root = document.documentElement;
  root.className = root.className.replace("no-js", "js");
  var kept = {};
  try { kept = JSON.parse(localStorage.getItem("gazette")) || {}; } catch (error) { /* storage is blocked or holds something else */ }
  function apply() {
    ["size", "scheme", "easy"].forEach(function (name) {
      var attribute = "data-gz-" + name;
      if (kept[name] && typeof kept[name] === "string") root.setAttribute(attribute, kept[name]);
      else root.removeAttribute(attribute);
    });
  }
  window.gazettePreferences = {
    get: function (name) { return kept[name]; },
    set: function (name, value) {
      kept[name] = value;
      apply();
      try { localStorage.setItem("gazette", JSON.stringify(kept)); } catch (error) { /* holds for this page only */ }
    }
  };
  apply();
})();
