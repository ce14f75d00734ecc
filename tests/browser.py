"""A headless browser that a test drives from outside, by the DevTools protocol over two pipes."""

import fcntl
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync
    --disable-background-networking --disable-component-update --hide-scrollbars
    --remote-debugging-pipe
"""


def browser() -> str | None:
    """The browser of this machine, None if there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


class Browser:
    """One tab."""

    def __init__(self, profile: Path) -> None:
        """profile: a folder for what the browser keeps."""
        command = [browser() or "", *OPTIONS.split(), f"--user-data-dir={profile}"]
        read, self._commands = os.pipe()
        self._answers, write = os.pipe()
        # It reads commands from descriptor 3 and writes to 4; neither end may be there already.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (read, write)]
        places = [(os.POSIX_SPAWN_DUP2, end, number) for number, end in enumerate(ends, start=3)]
        silent = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
        self._process = os.posix_spawn(
            command[0], command, os.environ, file_actions=[*places, silent]
        )
        for end in (read, write, *ends):
            os.close(end)
        self._buffer = b""
        self._count = 0
        self._session = ""
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        found = self._call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = found["sessionId"]
        self._call("Page.enable")

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        self._call("Browser.close")
        os.close(self._commands)
        os.close(self._answers)
        os.waitpid(self._process, 0)

    def open(self, address: str, width: int, scheme: str) -> None:
        """Show a page on a screen so wide; scheme: light or dark."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self._call("Emulation.setDeviceMetricsOverride", **size)
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self._call("Emulation.setEmulatedMedia", features=[feature])
        self._call("Page.navigate", url=address)
        while self._message().get("method") != "Page.loadEventFired":
            pass

    def ask(self, script: str) -> Any:
        """What a script makes in the page, which itself need not allow any."""
        found = self._call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def picture(self) -> str:
        """The whole page as a PNG file in base64."""
        found = self._call("Page.captureScreenshot", captureBeyondViewport=True)
        return str(found["data"])

    def _call(self, method: str, **parameters: Any) -> Mapping[str, Any]:
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self._message()
            if answer.get("id") == self._count:
                assert "error" not in answer, answer
                result: Mapping[str, Any] = answer["result"]
                return result

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._commands, data) :]

    def _message(self) -> Mapping[str, Any]:
        while b"\0" not in self._buffer:
            piece = os.read(self._answers, 1 << 20)
            assert piece, "the browser has ended"
            self._buffer += piece
        text, _, self._buffer = self._buffer.partition(b"\0")
        message: Mapping[str, Any] = json.loads(text)
        return message
