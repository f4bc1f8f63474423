"""stdout as the binary file that writers of rows write to."""

from __future__ import annotations

import codecs
import io
import sys
from typing import Final

from alwaght_scraper.cli.terminal import escaped


def is_terminal() -> bool:
    """Whether a person sees what goes to stdout."""
    return sys.stdout.isatty()


class StdOut(io.RawIOBase):
    """Writes UTF-8 to stdout and never closes it.

    What could steer a terminal is escaped as in JSON: always in JSON, which says the same after it; in CSV on a terminal only,
    so that a program gets each text as it is.
    """

    def __init__(self, *, is_json: bool) -> None:
        self._is_escaped: Final = is_json or is_terminal()
        self._decoder: Final = codecs.getincrementaldecoder("utf-8")()

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # one kind of buffer is enough here
        """Pass the bytes on; gives their number."""
        if self._is_escaped:
            sys.stdout.write(escaped(self._decoder.decode(data)))
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
        return len(data)

    def flush(self) -> None:
        """Hand on what is buffered."""
        sys.stdout.flush()
