"""`alwaght query`: SQL over the dataset's tables, shown or written to a file."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, Final

from alwaght_scraper.cli.stdout import StdOut
from alwaght_scraper.cli.terminal import note, say, table
from alwaght_scraper.errors import UsageError
from pipelines.exports.formats import FORMATS, Writer, write_raw_csv
from pipelines.exports.plain import records
from pipelines.exports.target import new_file, refuse_to_overwrite
from pipelines.query import Database
from pipelines.read import Snapshot

SHOWN: Final = 100
"""Rows that a table on the screen has; more are for files."""

TABLE: Final = "table"
_SUFFIXES: Final = {".csv": "csv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}


def run(args: Namespace) -> None:
    """Run the query and give its rows in the form that was asked for."""
    form = read_form(args)
    if args.output:
        refuse_to_overwrite(args.output, force=args.force)
    query = sys.stdin.read() if args.sql == "-" else args.sql
    with Database(Snapshot.open(args.data, args.snapshot)) as database:
        schema, batches = database.batches(query)
        if form == TABLE:
            _show(schema, batches)
        elif args.output:
            _save(args.output, writer(form, raw=args.raw), schema, batches, force=args.force)
        else:
            writer(form, raw=args.raw)(schema, batches, StdOut(is_json=form != "csv"))


def read_form(args: Namespace) -> str:
    """The form of the result: as asked for, else by the output's name, else a table; raises UsageError where these do not fit."""
    if args.json and args.format not in {None, "json"}:
        raise UsageError(f"--json and --format {args.format} ask for two forms; give one of them")
    by_name = _SUFFIXES.get(args.output.suffix.lower()) if args.output else TABLE
    form: str | None = args.format or ("json" if args.json else by_name)
    if form is None:
        raise UsageError(f"'{args.output}' does not tell its form; add --format, or name it *{', *'.join(_SUFFIXES)}")
    if form == "parquet" and not args.output:
        raise UsageError("Parquet is no text; name a file with --output")
    if form == TABLE and args.output:
        raise UsageError("a table is for the screen; a file is csv, json, jsonl or parquet")
    if args.raw and form != "csv":
        raise UsageError(f"--raw is about CSV; {form} holds every text as it is")
    return form


def writer(form: str, *, raw: bool) -> Writer:
    """What writes a form."""
    return write_raw_csv if raw else FORMATS[form]


def _save(target: Path, write: Writer, schema: Any, batches: Iterable[Any], *, force: bool) -> None:
    with new_file(target, force=force) as path, path.open("xb") as out:
        count = write(schema, batches, out)
    note(f"{count:,} rows in {target}")


def _show(schema: Any, batches: Iterable[Any]) -> None:
    rows = list(islice((tuple(record.values()) for batch in batches for record in records(batch)), SHOWN + 1))
    table(schema.names, rows[:SHOWN])
    if len(rows) > SHOWN:
        note(f"these are the first {SHOWN} rows; --format csv, json or jsonl gives all, and so does --output FILE")
    elif not rows:
        say("(no rows)")
