// The switcher keeps the passage: ids are the same in every language.
(function () {
  "use strict";
  var links = document.querySelectorAll("a[data-gz-language]");
  function update() {
    links.forEach(function (link) {
      var address = new URL(link.href);
      address.hash = location.hash;
      if (document.querySelector("[data-gz-search]")) address.search = location.search;
      link.href = address.href;
    });
  }
  addEventListener("hashchange", update);
  addEventListener("gazette:address", update);
  update();
})();
