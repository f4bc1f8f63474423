"""Compiled parsers give what the Python gives, and are never used beside a source that they were not made of."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from alwaght_scraper.compiled import VARIABLE

ROOT = Path(__file__).parent.parent
WHERE = "import alwaght_scraper.parsers.scanner as it; print(it.__file__)"

pytestmark = pytest.mark.skipif(shutil.which(os.environ.get("CC", "cc")) is None, reason="needs a C compiler")


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """Where the parsers are compiled; the script has compared them already, or it would have failed."""
    place = tmp_path_factory.mktemp("compiled")
    done = run(place, ROOT, "scripts/compile_parsers.py")
    assert done.returncode == 0, done.stdout + done.stderr
    return place


def run(place: Path, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, VARIABLE: str(place) if place.name else "", "PYTHONPATH": str(root)}
    return subprocess.run([sys.executable, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False)


def test_what_is_compiled_is_used_and_nothing_else_is_left(compiled):
    assert Path(run(compiled, ROOT, "-c", WHERE).stdout.strip()).is_relative_to(compiled)
    assert len(list(compiled.iterdir())) == 1


def test_a_source_that_was_edited_since_is_read_itself(compiled, tmp_path):
    for package in ("alwaght_scraper", "pipelines"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "_compiled"))
    assert Path(run(compiled, tmp_path, "-c", WHERE).stdout.strip()).is_relative_to(compiled)
    with (tmp_path / "alwaght_scraper/parsers/tags.py").open("a") as source:
        source.write("# one more line\n")
    assert run(compiled, tmp_path, "-c", WHERE).stdout.strip() == str(tmp_path / "alwaght_scraper/parsers/scanner.py")


FIXTURES = """
import hashlib, pathlib
from datetime import UTC, datetime
from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.parsers.extract import extract
for page in sorted(pathlib.Path("tests/fixtures").rglob("page.*")):
    capture = Capture("http://alwaght.net/en/News/7/x", datetime(2026, 1, 2, tzinfo=UTC), 200, (), page.read_bytes())
    print(page, hashlib.sha256(repr(extract(capture)).encode("utf-8", "surrogatepass")).hexdigest())
"""


def test_the_fixtures_give_the_same_compiled(compiled):
    python, fast = run(Path(), ROOT, "-c", FIXTURES), run(compiled, ROOT, "-c", FIXTURES)
    assert python.stdout == fast.stdout
    assert len(python.stdout.splitlines()) > 50
