"""A headless Chromium that can reach nothing: one page in it, driven over a pair of pipes (the DevTools protocol).

python -m tests.report.chromium data/report.html FOLDER    # pictures of the page, and its print, to look at
"""

from __future__ import annotations

import base64
import fcntl
import itertools
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final, Self

PROGRAM: Final = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)

_FLAGS: Final = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
    "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>",  # nobody listens there: no request gets out, whoever makes it
    "--remote-debugging-pipe",
)  # fmt: skip
_START: Final = "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
_PATIENCE: Final = 120  # seconds; a machine may be busy
_HEARD: Final = ("Page", "Network", "Log", "Runtime")


class Chromium:
    """One tab. `events` are what it reported so far, as (method, parameters)."""

    def __init__(self, width: int = 1000, height: int = 1400) -> None:
        self._size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.events: list[tuple[str, dict[str, Any]]] = []
        self._numbers = itertools.count(1)
        self._session: str | None = None

    def __enter__(self) -> Self:
        self._profile = tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True)
        (theirs_in, ours_out), (ours_in, theirs_out) = os.pipe(), os.pipe()
        theirs = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (theirs_in, theirs_out)]  # out of the way of 3 and 4
        words = [sys.executable, "-c", _START, *map(str, theirs), str(PROGRAM), *_FLAGS, f"--user-data-dir={self._profile.name}"]
        self._process = subprocess.Popen(words, pass_fds=theirs, stderr=subprocess.DEVNULL)
        for end in (theirs_in, theirs_out, *theirs):
            os.close(end)
        self._in, self._out = os.fdopen(ours_in, "rb"), os.fdopen(ours_out, "wb", 0)
        self._unread = b""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in _HEARD:
            self.ask(f"{domain}.enable")
        self.ask("Emulation.setDeviceMetricsOverride", **self._size)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._in.close()
        self._out.close()
        self._profile.cleanup()

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """What the browser answers to one command."""
        number = next(self._numbers)
        session = {"sessionId": self._session} if self._session else {}
        self._out.write(json.dumps({"id": number, "method": method, "params": parameters} | session).encode() + b"\0")
        while (told := self._next()).get("id") != number:
            pass
        assert "error" not in told, (method, told["error"])
        return told["result"]

    def open(self, page: Path) -> None:
        """Load a file, and wait until all of it is there."""
        self.events.clear()
        self.ask("Page.navigate", url=page.absolute().as_uri())
        while not self.told("Page.loadEventFired"):
            self._next()

    def told(self, *methods: str) -> list[dict[str, Any]]:
        """The parameters of the events of some kinds since the page was opened."""
        return [parameters for method, parameters in self.events if method in methods]

    def value(self, expression: str) -> Any:
        """What a JavaScript expression gives in the page, whose own policy has no say in it."""
        return self.ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def resize(self, width: int) -> None:
        self.ask("Emulation.setDeviceMetricsOverride", **self._size | {"width": width})

    def emulate(self, media: str = "", scheme: str = "light") -> None:
        """Show the page as in print, or to someone who likes it dark."""
        self.ask("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self) -> bytes:
        """The whole page as a PNG file."""
        return base64.b64decode(self.ask("Page.captureScreenshot", captureBeyondViewport=True)["data"])

    def printed(self) -> bytes:
        """The page on A4 as a PDF file."""
        return base64.b64decode(self.ask("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, preferCSSPageSize=True)["data"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._unread:
            assert select.select([self._in], [], [], _PATIENCE)[0], "Chromium says nothing any more"
            more = os.read(self._in.fileno(), 1 << 20)
            assert more, "Chromium ended"
            self._unread += more
        line, _, self._unread = self._unread.partition(b"\0")
        told = json.loads(line)
        if "method" in told:
            self.events.append((told["method"], told.get("params", {})))
        return told


def main(page: Path, folder: Path) -> None:
    """Write how the page looks on a desk, on a phone, in the dark and in print."""
    folder.mkdir(parents=True, exist_ok=True)
    with Chromium() as browser:
        browser.open(page)
        for name, width, scheme in (("desk", 1000, "light"), ("phone", 390, "light"), ("dark", 1000, "dark")):
            browser.resize(width)
            browser.emulate(scheme=scheme)
            (folder / f"{name}.png").write_bytes(browser.picture())
        browser.emulate()
        (folder / "print.pdf").write_bytes(browser.printed())


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
