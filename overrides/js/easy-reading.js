// The switch of the ageing-friendly mode; preferences.js applies what was chosen before the page is drawn.
document.querySelectorAll("[data-gz-easy-switch]").forEach(function (button) {
  "use strict";
  var kept = window.gazettePreferences;
  function show() { button.setAttribute("aria-pressed", String(kept.get("easy") === "on")); }
  button.addEventListener("click", function () { kept.set("easy", kept.get("easy") === "on" ? undefined : "on"); });
  addEventListener("gazette:preferences", show);
  show();
});
