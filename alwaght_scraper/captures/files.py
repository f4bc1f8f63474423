"""What a person has on disk: WARC files, saved pages, folders of either."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.inflate import GZIP_MAGIC, InflateError, gunzipper
from alwaght_scraper.captures.payload import MAX_BODY
from alwaght_scraper.captures.saved_page import page_url
from alwaght_scraper.captures.sidecar import Sidecar, find_sidecar
from alwaght_scraper.captures.streams import WARC_MAGIC
from alwaght_scraper.errors import ConfigurationError, RejectedPage, UsageError

_HEAD: Final = 64 * 1024
_TYPE: Final = (("Content-Type", "text/html"),)
_PAGE_SUFFIXES: Final = frozenset({".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx"})
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def find_files(path: Path) -> Iterator[Path]:
    """The WARC files and saved pages below a folder, by name; of a file, the file itself.

    Links to folders are not followed, and files that are no pages are passed over.
    Raises `UsageError` for a path that is not there, `ConfigurationError` for a file that cannot be read.
    """
    if not path.exists():
        raise UsageError(f"{path} does not exist; name a WARC file, a saved page or a folder of them")
    for file in _files(path):
        if file == path or _may_give_captures(file):
            yield file


def is_warc(path: Path) -> bool:
    """Whether a file is a WARC, by its first bytes; by its name where those are damaged."""
    return _unpacked_head(_read(path, 1024)).startswith(WARC_MAGIC) or path.name.lower().endswith((".warc", ".warc.gz"))


def saved_page(path: Path, url: str | None = None) -> Capture:
    """The capture that a saved page is.

    Its address is `url`, else its sidecar's, else what the browser or the page itself noted; its time is the sidecar's, else the
    file's. Raises `RejectedPage` when nothing tells its address, `ConfigurationError` for a file that cannot be read.
    """
    payload = _read(path, MAX_BODY + 1)
    if len(payload) > MAX_BODY:
        raise RejectedPage(f"{path} has more than {MAX_BODY // 2**20} MiB, which no page has")
    sidecar = find_sidecar(path) or Sidecar()
    address = url or sidecar.url or page_url(_unpacked_head(payload[:_HEAD]))
    if address is None:
        raise RejectedPage(f'{path} does not tell its address; pass --url, or write {{"url": "..."}} to {path.name}.json beside it')
    status = sidecar.status or 200
    return Capture(address, sidecar.fetched_at or _modified_at(path), status, sidecar.headers or _TYPE, payload, "file")


def _files(path: Path) -> Iterator[Path]:
    """`path`, or all files below it in order of their names; a link to a folder is followed only when it was named."""
    left = [path]
    while left:
        here = left.pop()
        if here.is_dir() and (here == path or not here.is_symlink()):
            try:
                left.extend(sorted(here.iterdir(), reverse=True))
            except OSError as error:
                raise _unreadable(here, error) from None
        elif not here.is_dir():
            yield here


def _may_give_captures(path: Path) -> bool:
    """Whether a file met in a folder is worth a try: style sheets, pictures and sidecars lie beside saved pages."""
    if path.name.startswith(".") or path.suffix in {".json", ".cdxj"} or not path.is_file():
        return False
    if path.suffix.lower() in _PAGE_SUFFIXES or _has_sidecar(path):
        return True
    head = _unpacked_head(_read(path, 1024))
    return head.startswith(WARC_MAGIC) or is_warc(path) or head.lstrip(b"\xef\xbb\xbf \t\r\n")[:5].lower() in {b"<!doc", b"<html"}


def _has_sidecar(path: Path) -> bool:
    try:
        return find_sidecar(path) is not None
    except RejectedPage:  # said again when the page is read, where it counts
        return True


def _unpacked_head(head: bytes) -> bytes:
    if not head.startswith(GZIP_MAGIC):
        return head
    try:
        return gunzipper(head).decompress(head, _HEAD)
    except InflateError:
        return b""


def _read(path: Path, size: int) -> bytes:
    try:
        if not path.is_file():
            raise ConfigurationError(f"cannot read {path}: it is neither a file nor a folder")
        with path.open("rb") as file:
            return file.read(size)
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> ConfigurationError:
    return ConfigurationError(f"cannot read {path}: {error.strerror or error}; check its permissions")


def _modified_at(path: Path) -> datetime:
    return _EPOCH + timedelta(microseconds=path.stat().st_mtime_ns // 1000)
