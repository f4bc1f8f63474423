"""Which payloads are archived already, and where: what a revisit may point to."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alwaght_scraper.captures.cdx import REVISIT_MIME, read_cdx
from alwaght_scraper.captures.raw_record import RawRecord

_OFFSET_BITS: Final = 44
_DIGEST_BITS: Final = 64
_DIGEST_MASK: Final = (1 << _DIGEST_BITS) - 1

Place = tuple[Path, int]
"""A WARC file and the byte where a record starts."""


class Originals:
    """Places of response records by payload digest, and the latest payload of each address.

    Keys are 64-bit hashes: an entry takes about 200 bytes however long its address, and a place that is
    found must be read and compared before it is believed.
    """

    def __init__(self) -> None:
        self._files: list[Path] = []
        self._places: dict[int, int] = {}
        self._latest: dict[int, int] = {}

    def load(self, warc: Path) -> None:
        """Take in what the CDXJ index of a closed WARC file names."""
        for when, fields in read_cdx(warc):
            digest, status = fields.get("digest"), fields.get("status")
            if digest is None or status is None:
                continue
            if fields.get("mime") != REVISIT_MIME:
                self.add(warc, int(fields["offset"]), digest)
            if status == "200":
                self.see(fields["url"], when, digest)

    def learn(self, warc: Path, record: RawRecord) -> None:
        """Take in a record of the file, if it is one that a revisit may point to."""
        if record.type == "response" and record.is_alone and (digest := record.fields.get("warc-payload-digest")):
            self.add(warc, record.offset, digest)

    def add(self, warc: Path, offset: int, digest: str) -> None:
        """A response record with this payload lies here; the first one told of is kept."""
        key = _key(digest)
        if key in self._places:
            return
        if not self._files or self._files[-1] != warc:
            self._files.append(warc)
        self._places[key] = (len(self._files) - 1) << _OFFSET_BITS | offset

    def see(self, url: str, when: str, digest: str) -> None:
        """An address showed this payload, with status 200, at `when`, 14 digits."""
        seen = int(when) << _DIGEST_BITS | _key(digest)
        self._latest[_key(url)] = max(seen, self._latest.get(_key(url), 0))

    def of_payload(self, digest: str) -> Place | None:
        """Where the original of a payload lies."""
        return self._place(_key(digest))

    def of_address(self, url: str) -> Place | None:
        """Where the original of the payload lies that an address showed last."""
        seen = self._latest.get(_key(url))
        return None if seen is None else self._place(seen & _DIGEST_MASK)

    def _place(self, key: int) -> Place | None:
        place = self._places.get(key)
        return None if place is None else (self._files[place >> _OFFSET_BITS], place & ((1 << _OFFSET_BITS) - 1))


def _key(text: str) -> int:
    return hash(text) & _DIGEST_MASK
