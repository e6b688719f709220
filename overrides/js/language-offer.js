// A first visit is offered, once and without moving the reader, the language that the browser asks for.
(function () {
  "use strict";
  var offers = document.querySelectorAll("[data-gz-offer]"), here = document.documentElement.lang, kept = window.gazettePreferences;
  function done() { kept.set("offered", true); }
  // Who has chosen a language is not asked again, wherever the choice was made, and in whatever tab it opens.
  document.querySelectorAll("a[data-gz-language]").forEach(function (link) {
    link.addEventListener("click", done);
    link.addEventListener("auxclick", done);
  });
  if (!offers.length || kept.get("offered")) return;
  function script(tag) {
    var parts = tag.toLowerCase().split("-");
    if (parts[0] !== "zh") return parts[0];
    return parts.indexOf("hant") > 0 || (parts.indexOf("hans") < 0 && /^(tw|hk|mo)$/.test(parts[parts.length - 1])) ? "zh-hant" : "zh-hans";
  }
  var asked = (navigator.languages || [navigator.language]).map(script), wanted = null;
  for (var at = 0; at < asked.length && !wanted && asked[at] !== script(here); at++) {
    offers.forEach(function (offer) { if (script(offer.getAttribute("data-gz-offer")) === asked[at]) wanted = offer; });
  }
  if (!wanted) return;
  function show(isShown) {
    wanted.hidden = !isShown;
    document.documentElement.classList.toggle("gz-offered", isShown);
  }
  show(true);
  wanted.querySelector("button").addEventListener("click", function () { show(false); done(); });
  // Answered in another tab.
  addEventListener("gazette:preferences", function () { if (kept.get("offered")) show(false); });
  // Shown once: on the next page the reader has seen it.
  addEventListener("pagehide", done);
})();
