"""A capture: one fetch, kept as the bytes that came, with when it came and where it lies."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Literal

Source = Literal["live", "replay", "warc", "file"]
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Location:
    """Where a capture's record lies: file name below `data/captures`, first byte, length in bytes."""

    warc_file: str
    offset: int
    length: int


@dataclass(frozen=True)
class Capture:
    """One fetch.

    `payload` is the body as the server sent it, transfer coding removed and content coding (gzip, br)
    still on; `status` is None and `failure` says why when no response came. `fetched_at` is aware, UTC,
    to the microsecond. A 304 has no payload; `original` is the response that its address showed before and, says
    the server, still shows. `latency_ms` are the milliseconds from asking to the last byte of the answer, None where
    nobody measured them. Two captures are the same when their `capture_id` is, wherever they lie.
    """

    url: str
    fetched_at: datetime
    status: int | None
    headers: Headers = ()
    payload: bytes = field(default=b"", repr=False)
    source: Source = "live"
    failure: str | None = None
    location: Location | None = None
    original: Capture | None = field(default=None, repr=False)
    latency_ms: int | None = None

    def __post_init__(self) -> None:
        if self.fetched_at.tzinfo is None:
            raise ValueError(f"capture of {self.url}: fetched_at has no time zone")
        object.__setattr__(self, "fetched_at", self.fetched_at.astimezone(UTC))

    @cached_property
    def payload_sha256(self) -> str:
        """Digest of `payload`, 64 hex digits."""
        return hashlib.sha256(self.payload).hexdigest()

    @cached_property
    def capture_id(self) -> str:
        """32 hex digits over address, time, status and payload digest; no place, no source."""
        parts = (self.url, self.fetched_at.isoformat(timespec="microseconds"), str(self.status), self.payload_sha256)
        return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case; None when there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def at(self, location: Location) -> Capture:
        """The same capture at a place; a digest that is known already is not computed again."""
        moved = replace(self, location=location)
        vars(moved).update((name, value) for name, value in vars(self).items() if name in {"payload_sha256", "capture_id"})
        return moved
