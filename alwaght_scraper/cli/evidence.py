"""The commands that show and check what the archive holds as evidence."""

from __future__ import annotations

import argparse

from alwaght_scraper.cli import options


def add_commands(commands: argparse._SubParsersAction[options.Parser]) -> None:
    """Add them all."""
    _verify(commands)


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
