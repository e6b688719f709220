// Reads the text aloud, passage by passage, with a voice of the reader's own device.
import { findPassages } from "./passages.js";
import { findVoice } from "./voices.js";

const page = document.documentElement, synth = window.speechSynthesis;
const bar = document.querySelector("[data-gz-read-aloud]"), pauseButton = bar && control("pause");
const controls = bar && pauseButton.parentNode, place = bar && bar.querySelector(".gz-read-aloud__place");
let passages = [], at = 0, piece = 0, turn = 0, state = "stopped", utterance = null;

function control(name) { return bar.querySelector(`[data-gz-speech=${name}]`); }

function voiceFor(tag) { return findVoice(synth.getVoices(), tag); }

function isInView(block) {
  const box = block.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight;
}

function mark(isFollowed) {
  for (const block of document.querySelectorAll(".gz-read-aloud__passage")) {
    block.classList.remove("gz-read-aloud__passage");
  }
  if (state === "stopped") return;
  const block = passages[at].block, isFixed = getComputedStyle(controls).position === "fixed";
  const foot = innerHeight - (isFixed ? controls.offsetHeight : 0);
  block.classList.add("gz-read-aloud__passage");
  place.textContent = `${at + 1} / ${passages.length}`;
  const box = block.getBoundingClientRect();
  const isOutside = box.top < 0 || box.top > foot || (box.bottom > foot && box.height < foot);
  // base.css scrolls smoothly only for readers who do not mind motion.
  if (isFollowed && isOutside) block.scrollIntoView({ block: "start" });
}

function enter(name) {
  state = name;
  controls.hidden = name === "stopped";
  pauseButton.textContent = bar.getAttribute(name === "paused" ? "data-resume" : "data-pause");
  if (name === "stopped") page.removeAttribute("data-gz-reading");
  else page.setAttribute("data-gz-reading", name);
}

function say(name) { bar.querySelector("[role=status]").textContent = name ? bar.getAttribute(`data-${name}`) : ""; }

// Not the browser's own pause: on Android it ends the utterance, and Firefox lacks it.
function silence() {
  turn++;
  synth.cancel();
}

function speak() {
  const mine = ++turn, words = passages[at].pieces[piece];
  // Kept outside the function: Chrome forgets an utterance that nothing holds, and its end is never told.
  utterance = new window.SpeechSynthesisUtterance(words.text);
  utterance.voice = words.voice;
  utterance.lang = words.voice.lang;
  utterance.onend = () => { if (mine === turn) proceed(); };
  utterance.onerror = () => { if (mine === turn) pause(); };
  synth.speak(utterance);
}

function proceed() {
  if (++piece < passages[at].pieces.length) speak();
  else if (at + 1 === passages.length) stop("done");
  else go(at + 1, isInView(passages[at].block));
}

function go(number, isFollowed) {
  at = Math.max(0, Math.min(number, passages.length - 1));
  piece = 0;
  mark(isFollowed);
  if (state === "reading") speak();
}

function start() {
  silence();
  passages = findPassages(voiceFor);
  if (!passages.length) return;
  at = 0;
  while (at < passages.length - 1 && passages[at].block.getBoundingClientRect().top < 0) at++;
  enter("reading");
  say("reading");
  go(at, true);
  pauseButton.focus({ preventScroll: true });
}

function pause() {
  silence();
  enter("paused");
  say("paused");
}

function resume() {
  enter("reading");
  say("reading");
  mark(true);
  speak();
}

function stop(said) {
  silence();
  const hadFocus = controls.contains(document.activeElement);
  enter("stopped");
  mark();
  say(said);
  if (hadFocus) control("start").focus({ preventScroll: true });
}

function step(by) {
  silence();
  go(at + by, true);
}

// Voices come late in most browsers.
function offer() { bar.hidden = state === "stopped" && !voiceFor(page.lang); }

if (bar && synth && window.SpeechSynthesisUtterance) {
  control("start").addEventListener("click", start);
  pauseButton.addEventListener("click", () => (state === "paused" ? resume() : pause()));
  control("previous").addEventListener("click", () => step(-1));
  control("next").addEventListener("click", () => step(1));
  control("stop").addEventListener("click", () => stop(""));
  bar.addEventListener("keydown", (event) => { if (event.key === "Escape" && state !== "stopped") stop(""); });
  // A page that comes back from the browser's memory is silent, with nothing marked.
  addEventListener("pagehide", () => { if (state !== "stopped") stop(""); });
  synth.onvoiceschanged = offer;
  offer();
}
