// The switch of the ageing-friendly mode; preferences.js applies what was chosen before the page is drawn.
const kept = window.gazettePreferences;

for (const button of document.querySelectorAll("[data-gz-easy-switch]")) {
  const show = () => button.setAttribute("aria-pressed", String(kept.get("easy") === "on"));
  button.addEventListener("click", () => kept.set("easy", kept.get("easy") === "on" ? undefined : "on"));
  addEventListener("gazette:preferences", show);
  show();
}
