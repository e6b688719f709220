// Browsers do not wait for fonts that only paper uses: they are asked for first, but not for ever, and what happens is said.
document.querySelectorAll("[data-gz-print]").forEach(function (button) {
  "use strict";
  var LONGEST_WAIT = 20000, status = button.parentNode.querySelector("[role=status]"), copy = button.parentNode.querySelector("a"), isPatient = true, turn = 0;
  // Those that pages of this language are printed in, cut to what the site prints.
  function load() {
    if (!document.fonts || !window.Promise) return null;
    var text = document.querySelector("main").textContent;
    return Promise.all(button.getAttribute("data-faces").split("|").filter(Boolean).map(function (face) { return document.fonts.load(face, text); }));
  }
  function say(words) {
    status.textContent = words;
    if (copy) copy.hidden = !words;
  }
  function end(words) {
    turn++;
    button.removeAttribute("aria-busy");
    say(words);
  }
  function print() {
    end("");
    isPatient = true;
    window.print();
  }
  function giveUp() {
    isPatient = false;
    end(button.getAttribute("data-late"));
  }
  button.addEventListener("click", function () {
    var loading = isPatient && load();
    if (!loading || button.getAttribute("aria-busy")) return print();
    var mine = ++turn, patience = setTimeout(function () { if (mine === turn) giveUp(); }, LONGEST_WAIT);
    button.setAttribute("aria-busy", "true");
    say(button.getAttribute("data-working"));
    loading.then(function () { if (mine === turn) print(); }, function () { if (mine === turn) giveUp(); }).then(function () { clearTimeout(patience); });
  });
});
