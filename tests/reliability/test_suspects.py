"""A page that kills its reader ends one run, never the next one too; a page that is innocent of a death loses nothing."""

from __future__ import annotations

import gc
import json
import os
import signal
from datetime import UTC, datetime
from functools import partial

import pytest

from alwaght_scraper import suspects
from alwaght_scraper.apart import extract_apart
from alwaght_scraper.captures.capture import Capture, Location
from alwaght_scraper.errors import ConfigurationError
from alwaght_scraper.items import Outcome
from alwaght_scraper.parsers import reader
from alwaght_scraper.parsers.extract import extract
from alwaght_scraper.suspects import READING, SUSPECTS, Reader
from tests.crawl import one_crawl
from tests.crawl.conftest import finish
from tests.crawl.site_server import SiteServer, article_page, home_page, reply

NUMBERS = (701, 702, 703)
HTML = (("Content-Type", "text/html"),)


def capture(number: int, body: bytes | None = None) -> Capture:
    page = article_page(number).encode() if body is None else body
    place = Location("run.warc.gz", number, 1)
    return Capture(f"http://alwaght.net/en/News/{number}", datetime(2024, 1, 1, tzinfo=UTC), 200, HTML, page, location=place)


def test_while_pages_are_read_cycles_are_looked_for_rarely_and_found(tmp_path):
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    with Reader(tmp_path):
        assert gc.get_threshold()[0] > before[0]
        assert gc.get_freeze_count() > frozen
        cycle: list[object] = []
        cycle.append(cycle)
        del cycle
        assert gc.collect() > 0
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)


def deadly(captured: Capture):
    """Reading one page ends the process, as running out of memory would."""
    if captured.url.endswith("/702"):
        os.kill(os.getpid(), signal.SIGKILL)
    return extract(captured)


def deadly_crawl(*arguments) -> None:
    suspects.extract = deadly
    one_crawl.main(*arguments)


def die_reading(folder, captured: Capture) -> None:
    """What a process leaves that was killed while it read a page."""
    child = os.fork()
    if child == 0:
        try:
            suspects.extract = lambda _: os._exit(9)
            Reader(folder).read(captured)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


die_reading_quietly = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


def test_a_page_that_ends_its_reader_ends_one_run_only_and_costs_no_other_page(tmp_path):
    pages = {f"/en/News/{number}": reply(article_page(number)) for number in NUMBERS}
    with SiteServer(pages | {"/en": reply(home_page(*pages))}) as server:
        environment = {"http_proxy": server.proxy, "https_proxy": server.proxy, "no_proxy": ""}
        options = {"data": tmp_path / "data", "delay": 0, "concurrency": 2, "langs": ("en",), "settings": {"LOG_LEVEL": "WARNING"}}
        codes = []
        for _ in range(2):
            process = one_crawl.CONTEXT.Process(target=deadly_crawl, args=(tmp_path, environment, options))
            process.start()
            run = finish(process, tmp_path / "data")
            codes.append(run.code)
    assert codes == [-signal.SIGKILL, 0], run.stderr
    assert run.articles() == list(NUMBERS)
    assert json.loads((tmp_path / "data" / SUSPECTS).read_text()).endswith("/702")


@die_reading_quietly
def test_the_page_that_a_run_died_on_is_read_apart_and_comes_out_the_same(tmp_path, monkeypatch):
    die_reading(tmp_path, capture(702))
    with Reader(tmp_path) as reader:
        monkeypatch.setattr(suspects, "extract", lambda _: pytest.fail("read in the run's own process"))
        assert reader.read(capture(702)).extraction == extract(capture(702))


@die_reading_quietly
def test_a_page_that_ends_the_process_apart_too_is_rejected_with_the_reason(tmp_path, monkeypatch):
    hostile = capture(702, b"<html><body>" + b"<div>" * 900_000)
    die_reading(tmp_path, hostile)
    monkeypatch.setattr(suspects, "extract_apart", partial(extract_apart, memory=1 << 20))
    with Reader(tmp_path) as reader:
        found = reader.read(hostile).extraction
    assert (found.outcome, found.lang, found.article_id) == (Outcome.REJECTED, "en", 702)
    assert "ends the process that does" in (found.reason or "")


DEEP = capture(702, b"<html><body>" + b"<div>" * 400_000 + article_page(702).encode())


@pytest.fixture(scope="module")
def whole():
    return extract(DEEP)


@pytest.mark.parametrize("memory", range(60, 140, 20))
def test_a_page_that_memory_ran_out_on_half_way_is_never_taken_for_a_shorter_page(memory, whole):
    found = extract_apart(DEEP, memory=memory << 20)
    assert found == whole or "ends the process that does" in (found.reason or "")


def test_a_page_whose_elements_have_no_end_is_one_that_memory_ran_out_on(monkeypatch):
    monkeypatch.setattr(reader._Events, "end", lambda *_: None)  # as when libxml2 stops
    with pytest.raises(MemoryError):
        reader.by_libxml2(b"<html><body><p>One")


@die_reading_quietly
def test_suspects_stay_and_a_run_that_ends_well_adds_none(tmp_path):
    for number in (702, 701):
        die_reading(tmp_path, capture(number))
    for _ in range(2):
        with Reader(tmp_path) as reader:
            reader.read(capture(703))
    listed = [json.loads(line) for line in (tmp_path / SUSPECTS).read_text().splitlines()]
    assert listed == [capture(702).url, capture(701).url]


@pytest.mark.parametrize("left", [b"", b"\0" * 5000, b'{"a": 1}\n', b'"http://al', b"\xff\xfe\n", b'""\n'])
def test_a_mark_that_is_no_address_accuses_nobody(tmp_path, left):
    (tmp_path / READING).write_bytes(left)
    Reader(tmp_path).close()
    assert not (tmp_path / SUSPECTS).exists()


def test_a_list_that_is_damaged_is_read_as_far_as_it_can_be(tmp_path):
    (tmp_path / SUSPECTS).write_text(f'{{\n"half\n{json.dumps(capture(702).url)}\n7\n')
    with Reader(tmp_path) as reader:
        assert reader._suspects == {capture(702).url}


def test_a_link_in_place_of_the_mark_is_refused(tmp_path):
    (tmp_path / READING).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigurationError, match="reading"):
        Reader(tmp_path)
    assert not (tmp_path / "elsewhere").exists()
