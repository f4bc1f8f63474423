"""The commands of analysts: what options they have."""

from __future__ import annotations

import argparse

from alwaght_scraper.cli import options


def add_commands(commands: argparse._SubParsersAction[options.Parser]) -> None:
    """Add them all."""
    _query(commands)
    _export(commands)
    _report(commands)


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
    parser.add_argument("--output", metavar="FILE", type=options.place, help="write to this file; its name can tell the form")
    options.add_common(parser, json="the rows")


def _export(commands: argparse._SubParsersAction[options.Parser]) -> None:
    parser = commands.add_parser(
        "export",
        help="write the dataset in another form",
        description="Write one table as a CSV, JSON Lines or Parquet file, or all tables as a SQLite database with full-text search or as "
        "a folder of Delta Lake tables. The target is there whole or not at all.",
    )
    parser.add_argument(
        "format", metavar="FORMAT", choices=("csv", "jsonl", "parquet", "sqlite", "delta"), help="csv, jsonl, parquet, sqlite or delta"
    )
    parser.add_argument("target", metavar="TARGET", type=options.place, help="file to write, or folder for delta")
    parser.add_argument(
        "--table",
        metavar="NAME",
        action="append",
        default=[],
        help="only this table (again for more; csv, jsonl and parquet: one, articles by default)",
    )
    parser.add_argument("--raw", action="store_true", help="CSV as it is, without the apostrophes that disarm formulas")
    options.add_output(parser)
    options.add_common(parser, json="what was written")


def _report(commands: argparse._SubParsersAction[options.Parser]) -> None:
    parser = commands.add_parser(
        "report",
        help="show the dataset as one page to read offline, print or send",
        description="Write one HTML page that needs nothing else: articles, coverage, completeness, tags, glossary, related links, edits "
        "and deletions, the crawl's health and the data card, as charts and tables.",
    )
    parser.add_argument(
        "--output", metavar="FILE", type=options.place, help="write to this file (default: report.html in the archive, replaced)"
    )
    options.add_output(parser)
    options.add_common(parser, json="the numbers")
