"""`alwaght export`: the dataset in another form, as a file or a folder."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Final

from alwaght_scraper.cli.query import writer
from alwaght_scraper.cli.terminal import say, say_json
from alwaght_scraper.errors import UsageError
from pipelines.exports.delta_folder import MARKER, library, write_delta
from pipelines.exports.formats import Writer
from pipelines.exports.scan import batches
from pipelines.exports.sqlite_file import write_sqlite
from pipelines.exports.target import new_file, new_folder
from pipelines.read import Snapshot
from pipelines.schema import TABLES

OF_ONE_TABLE: Final = ("csv", "jsonl", "parquet")
OF_TABLES: Final = ("sqlite", "delta")


def run(args: Namespace) -> None:
    """Write the export, whole or not at all, and say what is in it."""
    tables = read_tables(args)
    if args.format == "delta":
        library()
    snapshot = Snapshot.open(args.data, args.snapshot)
    rows = _export(snapshot, args.format, tables, args.target, raw=args.raw, force=args.force)
    if args.json:
        say_json({"target": str(args.target), "format": args.format, "snapshot": snapshot.number, "rows": rows})
    else:
        say(f"{args.target}: {', '.join(f'{count:,} rows of {name}' for name, count in rows.items())}, of snapshot {snapshot.number}")


def read_tables(args: Namespace) -> list[str]:
    """The tables that are asked for; raises UsageError where they or another option do not fit the format."""
    unknown = [name for name in args.table if name not in TABLES]
    if unknown:
        raise UsageError(f"no table '{unknown[0]}': the tables are {', '.join(TABLES)}")
    if args.raw and args.format != "csv":
        raise UsageError(f"--raw is about CSV; {args.format} holds every text as it is")
    wanted = list(dict.fromkeys(args.table)) or (list(TABLES) if args.format in OF_TABLES else ["articles"])
    if args.format in OF_ONE_TABLE and len(wanted) > 1:
        raise UsageError(f"one {args.format} file holds one table; name one with --table, or choose {' or '.join(OF_TABLES)}")
    return wanted


def _export(snapshot: Snapshot, form: str, tables: list[str], target: Path, *, raw: bool, force: bool) -> dict[str, int]:
    if form == "delta":
        with new_folder(target, force=force, marker=MARKER) as folder:
            return write_delta(snapshot, tables, folder)
    with new_file(target, force=force) as path:
        return write_sqlite(snapshot, tables, path) if form == "sqlite" else _one(snapshot, writer(form, raw=raw), tables[0], path)


def _one(snapshot: Snapshot, write: Writer, name: str, path: Path) -> dict[str, int]:
    with path.open("xb") as out:
        return {name: write(TABLES[name].schema, batches(snapshot, name), out)}
