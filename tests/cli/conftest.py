"""Running the command line inside the test's own process."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import alwaght_scraper.cli.crawl as crawl_command
import alwaght_scraper.crawl as crawl_module
from alwaght_scraper.cli.main import main
from alwaght_scraper.cli.terminal import notes
from tests.cli.ran import Ran


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test in this folder may start a crawl, nor write to the checkout, whatever the command line makes of its words."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a crawl was started")

    monkeypatch.setattr(crawl_module, "run_crawl", refuse)
    monkeypatch.setattr(crawl_command, "run_crawl", refuse)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def alwaght(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # put back what main() sets

    def run(*argv: object) -> Ran:
        capsys.readouterr()
        handlers, level = list(logging.root.handlers), logging.root.level
        try:
            code = main([str(word) for word in argv])
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            logging.root.handlers[:], logging.root.level, notes.as_json = handlers, level, False
            logging.captureWarnings(False)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run
