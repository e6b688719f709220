// Which of the device's voices reads a language.

// "zh_CN", "cmn-Hans-CN" and "zh-cmn" are one language, Mandarin; the region tells a Chinese voice's script.
function subtags(tag) {
  const parts = tag.toLowerCase().replace(/_/g, "-").replace(/^zh-(?=cmn|yue)/, "").split("-");
  if (parts[0] === "cmn") parts[0] = "zh";
  if (parts[0] === "yue") parts.splice(0, 1, "zh", "hk");
  if (parts[0] === "zh") {
    if (/-(cn|sg)\b/.test(parts.join("-"))) parts.push("hans");
    if (/-(tw|hk|mo)\b/.test(parts.join("-"))) parts.push("hant");
  }
  return parts;
}

// How well a voice fits a language; 0 where it speaks another. Like BCP 47 lookup: what both name counts most, then
// what only the voice names counts a little against it. The voices of zh-HK and zh-MO speak Cantonese: people in Hong
// Kong do read such text so, but it is written as Mandarin is spoken, so that any Mandarin voice goes before them.
function fitness(voice, tag) {
  const spoken = subtags(voice.lang), asked = subtags(tag);
  if (spoken[0] !== asked[0]) return 0;
  if (spoken[0] === "zh" && /,(hk|mo)\b/.test(spoken.join())) return 1;
  const shared = asked.filter((part) => spoken.indexOf(part) > 0).length;
  return 10 + 10 * shared - spoken.length + (voice.default ? 0.5 : 0);
}

// Only voices of the device: the others send the text to a server, and Chrome's fall silent after 15 seconds.
export function findVoice(voices, tag) {
  let best = null, most = 0;
  for (const voice of voices) {
    const fits = voice.localService ? fitness(voice, tag) : 0;
    if (fits > most) {
      best = voice;
      most = fits;
    }
  }
  return best;
}
