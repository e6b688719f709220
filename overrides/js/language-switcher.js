// Switching the language keeps the passage: the links carry the id of the block in view, and ids are the same in every
// language.
const READING_LINE = 0.25;
const links = document.querySelectorAll("a[data-gz-language]");
const isOfSearch = Boolean(document.querySelector("[data-gz-search]"));
// Where two languages stand side by side, those of the page's own.
const blocks = Array.from(document.querySelectorAll("main [id]")).filter((block) => {
  const body = block.closest(".gz-body");
  return body && (!body.lang || body.lang === document.documentElement.lang);
});
let isAsked = false, isOnTheWay = true;

// The block that the address names; an address may be cut off in the middle of a character.
function named() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch (error) {
    return null;
  }
}

function isShown(block) { return block.getClientRects().length > 0; }

// The last block that begins above the line. They follow each other down the page, so that halving finds it: with two
// thousand blocks eleven are looked at. What is folded away has no place, and the one before it stands for it.
function lastAbove(line) {
  let low = 0, high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    let at = middle;
    while (at > low && !isShown(blocks[at])) at--;
    if (isShown(blocks[at]) && blocks[at].getBoundingClientRect().top > line) high = at;
    else low = middle + 1;
  }
  while (low > 0 && !isShown(blocks[low - 1])) low--;
  return low ? blocks[low - 1].id : "";
}

// What the address asks for, until the page has scrolled there; then the passage at the reading line.
function passage() {
  const line = innerHeight * READING_LINE, target = location.hash ? named() : null;
  if (target && target.getBoundingClientRect().top <= line) isOnTheWay = false;
  if (location.hash && (scrollY < 2 || (target && isOnTheWay))) return location.hash;
  const found = lastAbove(line);
  if (found) return `#${encodeURIComponent(found)}`;
  return scrollY < line ? location.hash : "";
}

function update() {
  isAsked = false;
  const hash = passage();
  for (const link of links) {
    const address = new URL(link.href);
    address.hash = hash;
    if (isOfSearch) address.search = location.search;
    if (link.href !== address.href) link.href = address.href;
  }
}

function ask() {
  if (!isAsked) requestAnimationFrame(update);
  isAsked = true;
}

addEventListener("hashchange", () => { isOnTheWay = true; });
for (const name of ["wheel", "touchmove"]) addEventListener(name, () => { isOnTheWay = false; }, { passive: true });
addEventListener("keydown", (event) => { if (/^(Page|Arrow|Home|End| $)/.test(event.key)) isOnTheWay = false; });
for (const name of ["hashchange", "gazette:address", "scroll", "resize", "load"]) {
  addEventListener(name, ask, { passive: true });
}
update();
