# ruff: noqa: INP001 - a script, not a package
"""Rot tried on an archive: `python scripts/rot.py DATA [ROUNDS]`.

Flips one random bit of a random file of the dataset or the captures, and cuts one at a random byte, ROUNDS times each
(default 200), in a copy of the archive. Each time `alwaght verify --quick` must find something wrong with that file;
prints how often it did.
"""

from __future__ import annotations

import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from alwaght_scraper.tables import Captured
from alwaght_scraper.verification.verify import verify

SEED = 20261127


def flipped(content: bytes, chance: random.Random) -> bytes:
    """The content with one bit turned."""
    bit = chance.randrange(8 * len(content))
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def cut(content: bytes, chance: random.Random) -> bytes:
    """The content up to a random byte."""
    return content[: chance.randrange(len(content))]


def silent(_: Captured) -> None:
    """Nothing is derived here, so there is nothing to tell."""


def is_found(data: Path, path: Path, harm: Callable[[bytes, random.Random], bytes], chance: random.Random) -> bool:
    """Whether harm done to a file is found and the file named; the file is put back."""
    content = path.read_bytes()
    path.write_bytes(harm(content, chance))
    try:
        return any(path.name in f"{finding.file} {finding.problem}" for finding in verify(data, silent, rederive=False).findings)
    finally:
        path.write_bytes(content)


def main(source: Path, rounds: int) -> int:
    """Try both kinds of harm; 1 when any passed unseen."""
    chance = random.Random(SEED)  # noqa: S311 - the same rot each time
    with TemporaryDirectory(prefix="alwaght-rot-") as scratch:
        data = Path(shutil.copytree(source, Path(scratch) / "data", symlinks=True))
        (current,) = {(data / "current").resolve()}
        kept = [path for folder in (current, data / "captures") for path in sorted(folder.rglob("*")) if path.is_file()]
        found: Counter[str] = Counter()
        for harm in (flipped, cut):
            for _ in range(rounds):
                path = chance.choice([path for path in kept if path.stat().st_size])
                if is_found(data, path, harm, chance):
                    found[harm.__name__] += 1
                else:
                    print(f"{harm.__name__} and not found: {path.relative_to(data)}")  # noqa: T201
        print(f"{rounds} bits flipped, {found['flipped']} found; {rounds} files cut, {found['cut']} found")  # noqa: T201
    return int(found.total() < 2 * rounds)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 200))
