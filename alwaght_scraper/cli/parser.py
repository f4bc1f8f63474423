"""The command line: which commands and options there are. What they do stands in a module for each command."""

from __future__ import annotations

import argparse
from importlib.metadata import version
from pathlib import Path

from alwaght_scraper.cli import analysis, evidence, options


def build() -> argparse.ArgumentParser:
    """Give the parser of `alwaght`; `command` in its result names the module of `alwaght_scraper.cli` to run."""
    parser = options.Parser(
        prog="alwaght",
        description="Crawl the Alwaght news site into a Parquet dataset that names its captures.",
        epilog="Exit codes: 0 done, 1 failed, 2 usage, 3 disk full, 4 bad configuration, 5 archive in use, 11 interrupted, "
        "12 too many failed pages, 18 blocked or rate-limited, 30 layout drift, 31 expectation not met, 32 verification failed.",
    )
    parser.add_argument("--version", action="version", version=f"alwaght {version('alwaght-archive')}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _crawl(commands)
    _refresh(commands)
    _extract(commands)
    _inspect(commands)
    _rebuild(commands)
    _status(commands)
    evidence.add_commands(commands)
    analysis.add_commands(commands)
    return parser


def _crawl(commands: argparse._SubParsersAction[options.Parser]) -> None:
    parser = commands.add_parser(
        "crawl",
        help="read the site, politely, and publish the dataset",
        description="Read the site from its home pages, through sections, tag lists and related links, to every article that the archive "
        "lacks, and publish the dataset. Ctrl-C ends it cleanly; the same command goes on later.",
    )
    parser.add_argument("--lang", metavar="en,ar", type=options.languages, default=(), help="only these language editions")
    parser.add_argument(
        "--start-url", metavar="U", nargs="+", action="extend", type=options.start_url, default=[], help="start from these pages"
    )
    parser.add_argument("--ids", metavar="A-B", type=options.id_range, help="only the articles with these ids; follows no links")
    parser.add_argument(
        "--since", metavar="DATE", type=options.iso_day, help="only articles that lists date to this day (YYYY-MM-DD) or later"
    )
    parser.add_argument("--limit", metavar="N", type=options.whole, help="stop after N articles")
    _pace(parser)
    options.add_run(parser)


def _pace(parser: options.Parser) -> None:
    """How fast to ask, whom, and when to stop."""
    parser.add_argument(
        "--delay", metavar="S", type=options.seconds, help="seconds between requests (default: 1, adapted to the site's pace)"
    )
    parser.add_argument("--concurrency", metavar="N", type=options.connections, help="requests under way at once (default: 2)")
    parser.add_argument(
        "--replay", metavar="WARC", type=options.readable_file, help="answer from this WARC file; nothing goes to the network"
    )
    parser.add_argument("--contact", metavar="MAIL", type=options.contact, help="tell the site where to reach you (mail or web address)")
    parser.add_argument("--max-requests", metavar="N", type=options.whole, help="make N requests at most, then publish")
    parser.add_argument("--max-time", metavar="T", type=options.duration, help="ask for so long at most (90s, 30m, 2h), then publish")


def _refresh(commands: argparse._SubParsersAction[options.Parser]) -> None:
    parser = commands.add_parser(
        "refresh",
        help="bring the dataset up to date at little cost; made for schedulers",
        description="Ask for new articles, and for known pages that are due to be looked at again, only if they changed. Recent articles "
        "are due often, old ones seldom, failed ones after growing waits.",
    )
    parser.add_argument("--lang", metavar="en,ar", type=options.languages, default=(), help="only these language editions")
    parser.add_argument(
        "--since", metavar="DATE", type=options.iso_day, help="only new articles that lists date to this day (YYYY-MM-DD) or later"
    )
    parser.set_defaults(start_url=[], ids=None, limit=None)
    _pace(parser)
    options.add_run(parser)


def _extract(commands: argparse._SubParsersAction[options.Parser]) -> None:
    parser = commands.add_parser(
        "extract",
        help="take saved pages and WARC files into the dataset",
        description="Put saved pages and WARC files into the archive, extract them, and publish the dataset. A page that gives nothing "
        "becomes a row of `rejects`. A saved page counts as captured when its file was last changed.",
    )
    parser.add_argument("source", metavar="FILE|DIR", nargs="+", type=Path, help="saved page, WARC file, or a folder of them")
    parser.add_argument(
        "--url", metavar="U", type=options.start_url, help="address of the saved page (one file), where the page itself names none"
    )
    options.add_run(parser)


def _inspect(commands: argparse._SubParsersAction[options.Parser]) -> None:
    parser = commands.add_parser(
        "inspect",
        help="show what a page gives, by which rule, and what competed",
        description="Show what each field of one page resolved to, by which rule, and which other candidate disagreed. A URL is looked up "
        "in the archive, else fetched once, politely; nothing is kept.",
    )
    parser.add_argument("page", metavar="URL|FILE", help="address, saved page or WARC file")
    parser.add_argument("--url", metavar="U", type=options.start_url, help="address of a saved page, or which page of a WARC file")
    options.add_common(parser, json="everything the page gives")


def _rebuild(commands: argparse._SubParsersAction[options.Parser]) -> None:
    parser = commands.add_parser(
        "rebuild",
        help="derive the whole dataset again from the captures",
        description="Extract every capture of the archive again and publish the result: the way to bring a mended parser to old pages.",
    )
    parser.add_argument("--diff", action="store_true", help="then show what changed, in which fields and by which rules")
    parser.add_argument("--dry-run", action="store_true", help="show that, and publish nothing")
    options.add_run(parser)


def _status(commands: argparse._SubParsersAction[options.Parser]) -> None:
    parser = commands.add_parser(
        "status", help="show what is in the dataset", description="Show what is in the published dataset and how to load it."
    )
    options.add_common(parser, json="the same")
