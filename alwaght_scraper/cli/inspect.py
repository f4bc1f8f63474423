"""`alwaght inspect`: one page, from wherever it can be had, and what the parser makes of it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from alwaght_scraper.captures.capture import Capture, Location
from alwaght_scraper.captures.files import is_warc, saved_page
from alwaght_scraper.captures.warc import WarcArchive, read_warc
from alwaght_scraper.cli.earlier import earlier_pages, print_earlier
from alwaght_scraper.cli.page_report import as_record, print_page
from alwaght_scraper.cli.proxies import check_proxies
from alwaght_scraper.cli.terminal import note, say_json
from alwaght_scraper.errors import AlwaghtError, RejectedPage, UsageError
from alwaght_scraper.parsers.extract import extract
from alwaght_scraper.site import address
from alwaght_scraper.workspace import CAPTURES
from pipelines.read import Snapshot, is_published

_SHOWN = 3
_GOOD = 200


def run(args: Namespace) -> None:
    """Find the page, extract it, print what it gives."""
    capture = find_page(args.page, args.url, args.data)
    extraction = extract(capture)
    earlier = earlier_pages(args.data, extraction)
    if args.json:
        say_json({**as_record(capture, extraction), "earlier_pages": earlier and asdict(earlier)})
    else:
        print_page(capture, extraction)
        if earlier is not None:
            print_earlier(extraction, earlier)


def find_page(page: str, url: str | None, data: Path) -> Capture:
    """The capture that `page` means: a file, an address that the archive has, or one to fetch.

    Raises UsageError when it is none of these.
    """
    path = Path(page)
    if path.is_file():
        return _of_warc(path, url) if is_warc(path) else _of_file(path, url)
    wanted = page if "://" in page else f"http://{page}"
    if address(wanted) is None:
        raise UsageError(f"'{page}' is neither a file nor a page of alwaght.net or alwaght.com")
    return _archived(wanted, data) or _fetched(wanted)


def _of_file(path: Path, url: str | None) -> Capture:
    try:
        return saved_page(path, url)
    except RejectedPage as rejection:
        raise UsageError(str(rejection)) from rejection


def _of_warc(path: Path, url: str | None) -> Capture:
    """The last capture of `url` in a WARC file; without `url` the only page that the file has."""
    found = {_key(capture.url): capture for capture in read_warc(path) if url is None or _key(capture.url) == _key(url)}
    if not found:
        raise UsageError(f"{path} has no capture of {url}" if url else f"{path} has no captures that can be read")
    if len(found) > 1:
        examples = ", ".join(capture.url for capture in list(found.values())[:_SHOWN])
        raise UsageError(f"{path} has {len(found)} pages; name one with --url, such as {examples}")
    return found.popitem()[1]


def _key(url: str) -> str:
    place = address(url)
    return place.canonical if place else url


def _archived(url: str, data: Path) -> Capture | None:
    """The capture of `url` that waits to be published, else the newest one that the dataset knows; a good one before failed ones."""
    snapshot = Snapshot.open(data) if is_published(data) else None
    waiting = _waiting(url, data, snapshot)
    if waiting is not None or snapshot is None:
        return waiting
    known = max(_known(url, snapshot), default=None, key=lambda row: row[0])
    return None if known is None else WarcArchive(data / CAPTURES).load(known[1])


def _waiting(url: str, data: Path, snapshot: Snapshot | None) -> Capture | None:
    """The last capture of `url` that no dataset holds yet, such as one of a run whose result was not as expected."""
    if not (data / CAPTURES).is_dir():
        return None
    captures = WarcArchive(data / CAPTURES).read(snapshot.manifest.journal if snapshot else {})
    return max((one for one in captures if _key(one.url) == _key(url)), default=None, key=lambda one: (one.status == _GOOD, one.fetched_at))


def _known(url: str, snapshot: Snapshot) -> Iterator[tuple[tuple[bool, object], Location]]:
    columns = ["url", "outcome", "fetched_at", "warc_file", "warc_offset", "warc_length"]
    table = snapshot.table("captures", columns)
    for asked, outcome, when, *place in zip(*(table.column(name).to_pylist() for name in columns), strict=True):
        if _key(asked) == _key(url):
            yield (outcome == "ok", when), Location(*place)


def _fetched(url: str) -> Capture:
    """The page as the site gives it now: one polite crawl of one page into a folder that is thrown away."""
    from alwaght_scraper.crawl import CrawlOptions, run_crawl  # noqa: PLC0415 (Scrapy takes a second, and most pages are files or archived)

    check_proxies()
    note(f"{url} is not in the archive; asking the site for it")
    with TemporaryDirectory(prefix="alwaght-") as scratch:
        data = Path(scratch)
        run_crawl(CrawlOptions(data=data, start_urls=(url,), limit=1, settings={"LOG_LEVEL": "WARNING"}))
        capture = _archived(url, data)
    if capture is None:
        raise AlwaghtError(f"the site gave no answer for {url}; try again later or save the page in a browser and inspect the file")
    return capture
