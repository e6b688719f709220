// Switching the language keeps the passage: the links carry the id of the block in view; ids are the same in every language.
(function () {
  "use strict";
  var links = document.querySelectorAll("a[data-gz-language]"), isOfSearch = !!document.querySelector("[data-gz-search]");
  // Where two languages stand side by side, those of the page's own.
  var blocks = Array.prototype.filter.call(document.querySelectorAll("main [id]"), function (block) {
    var body = block.closest(".gz-body");
    return body && (!body.lang || body.lang === document.documentElement.lang);
  });
  var READING_LINE = 0.25, isAsked = false, isOnTheWay = true;
  // The block that the address names; an address may be cut off in the middle of a character.
  function named() {
    try { return document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (error) { return null; }
  }
  function isShown(block) { return block.getClientRects().length > 0; }
  // The last block that begins above the line. They follow each other down the page, so that halving finds it: with two thousand
  // blocks eleven are looked at. What is folded away has no place, and the one before it stands for it.
  function lastAbove(line) {
    var low = 0, high = blocks.length;
    while (low < high) {
      var middle = (low + high) >> 1, at = middle;
      while (at > low && !isShown(blocks[at])) at--;
      if (isShown(blocks[at]) && blocks[at].getBoundingClientRect().top > line) high = at;
      else low = middle + 1;
    }
    while (low > 0 && !isShown(blocks[low - 1])) low--;
    return low ? blocks[low - 1].id : "";
  }
  // What the address asks for, until the page has scrolled there; then the passage at the reading line.
  function passage() {
    var line = innerHeight * READING_LINE, target = location.hash ? named() : null;
    if (target && target.getBoundingClientRect().top <= line) isOnTheWay = false;
    if (location.hash && (scrollY < 2 || (target && isOnTheWay))) return location.hash;
    var found = lastAbove(line);
    return found ? "#" + encodeURIComponent(found) : scrollY < line ? location.hash : "";
  }
  function update() {
    isAsked = false;
    var hash = passage();
    links.forEach(function (link) {
      var address = new URL(link.href);
      address.hash = hash;
      if (isOfSearch) address.search = location.search;
      if (link.href !== address.href) link.href = address.href;
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
