// A first visit is offered, once and without moving the reader, the language that the browser asks for.
const offers = Array.from(document.querySelectorAll("[data-gz-offer]")), kept = window.gazettePreferences;

function done() { kept.set("offered", true); }

function scriptOf(tag) {
  const parts = tag.toLowerCase().split("-");
  if (parts[0] !== "zh") return parts[0];
  if (parts.indexOf("hant") > 0) return "zh-hant";
  return parts.indexOf("hans") < 0 && /^(tw|hk|mo)$/.test(parts[parts.length - 1]) ? "zh-hant" : "zh-hans";
}

// The offer of the first language asked for that there is, if that is not the page's own.
function findWanted() {
  const here = scriptOf(document.documentElement.lang);
  for (const asked of (navigator.languages || [navigator.language]).map(scriptOf)) {
    if (asked === here) return null;
    const found = offers.filter((offer) => scriptOf(offer.getAttribute("data-gz-offer")) === asked);
    if (found.length) return found[found.length - 1];
  }
  return null;
}

function show(offer, isShown) {
  offer.hidden = !isShown;
  document.documentElement.classList.toggle("gz-offered", isShown);
}

function make(offer) {
  show(offer, true);
  offer.querySelector("button").addEventListener("click", () => {
    show(offer, false);
    done();
  });
  // Answered in another tab.
  addEventListener("gazette:preferences", () => { if (kept.get("offered")) show(offer, false); });
  // Shown once: on the next page the reader has seen it.
  addEventListener("pagehide", done);
}

// Who has chosen a language is not asked again, wherever the choice was made, and in whatever tab it opens.
for (const link of document.querySelectorAll("a[data-gz-language]")) {
  link.addEventListener("click", done);
  link.addEventListener("auxclick", done);
}
const wanted = kept.get("offered") ? null : findWanted();
if (wanted) make(wanted);
