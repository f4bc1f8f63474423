"""Refreshes in a row, each with a fault drawn at random: `python -m tests.torture.series --refreshes 50`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from tests.crawl.site_server import MISSING, Answer, bomb, cut, raw, reply, without_length
from tests.torture.bench import DAY, DONE, must_end
from tests.torture.checks import assert_complete, assert_readable
from tests.torture.process import Alwaght, crawling, refreshing
from tests.torture.site import LivingSite

SOME: Final = 0.3
"""How many answers a faulty site spoils."""
_BLOCK: Final = reply("<html><head><title>Access denied</title></head><body><h1>Access denied</h1><p>Your IP is blocked.</p></body></html>")
OF_THE_SITE: Final[dict[str, Answer]] = {
    "500": reply("", 500),
    "503": reply("", 503),
    "429": reply("", 429, Retry_After="1"),
    "403": reply("", 403),
    "404": MISSING,
    "block page": _BLOCK,
    "nothing": reply(""),
    "reset": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<html>", abort=True),
    "cut": cut("<html><body>" + "A page that ends too soon. " * 60),
    "no length": without_length("<html><body>" + "A page that ends too soon. " * 60, 0.5),
    "bomb": bomb(60_000_000),
    "no HTTP": raw(b"SSH-2.0-x\r\n", close=True),
    "redirect off": reply("", 302, Location="http://elsewhere.example/"),
}


class FaultySite(LivingSite):
    """The living site, of whose answers some are spoilt while it has a fault."""

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self.fault: Answer | None = None
        self._chance = chance

    def _answer(self, path: str) -> Answer:
        spoilt = self.fault is not None and self._chance.random() < SOME
        return self.fault if spoilt and self.fault is not None else super()._answer(path)


def _signalled(*numbers: int) -> Callable[[Alwaght, Path, Random], None]:
    def hit(run: Alwaght, folder: Path, chance: Random) -> None:
        del folder
        time.sleep(chance.uniform(0.05, 1.5))
        run.send(*numbers)

    return hit


def _torn(run: Alwaght, folder: Path, chance: Random) -> None:
    _signalled(signal.SIGKILL)(run, folder, chance)
    run.end()
    for path in (folder / "data" / "captures").glob("*.open"):
        os.truncate(path, max(0, path.stat().st_size - chance.randint(1, 3000)))


OF_THE_RUN: Final[dict[str, Callable[[Alwaght, Path, Random], None]]] = {
    "SIGKILL": _signalled(signal.SIGKILL),
    "SIGTERM": _signalled(signal.SIGTERM),
    "SIGINT twice": _signalled(signal.SIGINT, signal.SIGINT),
    "torn record": _torn,
}


def hurt_on(home: Path, chance: Random, refreshes: int) -> Counter[str]:
    """A crawl, then refreshes day after day with one fault each, then one without; what must hold in the end holds."""
    site, seen = FaultySite(chance), Counter[str]()
    with site.server:
        must_end(crawling(home, site.server.proxy, "--lang", "en").end(), DONE)
        for day in range(1, refreshes + 1):
            site.day = min(day, 2)
            name = chance.choice([*OF_THE_SITE, *OF_THE_RUN])
            site.fault = OF_THE_SITE.get(name)
            run = refreshing(home, site.server.proxy, "--lang", "en", ahead=day * DAY)
            if name in OF_THE_RUN:
                OF_THE_RUN[name](run, home, chance)
            ended = run.end()
            assert "Traceback" not in ended.err, ended.err[-3000:]
            assert_readable(home / "data")
            seen[f"{name}: {ended.code}"] += 1
        site.fault = None
        must_end(refreshing(home, site.server.proxy, "--lang", "en", ahead=(refreshes + 1) * DAY).end(), DONE)
    assert_complete(home / "data", {})
    return seen


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture.series", description=__doc__, allow_abbrev=False)
    parser.add_argument("--refreshes", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with TemporaryDirectory(prefix="series-") as home:
        for name, times in sorted(hurt_on(Path(home), Random(given.seed), given.refreshes).items()):
            print(f"{times:3} {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
