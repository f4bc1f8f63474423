"""What a command line gave."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line on stderr; fails when there is not exactly one."""
        (line,) = self.err.splitlines()
        assert line.startswith("alwaght: ")
        return line
