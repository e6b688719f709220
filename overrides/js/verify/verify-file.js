// A file is compared with the list of published copies, in the browser: nothing is sent anywhere.
(function () {
  "use strict";
  var PIECE = 1 << 20, ENDINGS = 64, MARK = "%%EOF";
  var box = document.querySelector("[data-gz-verify]");
  if (!box) return;
  var words = box.dataset, own = JSON.parse(words.copies), languages = JSON.parse(words.languages);
  var field = box.querySelector("input"), zone = box.querySelector(".gz-verify-file__zone"), progress = box.querySelector(".gz-verify-file__progress"), answers = box.querySelector(".gz-verify-file__answers");
  var round = 0, whole = null;

  function element(name, className, content) {
    var made = document.createElement(name);
    made.className = className;
    if (content) made.textContent = content;
    return made;
  }

  function fill(template, values) {
    return template.replace(/\{(\w+)\}/g, function (all, name) { return name in values ? String(values[name]) : all; });
  }

  function hex(bytes) {
    return Array.prototype.map.call(bytes, function (each) { return (each < 16 ? "0" : "") + each.toString(16); }).join("");
  }

  // FileReader and not Blob.arrayBuffer, which Safari has only since 14.
  function read(blob) {
    return new Promise(function (resolve, reject) {
      var reader = new FileReader();
      reader.onload = function () { resolve(new Uint8Array(reader.result)); };
      reader.onerror = function () { reject(reader.error); };
      reader.readAsArrayBuffer(blob);
    });
  }

  function characters(bytes) {
    for (var text = "", at = 0; at < bytes.length; at += 8192) text += String.fromCharCode.apply(null, bytes.subarray(at, at + 8192));
    return text;
  }

  // Its SHA-256; that of each beginning that is a whole PDF (a signature is written behind one); and what it calls itself.
  function examine(file, isStale) {
    var state = nobleHashes.sha256.create(), start = 0, before = "", last = -1;
    var found = { name: file.name, isPdf: false, digest: "", beginnings: [], claim: null };

    function ends(text, from) {
      var offsets = [];
      for (var at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) {
        [0, 1, 2].forEach(function (more) { offsets.push(from + at + MARK.length + more); });
      }
      return offsets.sort(function (one, other) { return one - other; });
    }

    function take(bytes) {
      var text = before + characters(bytes), from = start - before.length, end = start + bytes.length, done = start;
      if (!start) found.isPdf = text.indexOf("%PDF-") >= 0 && text.indexOf("%PDF-") < 1024;
      ends(text, from).forEach(function (offset) {
        if (offset < done || offset > end || offset <= last || found.beginnings.length >= ENDINGS || offset >= file.size) return;
        state.update(bytes.subarray(done - start, offset - start));
        found.beginnings.push(hex(state.clone().digest()));
        done = last = offset;
      });
      state.update(bytes.subarray(done - start));
      var claim = /dc:identifier>([a-z0-9\/-]+) ([A-Za-z0-9-]+) [0-9a-f]{64}</.exec(text);
      if (claim) found.claim = { publication: claim[1], language: claim[2] };
      before = text.slice(-256);
      start = end;
    }

    function next() {
      if (isStale()) return found;
      if (start >= file.size) {
        found.digest = hex(state.digest());
        return found;
      }
      return read(file.slice(start, start + PIECE)).then(function (bytes) {
        if (!bytes.length) throw new Error("the file ended early");
        take(bytes);
        progress.textContent = fill(words.working, { name: file.name, percent: Math.floor(100 * start / file.size) });
        return next();
      });
    }
    return Promise.resolve().then(next);
  }

  function pick(list, digests) {
    for (var at = 0; at < list.length; at++) if (digests.indexOf(list[at].sha256) >= 0) return list[at];
    return null;
  }

  // The list of the whole site, asked for when this publication's does not have the file.
  function load() {
    whole = whole || fetch(new URL(words.list, document.baseURI).href).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
    whole.catch(function () { whole = null; });
    return whole;
  }

  // A date does not break at its hyphens: word joiners on either side.
  function sentence(copy, template) {
    var standing = copy.current ? words.inForce : words.superseded, known = languages[copy.language];
    return fill(template, { title: copy.title, language: known ? known.name : copy.language, version: copy.number, date: copy.date.replace(/-/g, "\u2060-\u2060"), standing: standing });
  }

  function judge(found, list, isWhole) {
    var same = pick(list, [found.digest]), begins = !same && pick(list, found.beginnings);
    if (same) return { kind: same.current ? "same" : "old", text: sentence(same, words.same), copy: same };
    if (begins) return { kind: "other", text: sentence(begins, words.begins), copy: begins };
    if (!found.isPdf) return { kind: "none", text: words.noPdf };
    var named = found.claim && list.filter(function (each) { return each.publication === found.claim.publication && each.language === found.claim.language; });
    if (named && named.length) return { kind: "other", text: sentence(named[0], words.other), copy: named[0] };
    return isWhole ? { kind: "none", text: words.none } : null;
  }

  function decide(found) {
    var answer = judge(found, own, false);
    if (answer) return answer;
    return load().then(function (list) { return judge(found, list, true); }, function () { return { kind: "none", text: words.noList }; });
  }

  function link(href, content) {
    var item = element("li", ""), made = element("a", "gz-link", content);
    made.href = href;
    item.append(made);
    return item;
  }

  function show(found, answer) {
    var item = element("li", "gz-verify-file__answer gz-verify-file__answer--" + answer.kind);
    item.append(element("p", "gz-verify-file__name", found.name), element("p", "gz-verify-file__verdict", answer.text), element("p", "gz-verify-file__digest", "SHA-256: " + found.digest));
    // A text that is no longer on the site has no page to lead to.
    if (answer.copy && answer.copy.url && answer.kind !== "same") {
      var links = element("ul", "gz-verify-file__links"), known = languages[answer.copy.language];
      links.append(link(new URL(answer.copy.url, new URL(words.root, document.baseURI)).href, words.original));
      if (known) links.append(link(new URL(answer.copy.publication + "/", new URL(known.verify, document.baseURI)).href, words.versions));
      item.append(links);
    }
    answers.append(item);
  }

  function check(files) {
    var mine = ++round;
    function isStale() { return mine !== round; }
    answers.textContent = "";
    files.reduce(function (before, file) {
      return before.then(function () {
        if (isStale()) return null;
        return examine(file, isStale).then(function (found) { return isStale() ? null : Promise.resolve(decide(found)).then(function (answer) { if (!isStale()) show(found, answer); }); });
      }).catch(function () { if (!isStale()) show({ name: file.name, digest: "—" }, { kind: "none", text: words.unreadable }); });
    }, Promise.resolve()).then(function () { if (!isStale()) progress.textContent = ""; });
  }

  function list(files) { return Array.prototype.slice.call(files || []); }

  box.querySelector("button").addEventListener("click", function () { field.click(); });
  field.addEventListener("change", function () {
    var chosen = list(field.files);
    if (chosen.length) check(chosen);
    // The same file again, perhaps mended meanwhile, is a change too.
    field.value = "";
  });
  // A file that falls beside the frame would be opened instead of the page.
  ["dragover", "drop"].forEach(function (name) {
    addEventListener(name, function (event) {
      if (!event.dataTransfer || list(event.dataTransfer.types).indexOf("Files") < 0) return;
      event.preventDefault();
      zone.classList.toggle("gz-verify-file__zone--over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) check(list(event.dataTransfer.files));
    });
  });
  addEventListener("dragleave", function (event) { if (!event.relatedTarget) zone.classList.remove("gz-verify-file__zone--over"); });
})();
