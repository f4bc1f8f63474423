"""What a JSON file beside a saved page says of it: `{"url": ..., "fetched_at": ..., "status": ..., "headers": ...}`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from alwaght_scraper.captures.capture import Headers
from alwaght_scraper.captures.http_message import clean_headers
from alwaght_scraper.errors import RejectedPage

FOLDER_SIDECAR: Final = "capture.json"
_MAX_SIZE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What is known of a saved page; None or empty where the file does not say."""

    url: str | None = None
    fetched_at: datetime | None = None
    status: int | None = None
    headers: Headers = ()


def find_sidecar(page: Path) -> Sidecar | None:
    """The sidecar of a page: `page.html.json`, `page.json`, or `capture.json` in a folder with no other page.

    Raises `RejectedPage` for one that is there and cannot be understood.
    """
    for path in (page.with_name(f"{page.name}.json"), page.with_suffix(".json")):
        if path != page and path.is_file():
            return _read(path)
    shared = page.with_name(FOLDER_SIDECAR)
    if shared.is_file() and page != shared and _is_only_page(page):
        return _read(shared)
    return None


def _is_only_page(page: Path) -> bool:
    return all(other == page or other.suffix == ".json" or not other.is_file() for other in page.parent.iterdir())


def _read(path: Path) -> Sidecar:
    try:
        with path.open("rb") as file:
            return _understood(json.loads(file.read(_MAX_SIZE)))
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise RejectedPage(f"{path} cannot be understood ({' '.join(str(error).split())[:200]}); mend it or remove it") from None


def _understood(said: Any) -> Sidecar:
    if not isinstance(said, dict):
        raise TypeError("no JSON object")
    return Sidecar(_text(said.get("url")), _time(said.get("fetched_at")), _status(said.get("status")), _headers(said.get("headers")))


def _text(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError("url is no text")
    return value or None


def _time(value: Any) -> datetime | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError("fetched_at is no text")
    when = datetime.fromisoformat(value)
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)


def _status(value: Any) -> int | None:
    if value is not None and (not isinstance(value, int) or not 100 <= value <= 999):
        raise TypeError("status is no HTTP status")
    return value


def _headers(value: Any) -> Headers:
    pairs = value.items() if isinstance(value, dict) else value or ()
    return clean_headers(tuple((str(name), str(text)) for name, text in pairs))
