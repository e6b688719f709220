"""Real voices without a sound card: Debian's speech-dispatcher with eSpeak NG, which Chromium finds through its socket."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHROMIUM_FLAG = "--enable-speech-dispatcher"
CONFIGURATION = """LogLevel 1
LogDir "{root}"
AudioOutputMethod "libao"
DefaultLanguage "en"
AddModule "espeak-ng" "sd_espeak-ng" ""
DefaultModule espeak-ng
DisableAutoSpawn
"""


@contextmanager
def voices(root: Path) -> Iterator[dict[str, str]]:
    """The environment in which Chromium has voices; they speak as fast as they can, into libao's null device."""
    socket = root / "speech.sock"
    (root / ".libao").write_text("default_driver=null\n", encoding="utf-8")
    (root / "speechd.conf").write_text(CONFIGURATION.format(root=root), encoding="utf-8")
    binary = shutil.which("speech-dispatcher")
    if binary is None:
        raise FileNotFoundError("speech-dispatcher is not installed; scripts/publish test installs it")
    own = {**os.environ, "HOME": str(root), "ESPEAK_DATA_PATH": str(_without_variants(root))}
    command = [binary, "-s", "-t", "0", "-c", "unix_socket", "-S", socket, "-C", root, "-P", root / "pid"]
    with (root / "speech.log").open("wb") as log:
        process = subprocess.Popen(command, env=own, stdout=log, stderr=log)
    try:
        for _ in range(200):
            if socket.exists():
                break
            time.sleep(0.05)
        yield {**os.environ, "SPEECHD_ADDRESS": f"unix_socket:{socket}"}
    finally:
        process.terminate()
        process.wait(10)


def _without_variants(root: Path) -> Path:
    """Every language once: with its hundred variants of timbre (!v) Chromium lists thirteen thousand voices."""
    data = root / "espeak-ng-data"
    installed = next(Path("/usr/lib").glob("*/espeak-ng-data"))
    shutil.copytree(installed, data, ignore=shutil.ignore_patterns("!v"), symlinks=True)
    return root
