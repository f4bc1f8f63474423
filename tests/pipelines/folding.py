"""Publishing captures in tests, and comparing what was published."""

from __future__ import annotations

from pipelines.publish import publish
from pipelines.stage import Stage


def fold(data_dir, captured, **options):
    with Stage(data_dir / "staging" / "run") as staged:
        for one in captured:
            staged.add(one)
        return publish(data_dir, staged, **({"journal": {}, "extractor": "1"} | options))


def contents(snapshot):
    return {str(path.relative_to(snapshot.folder)): path.read_bytes() for path in sorted(snapshot.folder.rglob("*.*"))}


def different_files(one, other):
    ours, theirs = contents(one), contents(other)
    return sorted(name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name))
