"""The digest of a whole WARC file, kept beside it as `sha256sum` writes it, so that not one bit of it can turn unseen.

The digests inside a WARC file cover its records; gzip's own bytes and the padding of its streams have none.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final

from alwaght_scraper.captures.storage import write_whole

_LINE: Final = re.compile(r"([0-9a-f]{64})  ([^\n/]+)\n", re.ASCII)


def seal_path(warc: Path) -> Path:
    """Where the digest of a WARC file lies: beside it."""
    return warc.with_name(f"{warc.name}.sha256")


def write_seal(warc: Path, sha256: str) -> None:
    """Put the digest of a WARC file beside it, whole or not at all; `sha256sum -c` reads it."""
    write_whole(seal_path(warc), f"{sha256}  {warc.name}\n".encode())


def read_seal(warc: Path) -> str | None:
    """The digest that a WARC file had when it was closed; None where no file says so, or none that can be understood."""
    try:
        match = _LINE.fullmatch(seal_path(warc).read_text("ascii"))
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return match[1] if match and match[2] == warc.name else None


def file_sha256(path: Path) -> str:
    """The digest of a file as it is, 64 hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
