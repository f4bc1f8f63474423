"""What a run says on stderr, as plain lines or as JSON lines; either way no archived text can forge a line of its own."""

from __future__ import annotations

import logging
import sys
from typing import Final

from alwaght_scraper.cli import terminal

FORMATS: Final = ("plain", "json")
_PLAIN: Final = "%(asctime)s [%(name)s] %(levelname)s: %(message)s"


def set_up(log_format: str, *, is_loud: bool) -> None:
    """Send notes and log records to stderr in one of `FORMATS`; `is_loud` shows more than warnings."""
    terminal.notes.as_json = log_format == "json"
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if log_format == "json" else PlainLines(_PLAIN))
    handler.setLevel(logging.INFO if is_loud else logging.WARNING)
    logging.root.handlers[:] = [handler]
    logging.captureWarnings(log_format == "json")
    logging.root.setLevel(handler.level)


class PlainLines(logging.Formatter):
    """One line for a record; further ones, of a traceback, are indented, so that they are never taken for records."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text."""
        first, *rest = super().format(record).split("\n")
        return "\n".join([terminal.safe(first), *(f"    {terminal.safe(line)}" for line in rest)])


class JsonLines(logging.Formatter):
    """One JSON object for a record: time (UTC), level, logger, message, and the traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        more = {"logger": record.name}
        if record.exc_info:
            more["traceback"] = self.formatException(record.exc_info)
        return terminal.json_line(record.getMessage(), record.levelname.lower(), record.created, more)
