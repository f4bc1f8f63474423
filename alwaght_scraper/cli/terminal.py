"""Printing archived text: what a page holds can never steer the reader's terminal."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from rich.cells import cell_len

# Control characters move the cursor or open escape sequences; bidi overrides and isolates make a line
# read as something else. Marks that Arabic and Persian text needs (ZWNJ, ZWJ, LRM, RLM) stay.
_STEERING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb\ufeff]")
_CELL: Final = 60
"""Width of a table's cell; longer texts are cut with an ellipsis."""


def safe(text: str) -> str:
    """`text` on one line, with each character that could steer a terminal shown as its escape."""
    return _STEERING.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def say(line: str = "") -> None:
    """One line of data for stdout."""
    print(safe(line))


@dataclass(slots=True)
class Notes:
    """How notes are written: for a person, or as JSON lines for a log collector."""

    as_json: bool = False


notes: Final = Notes()


def note(line: str, level: str = "info") -> None:
    """One line for whoever watches, on stderr; where nobody can be told, the work goes on all the same."""
    with suppress(OSError):
        print(json_line(line, level, time.time()) if notes.as_json else safe(line), file=sys.stderr, flush=True)


def json_line(message: str, level: str, when: float, more: Mapping[str, object] | None = None) -> str:
    """A log line as JSON, in ASCII: time (UTC, ISO 8601), level, message, and what else is known."""
    moment = datetime.fromtimestamp(when, UTC).isoformat(timespec="milliseconds")
    return json.dumps({"time": moment, "level": level, "message": message, **(more or {})})


def say_json(value: object) -> None:
    """`value` as JSON on stdout; text outside ASCII stays readable, what could steer a terminal is escaped."""
    print(escaped(json.dumps(value, ensure_ascii=False, indent=2, default=str)))


def escaped(text: str) -> str:
    """`text` in its lines, with each character that could steer a terminal shown as JSON would escape it."""
    return "\n".join(_STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", line) for line in text.split("\n"))


_COLOURS: Final = {"gone": ("[-", "-]", "31;9"), "new": ("{+", "+}", "32;4"), "same": ("", "", "")}


def say_edits(edits: Iterable[tuple[str, str]]) -> None:
    """A passage on a line of its own, what is gone in `[-…-]` and what is new in `{+…+}`, in colour on a terminal.

    Nothing stands before it, so that a terminal takes the line's direction from the passage.
    """
    has_colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    line, has_gap = "", True
    for kind, text in edits:
        before, after, colour = _COLOURS[kind]
        shown = f"{before}{safe(text.strip())}{after}"
        if not has_gap and (text[:1].isspace() or kind == "new"):
            line += " "
        line += f"\x1b[{colour}m{shown}\x1b[0m" if has_colour and colour else shown
        has_gap = text[-1:].isspace()
        line += " " * has_gap
    print(line.rstrip())


def columns(rows: Iterable[Sequence[object]], *, indent: int = 2) -> None:
    """Rows as aligned columns, numbers to the right."""
    table = [[safe(str(cell)) for cell in row] for row in rows]
    widths = [max(len(row[place]) for row in table) for place in range(len(table[0]))] if table else []
    for row in table:
        cells = [_padded(cell, width) for cell, width in zip(row, widths, strict=True)]
        print((" " * indent + "  ".join(cells)).rstrip())


def _padded(cell: str, width: int) -> str:
    return cell.rjust(width) if cell.replace(",", "").isdigit() else cell.ljust(width)


def table(names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows below the names of their columns, in columns that line up also where letters are wide; NULL for None."""
    cells = [[short(str(cell) if cell is not None else "NULL", _CELL) for cell in row] for row in rows]
    titles = [short(name, _CELL) for name in names]
    widths = [max(map(cell_len, column)) for column in zip(titles, *cells, strict=True)]
    is_number = [{type(row[place]) for row in rows} - {type(None)} <= {int, float} for place in range(len(names))]
    for line in (titles, ["-" * width for width in widths], *cells):
        print("  ".join(map(_aligned, line, widths, is_number)).rstrip())


def _aligned(cell: str, width: int, is_number: bool) -> str:
    blanks = " " * (width - cell_len(cell))
    return blanks + cell if is_number and cell != "NULL" else cell + blanks


def size(count: int) -> str:
    """Bytes as a person reads them."""
    value, unit = float(count), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            break
        value /= 1000
    return f"{value:.0f} B" if unit == "B" else f"{value:.1f} {unit}"


def short(text: str, width: int = 100) -> str:
    """`text` on one line, cut to `width` characters with an ellipsis."""
    line = safe(" ".join(text.split()))
    return line if len(line) <= width else line[: width - 1] + "…"
