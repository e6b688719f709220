// Browsers do not wait for fonts that only paper uses: they are asked for first, but not for ever, and what happens is
// said.
const LONGEST_WAIT = 20000;

// The faces that pages of this language are printed in, cut to what the site prints.
function loadFaces(button) {
  if (!document.fonts) return null;
  const text = document.querySelector("main").textContent, faces = button.getAttribute("data-faces").split("|");
  return Promise.all(faces.filter(Boolean).map((face) => document.fonts.load(face, text)));
}

function offerPrinting(button) {
  const status = button.parentNode.querySelector("[role=status]"), copy = button.parentNode.querySelector("a");
  let isPatient = true, turn = 0;

  function say(words) {
    status.textContent = words;
    if (copy) copy.hidden = !words;
  }

  function end(words) {
    turn++;
    button.removeAttribute("aria-busy");
    say(words);
  }

  function print() {
    end("");
    isPatient = true;
    window.print();
  }

  function giveUp() {
    isPatient = false;
    end(button.getAttribute("data-late"));
  }

  function printWhenLoaded(loading) {
    const mine = ++turn, ifMine = (work) => () => { if (mine === turn) work(); };
    const patience = setTimeout(ifMine(giveUp), LONGEST_WAIT);
    button.setAttribute("aria-busy", "true");
    say(button.getAttribute("data-working"));
    loading.then(ifMine(print), ifMine(giveUp)).then(() => clearTimeout(patience));
  }

  button.addEventListener("click", () => {
    const loading = isPatient && loadFaces(button);
    if (!loading || button.getAttribute("aria-busy")) print();
    else printWhenLoaded(loading);
  });
}

for (const button of document.querySelectorAll("[data-gz-print]")) offerPrinting(button);
