"""`alwaght crawl`: the crawl with its progress shown, then what it did."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from alwaght_scraper.cli.progress import clock, meter
from alwaght_scraper.cli.proxies import check_proxies
from alwaght_scraper.cli.summary import print_counts, print_dataset
from alwaght_scraper.cli.terminal import note, say
from alwaght_scraper.crawl import CrawlOptions, run_crawl
from alwaght_scraper.crawl_summary import CrawlSummary


def run(args: Namespace) -> None:
    """Crawl, publish, print a summary; raises what `run_crawl` raises, after the summary."""
    options = read_options(args)
    if not options.replay:
        check_proxies()
    summaries: list[CrawlSummary] = []
    note(f"{'refreshing' if options.refresh else 'crawling'} {_what(options)} into {options.data}; Ctrl-C ends it cleanly")
    try:
        with meter(_wanted(options)) as shown:
            run_crawl(options, progress=shown.show, finished=summaries.append)
    finally:
        for summary in summaries:
            args.run_record.counts = asdict(summary)
            if not args.json and (summary.requests or summary.snapshot):  # a run that never began has nothing to tell
                _print(summary, options.data)


def read_options(args: Namespace) -> CrawlOptions:
    """The crawl that the command line asks for."""
    return CrawlOptions(
        data=args.data,
        langs=args.lang,
        start_urls=tuple(args.start_url),
        ids=args.ids,
        since=args.since,
        limit=args.limit,
        refresh=args.command == "refresh",
        max_requests=args.max_requests,
        max_time=args.max_time,
        delay=args.delay,
        concurrency=args.concurrency,
        replay=(args.replay,) if args.replay else (),
        contact=args.contact,
        accept_changes=args.accept_changes,
        run=args.run_record,
        settings={"LOG_LEVEL": "INFO" if args.debug else "WARNING"},
    )


def _what(options: CrawlOptions) -> str:
    return f"the captures of {options.replay[0]}" if options.replay else "alwaght.net"


def _wanted(options: CrawlOptions) -> int | None:
    """How many articles the run will read, where that is known before."""
    return options.limit


def _print(summary: CrawlSummary, data: Path) -> None:
    changed = f", {summary.articles_changed:,} changed" if summary.articles_changed else ""
    say(f"{summary.articles:,} articles ({summary.articles_new:,} new{changed}) from {summary.pages:,} pages in {clock(summary.elapsed)}")
    if summary.left:
        say(f"{summary.left:,} pages left for the next run")
    print_counts(summary.outcomes, summary.reasons)
    print_dataset(data, summary.snapshot)
