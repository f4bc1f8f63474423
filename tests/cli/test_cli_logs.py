"""stderr is for people or for log collectors, and nothing that a page says can forge a line of it."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from alwaght_scraper.cli import logs, terminal
from tests.cli.pages import article, save
from tests.cli.ran import Ran

FORGED = "a title\n2026-01-01 [alwaght] ERROR: \x1b[31mforged\u202e"


def record(message: str, *, failed: bool = False) -> logging.LogRecord:
    info = None
    if failed:
        try:
            int(message)
        except ValueError:
            info = sys.exc_info()
    return logging.LogRecord("alwaght", logging.WARNING, __file__, 1, "%s", (message,), info)


@pytest.mark.parametrize("failed", [False, True])
def test_a_json_line_is_one_line_of_ascii_with_all_that_was_said(failed: bool) -> None:
    line = logs.JsonLines().format(record(FORGED, failed=failed))
    assert line.isascii()
    assert line.isprintable()
    said = json.loads(line)
    assert (said["level"], said["logger"], said["message"]) == ("warning", "alwaght", FORGED)
    assert said["time"].endswith("+00:00")
    assert ("ValueError" in said.get("traceback", "")) == failed


def test_a_plain_record_begins_one_line_and_steers_no_terminal() -> None:
    first, *rest = logs.PlainLines("%(levelname)s: %(message)s").format(record(FORGED, failed=True)).split("\n")
    assert first == "WARNING: a title"
    assert all(line.startswith("    ") for line in rest)
    assert not {"\x1b", "\u202e"} & set("".join(rest))


def test_every_line_of_stderr_is_json_when_that_is_asked_for(alwaght: Callable[..., Ran], tmp_path: Path) -> None:
    save(tmp_path / "in" / "1.html", article(1, "A Story of the Harbour"))
    save(tmp_path / "in" / "2.html", article(2, "Without an Address", address=None))
    ran = alwaght("extract", tmp_path / "in", "--data", tmp_path / "d", "--log-format", "json")
    lines = [json.loads(line) for line in ran.err.splitlines()]
    assert any("left out" in line["message"] for line in lines)
    ran = alwaght("extract", tmp_path / "in", "--data", "/dev/null/d", "--log-format", "json")
    (line,) = (json.loads(line) for line in ran.err.splitlines() if "/dev/null" in line)
    assert line["level"] == "error"
    assert not terminal.notes.as_json
