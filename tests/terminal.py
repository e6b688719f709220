"""The command line in a real terminal, for tests: what a verb asks, and the keys that answer."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import termios
import time
from collections.abc import Sequence
from pathlib import Path

PUBLISH = Path(__file__).resolve().parents[1] / "scripts" / "publish"
PROMPT = "q end"  # on every screen of the review


class Terminal:
    """A program in a pseudo-terminal, which gets the next key when it asks for it."""

    def __init__(self, *arguments: str, **variables: str) -> None:
        self.master, slave = pty.openpty()
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120", "LINES": "50", "LANG": "C.UTF-8", **variables}
        self.process = subprocess.Popen([PUBLISH, *arguments], stdin=slave, stdout=slave, stderr=slave, env=environment)
        os.close(slave)
        self.text = ""

    def wait(self, wanted: str) -> str:
        """What was said until `wanted` came, or the end."""
        said, limit = "", time.monotonic() + 60
        while wanted not in said and time.monotonic() < limit:
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    said += os.read(self.master, 65536).decode("utf-8", "replace")
                except OSError:  # the program ended
                    break
        self.text += said
        return said

    def press(self, keys: Sequence[str]) -> None:
        for key in keys:
            assert PROMPT in self.wait(PROMPT), self.text
            self.send(key)

    def send(self, key: str) -> None:
        """One key, when the program waits for one: what is typed before the terminal is raw would be lost."""
        limit = time.monotonic() + 60
        while termios.tcgetattr(self.master)[3] & termios.ICANON and time.monotonic() < limit:
            time.sleep(0.01)
        os.write(self.master, key.encode())

    def end(self) -> tuple[str, int]:
        """All that was said and the exit status; a program that still asks is stopped."""
        self.wait("\0never")
        os.close(self.master)
        try:
            return self.text, self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.text, self.process.wait()
