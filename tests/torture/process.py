"""`alwaght` as a process of its own, forked from one that has everything imported, and what became of it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from alwaght_scraper.cli.main import entry
from tests.crawl.one_crawl import CONTEXT, set_clock, settle

CONTEXT.set_forkserver_preload(["tests.torture.process", "tests.crawl.one_crawl", "pytest", "alwaght_scraper.cli.crawl"])
ENDS_WITHIN = 120


@dataclass(frozen=True)
class Ended:
    """`code` is negative for a death by signal; `seconds` since the last signal, or since the start."""

    code: int
    seconds: float
    out: str
    err: str


def _alwaght(folder: Path, environment: dict[str, str], words: list[str], ahead: timedelta, prepare: Callable[[], None]) -> None:
    settle(folder, environment)
    set_clock(ahead)
    prepare()
    entry(words)


def as_it_is() -> None:
    """Prepare nothing."""


class Alwaght:
    """One command under way, on a clock that is so much ahead; its network is the proxy on loopback and nothing else.

    `prepare` is called in its process before it begins.
    """

    def __init__(
        self, folder: Path, proxy: str, *words: object, ahead: timedelta = timedelta(), prepare: Callable[[], None] = as_it_is
    ) -> None:
        assert proxy.startswith(("http://127.0.0.1:", "http://localhost:")), "a tortured crawl must never reach the real site"
        folder.mkdir(parents=True, exist_ok=True)
        environment = {"http_proxy": proxy, "https_proxy": proxy, "no_proxy": ""}
        self._folder = folder
        self._process = CONTEXT.Process(target=_alwaght, args=(folder, environment, list(map(str, words)), ahead, prepare))
        self._since = time.monotonic()
        self._process.start()

    @property
    def is_running(self) -> bool:
        return self._process.is_alive()

    def send(self, *numbers: int, apart: float = 0.02) -> None:
        for place, number in enumerate(numbers):
            if place:
                time.sleep(apart)
            if self.is_running:
                os.kill(self._process.pid or 0, number)
                self._since = time.monotonic()

    def end(self) -> Ended:
        self._process.join(ENDS_WITHIN)
        seconds = time.monotonic() - self._since
        if self.is_running:
            self._process.kill()
            self._process.join()
            seconds = float("inf")
        out, err = (_text(self._folder / name) for name in ("stdout", "stderr"))
        return Ended(self._process.exitcode or 0, seconds, out, err)


def crawling(folder: Path, proxy: str, *words: object) -> Alwaght:
    """A crawl of the site into `folder/data`."""
    return Alwaght(folder, proxy, "crawl", *_at_full_speed(folder), *words)


def refreshing(folder: Path, proxy: str, *words: object, ahead: timedelta, prepare: Callable[[], None] = as_it_is) -> Alwaght:
    """A refresh of `folder/data`, so much later."""
    return Alwaght(folder, proxy, "refresh", *_at_full_speed(folder), *words, ahead=ahead, prepare=prepare)


def rebuilding(folder: Path, proxy: str, *words: object) -> Alwaght:
    """A rebuild of `folder/data`."""
    return Alwaght(folder, proxy, "rebuild", "--data", folder / "data", "--json", *words)


def _at_full_speed(folder: Path) -> tuple[object, ...]:
    return "--data", folder / "data", "--delay", 0, "--concurrency", 4, "--json"


def was_killed(ended: Ended) -> bool:
    return ended.code in {-signal.SIGKILL, -signal.SIGHUP}


def _text(path: Path) -> str:
    return path.read_text("utf-8", "replace") if path.exists() else ""
