"""`alwaght report`: the dataset as one page that can be read offline, printed and sent."""

from __future__ import annotations

import hashlib
import json
from argparse import Namespace
from pathlib import Path
from typing import Final

from alwaght_scraper.cli.terminal import say, say_json
from alwaght_scraper.errors import UsageError
from alwaght_scraper.report.page import Facts, page
from pipelines.descriptions import about
from pipelines.exports.target import new_file, refuse_to_overwrite
from pipelines.figures import figures, snapshot_before
from pipelines.manifest import NAME
from pipelines.read import Snapshot

DEFAULT: Final = "report.html"

_CARD: Final = {"Source": about.SOURCE, "How it was collected": about.METHOD, "Rights": about.RIGHTS, "How to cite": about.CITATION}


def run(args: Namespace) -> None:
    """Write the page and its numbers, and with `--json` print them."""
    snapshot = Snapshot.open(args.data, args.snapshot)
    target, force = args.output or args.data / DEFAULT, args.force or args.output is None
    if target.is_dir():
        raise UsageError(f"{target} is a folder: name a file, such as {target / DEFAULT}")
    if target.suffix == ".json":
        raise UsageError(f"{target} is the name of the numbers, which go beside the page: name the page, such as {target.stem}.html")
    beside = target.with_suffix(".json")
    for path in (target, beside):
        refuse_to_overwrite(path, force=force)
    counted = figures(snapshot, snapshot_before(args.data, snapshot))
    numbers = {"snapshot": snapshot.number, "tables": snapshot.manifest.counts, "figures": counted}
    _write(target, page(_facts(snapshot), counted), force=force)
    _write(beside, json.dumps(numbers, ensure_ascii=False, indent=1) + "\n", force=force)
    if args.json:
        say_json({"report": str(target), "numbers": str(beside), **numbers})
    else:
        say(f"report: {target} (snapshot {snapshot.number}), its numbers: {beside}")


def _write(target: Path, text: str, *, force: bool) -> None:
    with new_file(target, force=force) as path:
        path.write_text(text, "utf-8")


def _facts(snapshot: Snapshot) -> Facts:
    manifest = snapshot.manifest
    digest = hashlib.sha256((Path(snapshot.folder) / NAME).read_bytes()).hexdigest()
    return Facts(
        about.TITLE, about.SUMMARY, snapshot.number, digest, manifest.captured_from, manifest.captured_until, manifest.counts, _CARD
    )
