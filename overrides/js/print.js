// Browsers do not wait for fonts that only paper uses: they are asked for first, but not for ever.
document.querySelectorAll("[data-gz-print]").forEach(function (button) {
  var LONGEST_WAIT = 20000;
  function fonts() {
    if (!document.fonts || !window.Promise) return null;
    var script = document.documentElement.lang === "zh-Hant" ? /Hant|Latin/ : /Hans|Latin/, families = {}, text = document.querySelector("main").textContent;
    document.fonts.forEach(function (face) { if (script.test(face.family)) families[face.family.replace(/["']/g, "")] = true; });
    return Promise.all(Object.keys(families).map(function (family) { return document.fonts.load("16px \"" + family + "\"", text); }));
  }
  button.addEventListener("click", function () {
    var loading = fonts(), printed = false;
    function print() {
      if (printed) return;
      printed = true;
      button.removeAttribute("aria-busy");
      window.print();
    }
    if (!loading) return print();
    button.setAttribute("aria-busy", "true");
    setTimeout(print, LONGEST_WAIT);
    loading.then(print, print);
  });
});
