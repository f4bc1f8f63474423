"""The commands of analysts: what options they have."""

from __future__ import annotations

import argparse
from pathlib import Path

from alwaght_scraper.cli import options


def add_commands(commands: argparse._SubParsersAction[options.Parser]) -> None:
    """Add `query`."""
    _query(commands)


def _query(commands: argparse._SubParsersAction[options.Parser]) -> None:
    parser = commands.add_parser(
        "query",
        help="ask the dataset in SQL",
        description="Run one SQL query, in DuckDB's dialect, over the dataset's tables. It can read them and nothing else.",
    )
    parser.add_argument("sql", metavar="SQL", help='the query, such as "SELECT title FROM articles"; - reads it from stdin')
    parser.add_argument("--format", choices=("table", "csv", "json", "jsonl", "parquet"), help="form of the result (default: a table)")
    parser.add_argument("--raw", action="store_true", help="CSV as it is, without the apostrophes that disarm formulas")
    options.add_output(parser)
    parser.add_argument("--output", metavar="FILE", type=Path, help="write to this file; its name can tell the form")
    options.add_common(parser, json="the rows")
