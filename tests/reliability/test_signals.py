"""A second signal ends a run at once, whatever it is waiting for; a first one lets it finish what it has begun.

What hangs here hangs for ever: a run that waited for it would never end.
"""

from __future__ import annotations

import os
import pkgutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from alwaght_scraper.cli import main as command
from alwaght_scraper.cli.main import entry
from alwaght_scraper.lock import check_free
from alwaght_scraper.run_record import records
from alwaght_scraper.suspects import SUSPECTS
from pipelines.read import Snapshot, is_published
from tests.crawl.one_crawl import CONTEXT, settle
from tests.crawl.site_server import SiteServer, article_page, home_page, reply

NUMBERS = range(601, 604)
SUSPECT = "http://alwaght.net/en/News/602"
ENDS_WITHIN = 60
PUBLISH, READ_APART = "alwaght_scraper.workspace.publish", "alwaght_scraper.suspects.extract_apart"
WRITE = "alwaght_scraper.captures.warc_writer.WarcWriter.write"


@pytest.fixture
def server() -> Iterator[SiteServer]:
    pages = {f"/en/News/{number}": reply(article_page(number)) for number in NUMBERS}
    with SiteServer({"/en": reply(home_page(*pages)), **pages}) as made:
        yield made


def crawl(folder: Path, proxy: str, delayed: str, seconds: float) -> None:
    """Crawl in a process where one function marks its beginning and takes so long."""
    settle(folder, {"http_proxy": proxy, "https_proxy": proxy, "no_proxy": ""})
    place, name = pkgutil.resolve_name(delayed.rpartition(".")[0]), delayed.rpartition(".")[2]
    whole: Callable[..., Any] = getattr(place, name)

    def slow(*args: Any, **options: Any) -> Any:
        (folder / "begun").touch()
        time.sleep(seconds)
        return whole(*args, **options)

    setattr(place, name, slow)
    entry(["crawl", "--data", str(folder / "data"), "--lang", "en", "--delay", "0"])


def signalled(folder: Path, server: SiteServer, delayed: str, seconds: float, *numbers: int) -> int:
    """The exit code of a crawl that gets these signals once the delayed function is at work."""
    process = CONTEXT.Process(target=crawl, args=(folder, server.proxy, delayed, seconds))
    process.start()
    deadline = time.monotonic() + ENDS_WITHIN
    while not (folder / "begun").exists() and process.is_alive() and time.monotonic() < deadline:
        time.sleep(0.01)
    for number in numbers:
        os.kill(process.pid or 0, number)
        time.sleep(0.2)
    process.join(ENDS_WITHIN)
    process.kill()
    process.join()
    return process.exitcode or 0


@pytest.mark.parametrize(("delayed", "number"), [(PUBLISH, signal.SIGINT), (WRITE, signal.SIGTERM), (READ_APART, signal.SIGINT)])
def test_the_second_signal_waits_for_nothing(tmp_path, server, delayed, number):
    data = tmp_path / "data"
    data.mkdir()
    (data / SUSPECTS).write_text(f'"{SUSPECT}"\n', "utf-8")
    assert signalled(tmp_path, server, delayed, 3600, number, number) == 11
    assert "stopped at once" in (tmp_path / "stderr").read_text("utf-8")
    assert not is_published(data)
    assert [record["exit_code"] for record in records(data)] == [11]
    check_free(data)


def test_one_signal_lets_a_publish_come_to_its_end(tmp_path, server):
    assert signalled(tmp_path, server, PUBLISH, 1.0, signal.SIGTERM) == 0
    assert Snapshot.open(tmp_path / "data").manifest.counts["articles"] == len(NUMBERS)


def test_a_signal_after_the_work_changes_nothing(monkeypatch):
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    monkeypatch.setattr(command, "main", lambda _: 0)
    try:
        with pytest.raises(SystemExit) as ended:
            entry([])
        for number in before:
            os.kill(os.getpid(), number)
        assert ended.value.code == 0
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
