// Reads the text aloud, passage by passage, with a voice of the reader's own device.
(function () {
  "use strict";
  var bar = document.querySelector("[data-gz-read-aloud]"), synth = window.speechSynthesis;
  if (!bar || !synth || !window.SpeechSynthesisUtterance) return;
  var PLACES = ".gz-title, .gz-notice, .gz-body, #contact";
  var PASSAGES = "h1, h2, h3, h4, h5, h6, p, li, tr, dt, dd, caption, figcaption, blockquote, pre, div";
  var PASSED_OVER = "[hidden], button, script, style, template, svg, math, rt, rp, .footnote-ref, .footnote-backref, .gz-stale";
  // Where a sentence ends, or a member of an enumeration. A full stop inside a number is none.
  var SENTENCE_END = /([。！？；؟۔।]+[”’」』）》]*|[.!?;]+["”’)]*(?=\s))/g;
  var page = document.documentElement, passages = [], at = 0, piece = 0, turn = 0, state = "stopped", utterance = null;

  function control(name) { return bar.querySelector("[data-gz-speech=" + name + "]"); }
  var controls = control("stop").parentNode, pauseButton = control("pause"), place = bar.querySelector(".gz-read-aloud__place");

  // "zh_CN", "cmn-Hans-CN" and "zh-cmn" are one language, Mandarin; the region tells a Chinese voice's script.
  function subtags(tag) {
    var parts = tag.toLowerCase().replace(/_/g, "-").replace(/^zh-(?=cmn|yue)/, "").split("-");
    if (parts[0] === "cmn") parts[0] = "zh";
    if (parts[0] === "yue") parts.splice(0, 1, "zh", "hk");
    if (parts[0] === "zh") {
      if (/-(cn|sg)\b/.test(parts.join("-"))) parts.push("hans");
      if (/-(tw|hk|mo)\b/.test(parts.join("-"))) parts.push("hant");
    }
    return parts;
  }

  // How well a voice fits a language; 0 where it speaks another. Like BCP 47 lookup: what both name counts most, then what
  // only the voice names counts a little against it. The voices of zh-HK and zh-MO speak Cantonese: people in Hong Kong
  // do read such text so, but it is written as Mandarin is spoken, so that any Mandarin voice goes before them.
  function fitness(voice, tag) {
    var spoken = subtags(voice.lang), asked = subtags(tag);
    if (spoken[0] !== asked[0]) return 0;
    if (spoken[0] === "zh" && /,(hk|mo)\b/.test(spoken.join())) return 1;
    var shared = asked.filter(function (part) { return spoken.indexOf(part) > 0; }).length;
    return 10 + 10 * shared - spoken.length + (voice.default ? .5 : 0);
  }

  // Only voices of the device: the others send the text to a server, and Chrome's fall silent after 15 seconds.
  function findVoice(tag) {
    var best = null, most = 0;
    synth.getVoices().forEach(function (voice) {
      var fits = voice.localService ? fitness(voice, tag) : 0;
      if (fits > most) { best = voice; most = fits; }
    });
    return best;
  }

  // Text as pieces of one language each; what no voice speaks is left out.
  function findPassages() {
    var found = [], voices = {}, last = null;
    function voiceOf(element) {
      var tag = element.closest("[lang]").lang || page.lang;
      if (!(tag in voices)) voices[tag] = findVoice(tag);
      return voices[tag];
    }
    function add(node) {
      var block = node.parentNode.closest(PASSAGES), voice = voiceOf(node.parentNode), text = node.data.replace(/\s+/g, " ");
      if (!voice || !text.trim() && (!last || last.block !== block)) return;
      if (!last || last.block !== block) found.push(last = { block: block, pieces: [] });
      var before = last.pieces[last.pieces.length - 1], cell = node.parentNode.closest("th, td");
      // A pause between the cells of a row.
      if (before && before.cell !== cell && text.trim()) before.text = before.text.trim() + ", ";
      if (before && before.voice === voice) before.text = (before.text + text).replace(/ +/g, " ");
      else last.pieces.push(before = { text: text, voice: voice });
      if (text.trim()) before.cell = cell;
    }
    function walk(parent) {
      Array.prototype.forEach.call(parent.childNodes, function (node) {
        if (node.nodeType === 3) add(node);
        else if (node.nodeType === 1 && !node.matches(PASSED_OVER) && getComputedStyle(node).display !== "none") walk(node);
      });
    }
    document.querySelectorAll(PLACES).forEach(function (root) { if (root.closest("main")) walk(root); });
    return found.map(cut).filter(function (passage) { return passage.pieces.length; });
  }

  // Sentence by sentence: what was interrupted is taken up again where its sentence begins.
  function cut(passage) {
    var sentences = [];
    passage.pieces.forEach(function (part) {
      part.text.replace(SENTENCE_END, "$1\n").split("\n").forEach(function (text) {
        if (/[^\s!-\/:-@，。、；：？！（）《》“”‘’「」…—]/.test(text)) sentences.push({ text: text.trim(), voice: part.voice });
      });
    });
    return { block: passage.block, pieces: sentences };
  }

  function isInView(block) {
    var box = block.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  }

  function mark(isFollowed) {
    document.querySelectorAll(".gz-read-aloud__passage").forEach(function (block) { block.classList.remove("gz-read-aloud__passage"); });
    if (state === "stopped") return;
    var block = passages[at].block, foot = innerHeight - (getComputedStyle(controls).position === "fixed" ? controls.offsetHeight : 0);
    block.classList.add("gz-read-aloud__passage");
    place.textContent = at + 1 + " / " + passages.length;
    var box = block.getBoundingClientRect();
    // base.css scrolls smoothly only for readers who do not mind motion.
    if (isFollowed && (box.top < 0 || box.top > foot || box.bottom > foot && box.height < foot)) block.scrollIntoView({ block: "start" });
  }

  function enter(name) {
    state = name;
    controls.hidden = name === "stopped";
    pauseButton.textContent = bar.getAttribute(name === "paused" ? "data-resume" : "data-pause");
    if (name === "stopped") page.removeAttribute("data-gz-reading");
    else page.setAttribute("data-gz-reading", name);
  }
  function say(name) { bar.querySelector("[role=status]").textContent = name ? bar.getAttribute("data-" + name) : ""; }

  // Not the browser's own pause: on Android it ends the utterance, and Firefox lacks it.
  function silence() {
    turn++;
    synth.cancel();
  }

  function speak() {
    var mine = ++turn, words = passages[at].pieces[piece];
    // Kept outside the function: Chrome forgets an utterance that nothing holds, and its end is never told.
    utterance = new window.SpeechSynthesisUtterance(words.text);
    utterance.voice = words.voice;
    utterance.lang = words.voice.lang;
    utterance.onend = function () { if (mine === turn) proceed(); };
    utterance.onerror = function () { if (mine === turn) pause(); };
    synth.speak(utterance);
  }

  function proceed() {
    if (++piece < passages[at].pieces.length) return speak();
    if (at + 1 === passages.length) return stop("done");
    go(at + 1, isInView(passages[at].block));
  }

  function go(number, isFollowed) {
    at = Math.max(0, Math.min(number, passages.length - 1));
    piece = 0;
    mark(isFollowed);
    if (state === "reading") speak();
  }

  function start() {
    silence();
    passages = findPassages();
    if (!passages.length) return;
    for (at = 0; at < passages.length - 1 && passages[at].block.getBoundingClientRect().top < 0;) at++;
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
    var hadFocus = controls.contains(document.activeElement);
    enter("stopped");
    mark();
    say(said);
    if (hadFocus) control("start").focus({ preventScroll: true });
  }

  function step(by) {
    silence();
    go(at + by, true);
  }

  control("start").addEventListener("click", start);
  pauseButton.addEventListener("click", function () { if (state === "paused") resume(); else pause(); });
  control("previous").addEventListener("click", function () { step(-1); });
  control("next").addEventListener("click", function () { step(1); });
  control("stop").addEventListener("click", function () { stop(""); });
  bar.addEventListener("keydown", function (event) { if (event.key === "Escape" && state !== "stopped") stop(""); });
  // A page that comes back from the browser's memory is silent, with nothing marked.
  addEventListener("pagehide", function () { if (state !== "stopped") stop(""); });

  // Voices come late in most browsers.
  function offer() { bar.hidden = state === "stopped" && !findVoice(page.lang); }
  synth.onvoiceschanged = offer;
  offer();
})();
