"""The commands that show and check what the archive holds as evidence: their options."""

from __future__ import annotations

import argparse
from datetime import timedelta

from alwaght_scraper.cli import options


def add_commands(commands: argparse._SubParsersAction[options.Parser]) -> None:
    """Add them all."""
    _trace(commands)
    _diff(commands)
    _verify(commands)
    _prune(commands)


def _trace(commands: argparse._SubParsersAction[options.Parser]) -> None:
    parser = commands.add_parser(
        "trace",
        help="show where a value comes from, down to the archived bytes",
        description="Show an article's values, the rule that found each, and every capture of its address: which version it showed and "
        "where it lies.",
    )
    parser.add_argument("lang", metavar="LANG", type=options.language, help="language edition")
    parser.add_argument("id", metavar="ID", type=options.whole, help="number of the article")
    parser.add_argument("field", metavar="FIELD", nargs="?", help="only this field, in full")
    parser.add_argument("--changes", action="store_true", help="show when the value, or the article, changed")
    parser.add_argument("--bytes", action="store_true", help="write the archived page to stdout, content coding undone")
    parser.add_argument("--raw", action="store_true", help="with --bytes: as it came, content coding left on")
    parser.add_argument("--capture", metavar="CAPTURE", help="with --bytes: of this capture (default: the first of the current version)")
    parser.add_argument("--snapshot", metavar="N", type=options.whole, help="by this snapshot (default: the current one)")
    options.add_common(parser, json="the same")


def _diff(commands: argparse._SubParsersAction[options.Parser]) -> None:
    parser = commands.add_parser(
        "diff",
        help="show what changed between an article's versions, or between two snapshots",
        description="Show what changed between all versions of an article, word by word, or between two snapshots of the dataset.",
    )
    parser.add_argument("what", metavar="[LANG] ID | SNAPSHOT SNAPSHOT", nargs="+", help="an article, or two snapshots (`current` is one)")
    options.add_common(parser, json="every change")


def _verify(commands: argparse._SubParsersAction[options.Parser]) -> None:
    parser = commands.add_parser(
        "verify",
        help="check every digest, pointer and key, and that the captures give this dataset",
        description="Check the archive: every file against its digest, every record, pointer and key, and the dataset derived again aside "
        "and compared byte by byte. Nothing is changed without --repair. Exits 32 when anything is wrong.",
    )
    parser.add_argument("--all", action="store_true", help="check the files of older snapshots too")
    parser.add_argument("--quick", action="store_true", help="do not derive the dataset again")
    parser.add_argument(
        "--repair", action="store_true", help="make again what can be: the dataset from the captures, indexes from WARC files"
    )
    options.add_common(parser, json="all that was found")


def _prune(commands: argparse._SubParsersAction[options.Parser]) -> None:
    parser = commands.add_parser(
        "prune",
        help="take old snapshots away; captures are never deleted",
        description="Take snapshots away that are neither among the newest nor young, and what runs that died left. Never the current "
        "snapshot, and never a capture.",
    )
    parser.add_argument("--keep", metavar="N", type=options.whole, help="keep the N newest snapshots")
    parser.add_argument("--older-than", metavar="AGE", type=options.age, help="take away only what is older, such as 90d, 12h or 2w")
    parser.add_argument(
        "--grace",
        metavar="AGE",
        type=options.age,
        default=timedelta(hours=1),
        help="keep what was current until so long ago, for those who still read it (default: 1h)",
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would go")
    options.add_common(parser, json="what goes and what stays")
