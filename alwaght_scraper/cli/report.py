"""`alwaght report`: the dataset as one page that can be read offline, printed and sent."""

from __future__ import annotations

import hashlib
from argparse import Namespace
from pathlib import Path
from typing import Final

from alwaght_scraper.cli.terminal import say, say_json
from alwaght_scraper.report.page import Facts, page
from pipelines.descriptions import about
from pipelines.exports.target import new_file, refuse_to_overwrite
from pipelines.figures import figures, snapshot_before
from pipelines.manifest import NAME
from pipelines.read import Snapshot

DEFAULT: Final = "report.html"

_CARD: Final = {"Source": about.SOURCE, "How it was collected": about.METHOD, "Rights": about.RIGHTS, "How to cite": about.CITATION}


def run(args: Namespace) -> None:
    """Write the page, and with `--json` print its numbers."""
    snapshot = Snapshot.open(args.data, args.snapshot)
    target = args.output or args.data / DEFAULT
    refuse_to_overwrite(target, force=args.force or args.output is None)
    counted = figures(snapshot, snapshot_before(args.data, snapshot))
    text = page(_facts(snapshot), counted)
    with new_file(target, force=args.force or args.output is None) as path:
        path.write_text(text, "utf-8")
    if args.json:
        say_json({"report": str(target), "snapshot": snapshot.number, "tables": snapshot.manifest.counts, "figures": counted})
    else:
        say(f"report: {target} (snapshot {snapshot.number})")


def _facts(snapshot: Snapshot) -> Facts:
    manifest = snapshot.manifest
    digest = hashlib.sha256((Path(snapshot.folder) / NAME).read_bytes()).hexdigest()
    return Facts(
        about.TITLE, about.SUMMARY, snapshot.number, digest, manifest.captured_from, manifest.captured_until, manifest.counts, _CARD
    )
