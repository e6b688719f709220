// A file read piece by piece: its SHA-256; that of each beginning that is a whole PDF (a signature is written behind
// one); and what it calls itself.
import { sha256 } from "./sha256.js";

const PIECE = 1 << 20, ENDINGS = 64, MARK = "%%EOF";
const CLAIM = /dc:identifier>([a-z0-9/-]+) ([A-Za-z0-9-]+) [0-9a-f]{64}</;

function hex(bytes) { return Array.from(bytes, (each) => (each < 16 ? "0" : "") + each.toString(16)).join(""); }

// FileReader and not Blob.arrayBuffer, which Safari has only since 14.
function read(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(new Uint8Array(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(blob);
  });
}

function charactersOf(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

// Where a PDF may end: behind each mark, with no, one or two characters of a line's end.
function endsIn(text, from) {
  const offsets = [];
  for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) {
    for (const more of [0, 1, 2]) offsets.push(from + at + MARK.length + more);
  }
  return offsets.sort((one, other) => one - other);
}

// `isStale` tells that nobody waits any more; `progress` is told how many bytes were read.
export async function examine(file, isStale, progress) {
  const sum = sha256.create(), found = { name: file.name, isPdf: false, digest: "", beginnings: [], claim: null };
  let start = 0, before = "", last = -1;

  function take(bytes) {
    const text = before + charactersOf(bytes), end = start + bytes.length;
    let done = start;
    if (!start) found.isPdf = text.indexOf("%PDF-") >= 0 && text.indexOf("%PDF-") < 1024;
    for (const offset of endsIn(text, start - before.length)) {
      const isNew = offset >= done && offset <= end && offset > last;
      if (!isNew || found.beginnings.length >= ENDINGS || offset >= file.size) continue;
      sum.update(bytes.subarray(done - start, offset - start));
      found.beginnings.push(hex(sum.clone().digest()));
      done = last = offset;
    }
    sum.update(bytes.subarray(done - start));
    const claim = CLAIM.exec(text);
    if (claim) found.claim = { publication: claim[1], language: claim[2] };
    before = text.slice(-256);
    start = end;
  }

  while (start < file.size) {
    if (isStale()) return found;
    const bytes = await read(file.slice(start, start + PIECE));
    if (!bytes.length) throw new Error("the file ended early");
    take(bytes);
    progress(start);
  }
  found.digest = hex(sum.digest());
  return found;
}
