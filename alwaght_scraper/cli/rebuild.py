"""`alwaght rebuild`: the dataset derived again from all captures."""

from __future__ import annotations

from argparse import Namespace

from alwaght_scraper.cli.derive import derive, run_in
from alwaght_scraper.cli.summary import print_counts, print_dataset
from alwaght_scraper.cli.terminal import say
from alwaght_scraper.errors import ConfigurationError
from alwaght_scraper.workspace import CAPTURES


def run(args: Namespace) -> None:
    """Extract every capture again, publish, print a summary."""
    if not any((args.data / CAPTURES).glob("*.warc.gz*")):
        raise ConfigurationError(f"no captures in {args.data / CAPTURES}; run `alwaght crawl` or `alwaght extract` first")
    with run_in(args.data, args.run_record) as (archive, derived):
        derive(args.data, archive, derived, fresh=True, accept_changes=args.accept_changes)
        if not args.json:
            say(f"extracted again: {derived.captures:,} captures, {derived.articles:,} of them articles, in {derived.elapsed:.1f} s")
            print_counts(derived.outcomes, derived.reasons)
            print_dataset(args.data, derived.snapshot)
        derived.verdict()
