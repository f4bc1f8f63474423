"""`alwaght refresh`: what is new and what may have changed, at little cost."""

from __future__ import annotations

from argparse import Namespace

from alwaght_scraper.cli import crawl


def run(args: Namespace) -> None:
    """Refresh, publish, print a summary; raises what `run_crawl` raises, after the summary."""
    crawl.run(args)
