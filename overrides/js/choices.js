// Text size and colour scheme: groups of buttons of which one is pressed.
const kept = window.gazettePreferences;

function group(name, fallback) {
  const attribute = `data-gz-${name}`, buttons = Array.from(document.querySelectorAll(`button[${attribute}]`));
  function show() {
    const chosen = kept.get(name) || fallback;
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.getAttribute(attribute) === chosen));
    }
  }
  for (const button of buttons) {
    button.addEventListener("click", () => kept.set(name, button.getAttribute(attribute)));
  }
  addEventListener("gazette:preferences", show);
  show();
}

group("size", "medium");
group("scheme", "auto");
