"""`python -m tests.regenerate_fixtures` renders all fixtures again and prints what changed.

The truth comes from the replica's generator, never from the parser. Read the diff before committing it.
"""

from __future__ import annotations

import difflib
import shutil
import sys
from collections.abc import Iterator

from tests.parsers.cases import FOLDER, files
from tests.parsers.fixture_cases import all_cases

MAX_BYTES = 1_500_000


def changes() -> Iterator[str]:
    """Write every case; yield a line or a diff for each file that differs from the one that stood there."""
    written = {FOLDER / case / name: content for case, page in all_cases().items() for name, content in files(page).items()}
    assert sum(map(len, written.values())) < MAX_BYTES, "the fixtures have grown too large: use a lighter page"
    for path in sorted(set(FOLDER.glob("*/*/*")) - set(written)):
        path.unlink()
        yield f"removed {path.relative_to(FOLDER)}\n"
    for path, content in written.items():
        before = path.read_bytes() if path.exists() else None
        if before != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            yield from _told(str(path.relative_to(FOLDER)), before, content)
    for folder in [path for path in FOLDER.glob("*/*") if path.is_dir() and not any(path.iterdir())]:
        shutil.rmtree(folder)


def _told(name: str, before: bytes | None, after: bytes) -> Iterator[str]:
    if before is None:
        yield f"new {name} ({len(after)} bytes)\n"
    elif name.endswith(".json"):
        yield from difflib.unified_diff(
            before.decode().splitlines(True), after.decode().splitlines(True), f"old/{name}", f"new/{name}", n=1
        )
    else:
        yield f"changed {name} ({len(before)} -> {len(after)} bytes)\n"


def main() -> int:
    told = list(changes())
    sys.stdout.writelines(told or ["nothing changed\n"])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
