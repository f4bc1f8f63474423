"""WARC files as a site: the latest response to each address, found without holding any payload."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Self

from alwaght_scraper import site
from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.damage import OnDamage, log_damage
from alwaght_scraper.captures.originals import Originals
from alwaght_scraper.captures.repack import write_repacked
from alwaght_scraper.captures.warc_reader import load_capture, read_warc

_NOT_MODIFIED: Final = 304

_Answer = tuple[datetime, Path, int]


class ReplayIndex:
    """What `paths`, any WARC files, answer to requests; made by one pass over them.

    Fetches that failed, bodies known to be cut and 304s answer nothing. Close it, or use it in a `with`, to
    remove its scratch files. Raises `ConfigurationError` for a file that cannot be read.
    """

    def __init__(self, paths: Iterable[Path], *, on_damage: OnDamage = log_damage) -> None:
        self._exact: dict[str, _Answer] = {}
        self._canonical: dict[str, _Answer] = {}
        self._originals = Originals()
        with ExitStack() as held:
            for path in paths:
                self._add(path, held, on_damage)
            self._held = held.pop_all()

    def __len__(self) -> int:
        return len(self._exact)

    def lookup(self, url: str) -> Capture | None:
        """The latest response to an address, else to another spelling of it; None when there is none.

        Spellings are told by `site.address`; a redirect answers its own spelling only, since it mostly leads
        to another one.
        """
        answer = self._exact.get(url)
        if answer is None and (address := site.address(url)) is not None:
            answer = self._canonical.get(address.canonical)
        if answer is None:
            return None
        _, path, offset = answer
        return load_capture(path, offset, self._originals.of_payload)

    def close(self) -> None:
        """Remove the scratch files."""
        self._held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _add(self, path: Path, held: ExitStack, on_damage: OnDamage) -> None:
        for capture in read_warc(path, on_damage=on_damage, originals=self._originals):
            if capture.location is None:
                spare = Path(held.enter_context(TemporaryDirectory(prefix="alwaght-replay-"))) / "repacked.warc.gz"
                write_repacked(path, spare, on_damage=on_damage)
                self._add(spare, held, on_damage)
                return
            if capture.status not in {None, _NOT_MODIFIED} and capture.failure is None:
                self._answer(capture, (capture.fetched_at, path, capture.location.offset))

    def _answer(self, capture: Capture, answer: _Answer) -> None:
        _keep_latest(self._exact, capture.url, answer)
        address = site.address(capture.url)
        if address is not None and not 300 <= (capture.status or 0) < 400:
            _keep_latest(self._canonical, address.canonical, answer)


def _keep_latest(answers: dict[str, _Answer], url: str, answer: _Answer) -> None:
    if url not in answers or answers[url][0] <= answer[0]:
        answers[url] = answer
