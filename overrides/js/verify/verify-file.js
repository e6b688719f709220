// A file is compared with the list of published copies, in the browser: nothing is sent anywhere.
import { element } from "../elements.js";
import { fill } from "../wording.js";
import { examine } from "./examine.js";

const box = document.querySelector("[data-gz-verify]"), words = box.dataset;
const own = JSON.parse(words.copies), languages = JSON.parse(words.languages);
const field = box.querySelector("input"), zone = box.querySelector(".gz-verify-file__zone");
const progress = box.querySelector(".gz-verify-file__progress");
const answers = box.querySelector(".gz-verify-file__answers");
let round = 0, whole = null;

function pick(list, digests) { return list.find((copy) => digests.includes(copy.sha256)) || null; }

async function fetchList() {
  const response = await fetch(new URL(words.list, document.baseURI).href);
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

// The list of the whole site, asked for when this publication's does not have the file.
function load() {
  whole = whole || fetchList();
  whole.catch(() => { whole = null; });
  return whole;
}

// A date does not break at its hyphens: word joiners on either side.
function sentence(copy, template) {
  const standing = copy.current ? words.inForce : words.superseded, known = languages[copy.language];
  const date = copy.date.replace(/-/g, "\u2060-\u2060"), language = known ? known.name : copy.language;
  return fill(template, { title: copy.title, language, version: copy.number, date, standing });
}

function judge(found, list, isWhole) {
  const same = pick(list, [found.digest]), begins = !same && pick(list, found.beginnings);
  if (same) return { kind: same.current ? "same" : "old", text: sentence(same, words.same), copy: same };
  if (begins) return { kind: "other", text: sentence(begins, words.begins), copy: begins };
  if (!found.isPdf) return { kind: "none", text: words.noPdf };
  const { publication, language } = found.claim || {};
  const named = found.claim && list.find((each) => each.publication === publication && each.language === language);
  if (named) return { kind: "other", text: sentence(named, words.other), copy: named };
  return isWhole ? { kind: "none", text: words.none } : null;
}

async function decide(found) {
  const answer = judge(found, own, false);
  if (answer) return answer;
  return load().then((list) => judge(found, list, true), () => ({ kind: "none", text: words.noList }));
}

function link(href, content) {
  const item = element("li", ""), made = element("a", "gz-link", content);
  made.href = href;
  item.append(made);
  return item;
}

function linksOf(copy) {
  const links = element("ul", "gz-verify-file__links"), known = languages[copy.language];
  links.append(link(new URL(copy.url, new URL(words.root, document.baseURI)).href, words.original));
  if (known) {
    const pages = new URL(known.verify, document.baseURI);
    links.append(link(new URL(`${copy.publication}/`, pages).href, words.versions));
  }
  return links;
}

function show(found, answer) {
  const item = element("li", `gz-verify-file__answer gz-verify-file__answer--${answer.kind}`);
  item.append(
    element("p", "gz-verify-file__name", found.name),
    element("p", "gz-verify-file__verdict", answer.text),
    element("p", "gz-verify-file__digest", `SHA-256: ${found.digest}`),
  );
  // A text that is no longer on the site has no page to lead to.
  if (answer.copy && answer.copy.url && answer.kind !== "same") item.append(linksOf(answer.copy));
  answers.append(item);
}

// One file after the other; when others are chosen meanwhile, these are dropped.
async function check(files) {
  const mine = ++round, isStale = () => mine !== round;
  answers.textContent = "";
  for (const file of files) {
    const tell = (size) => {
      progress.textContent = fill(words.working, { name: file.name, percent: Math.floor(100 * size / file.size) });
    };
    let found = { name: file.name, digest: "—" }, answer = { kind: "none", text: words.unreadable };
    try {
      const examined = await examine(file, isStale, tell);
      if (!isStale()) answer = await decide(examined);
      found = examined;
    } catch (error) {
      // Shown as unreadable.
    }
    if (isStale()) return;
    show(found, answer);
  }
  progress.textContent = "";
}

box.querySelector("button").addEventListener("click", () => field.click());
field.addEventListener("change", () => {
  const chosen = Array.from(field.files);
  if (chosen.length) check(chosen);
  // The same file again, perhaps mended meanwhile, is a change too.
  field.value = "";
});
// A file that falls beside the frame would be opened instead of the page.
for (const name of ["dragover", "drop"]) {
  addEventListener(name, (event) => {
    if (!event.dataTransfer || !Array.from(event.dataTransfer.types || []).includes("Files")) return;
    event.preventDefault();
    zone.classList.toggle("gz-verify-file__zone--over", name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) check(Array.from(event.dataTransfer.files));
  });
}
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) zone.classList.remove("gz-verify-file__zone--over");
});
