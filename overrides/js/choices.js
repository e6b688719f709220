// Text size and colour scheme: groups of buttons of which one is pressed.
(function () {
  "use strict";
  function group(name, fallback) {
    var buttons = Array.prototype.slice.call(document.querySelectorAll("button[data-gz-" + name + "]"));
    function show() {
      var chosen = window.gazettePreferences.get(name) || fallback;
      buttons.forEach(function (button) {
        button.setAttribute("aria-pressed", String(button.getAttribute("data-gz-" + name) === chosen));
      });
    }
    buttons.forEach(function (button) {
      button.addEventListener("click", function () { window.gazettePreferences.set(name, button.getAttribute("data-gz-" + name)); });
    });
    addEventListener("gazette:preferences", show);
    show();
  }
  group("size", "medium");
  group("scheme", "auto");
})();
