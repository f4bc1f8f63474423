"""What of a WARC file gives nothing, and who is told."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Damage:
    """A range of a WARC file of which nothing could be used, and why; offset and length in bytes of the file."""

    path: Path
    offset: int
    length: int
    reason: str

    @property
    def what(self) -> str:
        """The range and the reason, behind the name of the file."""
        return f"bytes {self.offset} to {self.offset + self.length} give nothing: {self.reason}"

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


OnDamage = Callable[[Damage], None]


def log_damage(damage: Damage) -> None:
    """What becomes of damage when the caller has no use for it: a warning in the log."""
    _log.warning("%s", damage)


def ignore_damage(_: Damage) -> None:
    """What becomes of damage that is reported elsewhere."""
