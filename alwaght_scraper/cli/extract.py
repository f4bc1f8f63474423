"""`alwaght extract`: saved pages and WARC files into the archive, and from there into the dataset."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path
from urllib.parse import quote

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.files import find_files, is_warc, saved_page
from alwaght_scraper.captures.warc import WarcArchive
from alwaght_scraper.cli.derive import Derived, derive, run_in
from alwaght_scraper.cli.summary import print_counts, print_dataset
from alwaght_scraper.cli.terminal import note, say
from alwaght_scraper.errors import RejectedPage, UsageError


def run(args: Namespace) -> None:
    """Archive the sources, extract what the dataset lacks, publish, print a summary."""
    files = [file for source in args.source for file in find_files(source)]
    if not files:
        raise UsageError(f"no saved page and no WARC file in {', '.join(map(str, args.source))}; name a file or another folder")
    if args.url and (len(files) > 1 or is_warc(files[0])):
        raise UsageError("--url is the address of one saved page; name one file that is no WARC file")
    with run_in(args.data, args.run_record) as (archive, derived):
        _archive(files, args.url, archive, derived)
        derive(args.data, archive, derived, fresh=False, accept_changes=args.accept_changes)
        if not args.json:
            _print(derived, args.data)
        derived.verdict()


def _archive(files: list[Path], url: str | None, archive: WarcArchive, derived: Derived) -> None:
    for file in files:
        if is_warc(file):
            archive.import_file(file, on_damage=derived.note_damage)
            continue
        try:
            archive.import_page(_page(file, url))
        except RejectedPage as rejection:
            if len(files) == 1:
                raise
            derived.note_unread(str(rejection))


def _page(file: Path, url: str | None) -> Capture:
    """The capture that a saved page is. One that does not tell its address goes by its file name, and so into `rejects`."""
    try:
        return saved_page(file, url)
    except RejectedPage as rejection:
        page = saved_page(file, f"file:///{quote(os.fsencode(file.name))}")  # raises again where it is something else that is wrong
        note(f"left out: {rejection}")
        return page


def _print(derived: Derived, data: Path) -> None:
    say(f"new to the dataset: {derived.captures:,} captures, {derived.articles:,} of them articles, in {derived.elapsed:.1f} s")
    print_counts(derived.outcomes, derived.reasons)
    print_dataset(data, derived.snapshot)
