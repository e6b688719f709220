"""Debian's Firefox, driven over WebDriver BiDi, which it speaks by itself: https://w3c.github.io/webdriver-bidi/."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

SECONDS = 60
# Every other host is reached through a proxy that nobody runs (port 9, discard): what the other lines forget fails there.
# Firefox never asks a proxy for the machine itself.
PREFERENCES: dict[str, str | int | bool] = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.failover_direct": False,
    "network.dns.disablePrefetch": True,
    "network.trr.mode": 5,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.update.enabled": False,
    "app.normandy.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.region.update.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.startup.page": 0,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.unified": False,
}


class Firefox:
    """One window in a fresh profile. `errors` tells what scripts threw or wrote as an error since the last `navigate`."""

    def __init__(self, profile: Path) -> None:
        binary = shutil.which("firefox-esr")
        if binary is None:
            raise FileNotFoundError("firefox-esr is not installed; scripts/publish test installs it")
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items()]
        (profile / "user.js").write_text("".join(lines), encoding="utf-8")
        command = [binary, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port=0"]
        # Its home too: Firefox refuses one that belongs to another user, and leaves its caches there. Without the last
        # variable a release asks for its remote settings whatever `services.settings.server` says.
        own = {"HOME": str(profile), "MOZ_CRASHREPORTER_DISABLE": "1", "MOZ_REMOTE_SETTINGS_DEVTOOLS": "1"}
        with (profile / "firefox.log").open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **own})
        self._opened = ExitStack()
        self._number = 0
        self._errors: list[str] = []
        try:
            self._socket = self._connect(profile)
            self.send("session.new", {"capabilities": {}})
            self._context = self.send("browsingContext.getTree", {})["contexts"][0]["context"]
            self.send("session.subscribe", {"events": ["log.entryAdded"]})
        except BaseException:
            self._process.kill()
            raise

    def _connect(self, profile: Path) -> ClientConnection:
        """Firefox picks a free port and writes it into its profile."""
        file = profile / "WebDriverBiDiServer.json"
        end = time.monotonic() + SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            try:
                port = json.loads(file.read_text(encoding="utf-8"))["ws_port"]
                door = connect(f"ws://127.0.0.1:{port}/session", proxy=None, compression=None, max_size=None)
                return self._opened.enter_context(door)
            except (OSError, ValueError):
                time.sleep(0.05)
        raise TimeoutError("Firefox did not start:\n" + (profile / "firefox.log").read_text(errors="replace")[-2000:])

    def send(self, method: str, params: dict[str, Any]) -> Any:
        """Any command of the protocol; what happened meanwhile is collected."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv(SECONDS))
            if answer.get("method") == "log.entryAdded" and answer["params"]["level"] == "error":
                self._errors.append(str(answer["params"]["text"]))
            if answer.get("id") == self._number:
                if answer["type"] == "error":
                    raise RuntimeError(f"{method}: {answer['message']}")
                return answer["result"]

    def navigate(self, url: str) -> None:
        """Comes back when the page and all that it loads is there."""
        self._errors = []
        self.send("browsingContext.navigate", {"context": self._context, "url": url, "wait": "complete"})

    def evaluate(self, expression: str, *, await_promise: bool = False) -> Any:
        """The value of a JavaScript expression on the page; what it throws is a RuntimeError."""
        target = {"context": self._context}
        params = {"expression": expression, "target": target, "awaitPromise": await_promise, "userActivation": True}
        answer = self.send("script.evaluate", params)
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return _value_of(answer["result"])

    def wait_for(self, expression: str) -> Any:
        """The value of an expression as soon as it is true."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if value := self.evaluate(expression):
                return value
            time.sleep(0.05)
        raise TimeoutError(f"never true: {expression}")

    @property
    def errors(self) -> list[str]:
        self.send("session.status", {})  # an answer comes after every event before it
        return list(self._errors)

    def close(self) -> None:
        try:
            self.send("browser.close", {})
            self._opened.close()
            self._process.wait(SECONDS)
        finally:
            self._process.kill()


def _value_of(remote: dict[str, Any]) -> Any:
    kind, value = remote["type"], remote.get("value")
    if kind == "array":
        return [_value_of(each) for each in value or []]
    if kind == "object":
        return {str(key): _value_of(each) for key, each in value or []}
    if kind in ("string", "boolean", "undefined", "null"):
        return value
    if kind == "number":
        return float(value) if isinstance(value, str) else value  # "NaN", "Infinity", "-0"
    raise TypeError(f"not a plain value: {kind}")
