"""`alwaght rebuild`: the dataset derived again from all captures, and what that changes."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alwaght_scraper.captures.warc import WarcArchive
from alwaght_scraper.cli.derive import Derived, derive, run_in
from alwaght_scraper.cli.progress import captures_meter
from alwaght_scraper.cli.snapshot_diff import EXAMPLES, SnapshotDiff, diff_snapshots, print_diff
from alwaght_scraper.cli.summary import print_counts, print_dataset
from alwaght_scraper.cli.terminal import note, say
from alwaght_scraper.errors import AlwaghtError, ConfigurationError
from alwaght_scraper.rederive import derive_aside
from alwaght_scraper.tables import Captured
from alwaght_scraper.workspace import CAPTURES
from pipelines.read import Snapshot


def run(args: Namespace) -> None:
    """Extract every capture again, publish (unless it is a dry run), print a summary and what changed."""
    if not any(any((args.data / CAPTURES).glob(f"*.warc.gz{suffix}")) for suffix in ("", ".open")):
        raise ConfigurationError(f"no captures in {args.data / CAPTURES}; run `alwaght crawl` or `alwaght extract` first")
    with run_in(args.data, args.run_record) as (archive, derived):
        before = _readable(args.data) if args.diff or args.dry_run else None
        with _derived(args, archive, derived) as after:
            found = diff_snapshots(before, after) if before else None
            if not args.json:
                _print(args, derived, found)
    if found:
        args.run_record.counts["diff"] = _record(found)
    derived.verdict()


@contextmanager
def _derived(args: Namespace, archive: WarcArchive, derived: Derived) -> Iterator[Snapshot]:
    """The dataset derived again: the new current one, or in a dry run one that is thrown away."""
    if not args.dry_run:
        derive(args.data, archive, derived, fresh=True, accept_changes=args.accept_changes)
        yield Snapshot.open(args.data)
        return
    with TemporaryDirectory(prefix="alwaght-rebuild-") as scratch, captures_meter() as shown:

        def tell(item: Captured) -> None:
            derived.count(item)
            shown(item)

        captures = archive.read({}, on_damage=derived.note_damage)
        yield derive_aside(captures, args.data, Path(scratch), journal=archive.extent(), tell=tell)


def _readable(data: Path) -> Snapshot | None:
    """The dataset as it is before, to compare with; None where there is none that can be read."""
    try:
        return Snapshot.open(data)
    except AlwaghtError as error:
        note(f"nothing to compare with: {error}")
        return None


def _print(args: Namespace, derived: Derived, found: SnapshotDiff | None) -> None:
    say(f"extracted again: {derived.captures:,} captures, {derived.articles:,} of them articles, in {derived.elapsed:.1f} s")
    print_counts(derived.outcomes, derived.reasons)
    print_dataset(args.data, derived.snapshot)
    if found:
        say()
        say("what that changes" if not args.dry_run else "what that would change")
        print_diff(found)


def _record(found: SnapshotDiff) -> dict[str, Any]:
    """The counts of a comparison and its first changes: a run record is no place for all of them."""
    told = asdict(found)
    return told | {name: told[name][:EXAMPLES] for name in ("added", "gone", "changed")}
