"""`alwaght prune`: old snapshots taken away by count and age, and what dead runs left."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alwaght_scraper.cli.recorded import verdict
from alwaght_scraper.cli.terminal import columns, say, say_json, size
from alwaght_scraper.errors import UsageError
from alwaght_scraper.lock import locked
from alwaght_scraper.run_record import RunRecord
from pipelines.prune import freed, leftovers, plan, remove, sweep
from pipelines.read import Snapshot


def run(args: Namespace) -> None:
    """Say what goes and what stays, and why; then take it away unless this is a dry run."""
    if args.keep is None and args.older_than is None:
        raise UsageError("nothing says which snapshots are old: give --keep N, --older-than AGE or both")
    Snapshot.open(args.data)  # where there is none, the lock would make a folder
    if args.dry_run:
        told, _, _ = _plan(args)
    else:
        told = _prune(args)
    if args.json:
        say_json(told)
    else:
        _print(told)


def _plan(args: Namespace) -> tuple[dict[str, Any], list[int], list[Path]]:
    candidates = plan(args.data, datetime.now(UTC), keep=args.keep, older_than=args.older_than, grace=args.grace)
    going = [one.number for one in candidates if one.kept is None]
    left = leftovers(args.data)
    snapshots = [{"number": one.number, "made_at": one.made_at.isoformat(timespec="seconds"), "kept": one.kept} for one in candidates]
    names = [str(path.relative_to(args.data)) for path in left]
    return {"dry_run": args.dry_run, "snapshots": snapshots, "leftovers": names, "bytes_freed": freed(args.data, going)}, going, left


def _prune(args: Namespace) -> dict[str, Any]:
    with _recorded(args) as record, locked(args.data, "`alwaght prune`"):
        told, going, left = _plan(args)
        record.open(args.data)
        record.counts = {"pruned": going, "bytes_freed": told["bytes_freed"]}
        for number in going:
            remove(args.data, number)
        sweep(left)
    return told


@contextmanager
def _recorded(args: Namespace) -> Iterator[RunRecord]:
    given = {"keep": args.keep, "older_than": args.older_than and str(args.older_than)}
    record = RunRecord.begin("prune", {name: value for name, value in given.items() if value})
    try:
        yield record
    finally:
        if record.snapshot_before is not None:  # else it was refused before it began
            record.end(args.data, *verdict(sys.exception()))


def _print(told: dict[str, Any]) -> None:
    verb = "would go" if told["dry_run"] else "pruned"
    columns((str(one["number"]), one["made_at"], f"kept: {one['kept']}" if one["kept"] else verb) for one in told["snapshots"])
    for name in told["leftovers"]:
        say(f"  {name}  left by a run that died: {verb}")
    count = sum(one["kept"] is None for one in told["snapshots"])
    say(f"{count} snapshots {verb}, {size(told['bytes_freed'])} freed; captures are never deleted")
