// Applies what the reader chose before the page is drawn. Kept in localStorage under "gazette", nowhere else.
// The other bundles of a page ask window.gazettePreferences.
const KEY = "gazette";
// All that may be kept, and the values it may have: whatever else lies there is nobody's choice.
const KNOWN = { size: ["small", "medium", "large"], scheme: ["auto", "light", "dark"], easy: ["on"], offered: [true] };
const root = document.documentElement, unkept = {};
let kept = {};

function isKnown(name, value) {
  return Object.keys(KNOWN).includes(name) && KNOWN[name].includes(value);
}

// Each time anew: another tab may have written since. Over it, what was chosen here and could not be kept.
function read() {
  const found = {};
  let written = {};
  try {
    written = Object(JSON.parse(localStorage.getItem(KEY)));
  } catch (error) {
    // Storage is blocked, or holds something else.
  }
  for (const name of Object.keys(KNOWN)) {
    const value = name in unkept ? unkept[name] : written[name];
    if (isKnown(name, value)) found[name] = value;
  }
  return found;
}

function apply() {
  kept = read();
  for (const name of ["size", "scheme", "easy"]) {
    if (kept[name]) root.setAttribute(`data-gz-${name}`, kept[name]);
    else root.removeAttribute(`data-gz-${name}`);
  }
}

function follow() {
  apply();
  dispatchEvent(new Event("gazette:preferences"));
}

root.className = root.className.replace("no-js", "js");
window.gazettePreferences = {
  get: (name) => kept[name],
  // Without a value the choice is taken back.
  set: (name, value) => {
    const all = read();
    delete all[name];
    if (isKnown(name, value)) all[name] = value;
    delete unkept[name];
    try {
      localStorage.setItem(KEY, JSON.stringify(all));
    } catch (error) {
      unkept[name] = all[name];
    }
    follow();
  },
};
addEventListener("storage", (event) => { if (!event.key || event.key === KEY) follow(); });
// A page that comes back from the browser's memory has heard of nothing meanwhile.
addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
apply();
