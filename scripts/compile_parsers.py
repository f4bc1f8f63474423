"""Compiles the parsers (`make fast`); they are used once they gave the same as the Python that they were made from.

`python scripts/compile_parsers.py`, in an environment with mypy, setuptools and a C compiler.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final

from alwaght_scraper.compiled import VARIABLE, digest, root
from alwaght_scraper.parsers.extract import extract
from alwaght_scraper.replica.markups.catalogue import ALL
from alwaght_scraper.replica.pages import article_page

ROOT: Final = Path(__file__).resolve().parents[1]
PAGES: Final = 6
WORDS: Final = ("calendars", "date_forms", "dates", "labels", "site", "text")
SETUP: Final = """
import sys
from mypyc.build import mypycify
from setuptools import setup
setup(name="parsers", packages=[], ext_modules=mypycify(sys.argv.pop().split(","), opt_level="2", debug_level="0"))
"""
OPTIONS: Final = ("--config-file=", "--ignore-missing-imports", "--follow-imports=skip")
"""mypyc's own: the checks of the project are mypy's; here only what these modules say of each other counts."""


def sources() -> list[str]:
    """What is compiled: the parsers, and what they ask of words, dates and addresses."""
    package = ROOT / "alwaght_scraper"
    paths = [*(package / f"{name}.py" for name in WORDS), *sorted((package / "parsers").glob("[!_]*.py"))]
    return [str(path.relative_to(ROOT)) for path in paths]


def build(made: Path, objects: Path) -> None:
    """Compiles into `made`; ends the program where that fails."""
    command = [sys.executable, "-c", SETUP, "-q", "build_ext", f"--build-lib={made}", f"--build-temp={objects}"]
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    command += [",".join((*OPTIONS, *sources()))]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        last = (done.stdout + done.stderr).strip().rpartition("\n")[2]
        raise SystemExit(f"the parsers can't be compiled and stay in Python: {last}")


def damaged(payload: bytes, rng: Random) -> bytes:
    """A page with a piece lost and a mark too many."""
    first, second = (rng.randrange(len(payload)) for _ in range(2))
    cut = payload[:first] + payload[first + rng.choice((1, 40, 900)) :]
    return cut[:second] + rng.choice((b"<div>", b"</div>", b"</a>", b"<!--", b'"', b"<br>")) + cut[second:]


def show() -> None:
    """Prints what the replica's pages give, whole and damaged: a line each, with a digest of all items."""
    for name in ALL:
        for seed in range(PAGES):
            page = article_page(name, seed, weight=0.4).capture()
            for number, payload in enumerate((page.payload, damaged(page.payload, Random(f"{name} {seed}")))):
                given = repr(extract(replace(page, payload=payload))).encode("utf-8", "surrogatepass")
                print(name, seed, number, hashlib.sha256(given).hexdigest())


def shown(place: str) -> list[str]:
    """What another process prints of the pages, with what is compiled in a folder, or with none."""
    command = [sys.executable, __file__, "--show"]
    done = subprocess.run(command, env={**os.environ, VARIABLE: place}, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def main() -> None:
    """Compiles, compares, puts in use; says so."""
    place = root()
    if place is None:
        raise SystemExit(f"{VARIABLE} is set and empty, which turns compiled parsers off: unset it")
    final = place / digest()
    if final.is_dir():
        print("the parsers are compiled already")
        return
    print("compiling the parsers (a minute or two)", flush=True)
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place, prefix=".making-") as scratch:
        made = Path(scratch, "made", final.name)
        build(made, Path(scratch, "objects"))
        python, compiled = shown(""), shown(str(made.parent))
        if odd := [line for line, other in zip(python, compiled, strict=True) if line != other]:
            raise SystemExit(f"compiled, {len(odd)} of {len(python)} pages give something else, the first of them {odd[0]}: not used")
        for old in place.glob("[!.]*"):
            shutil.rmtree(old)
        made.rename(final)
    print(f"compiled, and {len(python)} pages give the same as before; used from now on, until a source changes")


if __name__ == "__main__":
    show() if "--show" in sys.argv else main()
