// A page whose scripts do not come, or cannot be read by an old browser, is what it is without scripts: complete.
addEventListener("error", (event) => {
  const root = document.documentElement;
  if (event.target.nodeName !== "SCRIPT" && !/SyntaxError/.test(event.message)) return;
  root.className = root.className.replace(/(^|\s)js(?=\s|$)/, "$1no-js");
}, true);
