// Switching the language keeps the passage: the links carry the id of the block in view; ids are the same in every language.
(function () {
  "use strict";
  var links = document.querySelectorAll("a[data-gz-language]"), blocks = Array.prototype.slice.call(document.querySelectorAll("main [id]")).filter(function (block) {
    return block.closest(".gz-body");
  });
  var READING_LINE = 0.25, isAsked = false, isOnTheWay = true;
  // What the address asks for, until the page has scrolled there; then the last block that begins above the reading line.
  function passage() {
    var line = innerHeight * READING_LINE, found = "", target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.getBoundingClientRect().top <= line) isOnTheWay = false;
    if (location.hash && (scrollY < 2 || (target && isOnTheWay))) return location.hash;
    blocks.forEach(function (block) { if (block.getBoundingClientRect().top <= line) found = block.id; });
    return found ? "#" + encodeURIComponent(found) : scrollY < line ? location.hash : "";
  }
  function update() {
    isAsked = false;
    var hash = passage();
    links.forEach(function (link) {
      var address = new URL(link.href);
      address.hash = hash;
      if (document.querySelector("[data-gz-search]")) address.search = location.search;
      link.href = address.href;
    });
  }
  function ask() {
    if (!isAsked) requestAnimationFrame(update);
    isAsked = true;
  }
  addEventListener("hashchange", function () { isOnTheWay = true; });
  ["wheel", "touchmove"].forEach(function (name) { addEventListener(name, function () { isOnTheWay = false; }, { passive: true }); });
  addEventListener("keydown", function (event) { if (/^(Page|Arrow|Home|End| $)/.test(event.key)) isOnTheWay = false; });
  ["hashchange", "gazette:address", "scroll", "resize", "load"].forEach(function (name) { addEventListener(name, ask, { passive: true }); });
  update();
})();
