"""`alwaght verify`: whether the archive is sound, what is wrong with it, and what of that can be made again."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from alwaght_scraper.captures.recovery import reindex
from alwaght_scraper.cli.derive import derive, run_in
from alwaght_scraper.cli.progress import captures_meter
from alwaght_scraper.cli.recorded import verdict
from alwaght_scraper.cli.terminal import note, say, say_json
from alwaght_scraper.errors import VerificationError
from alwaght_scraper.run_record import RunRecord
from alwaght_scraper.verification.report import Report
from alwaght_scraper.verification.verify import verify
from alwaght_scraper.workspace import CAPTURES


def run(args: Namespace) -> None:
    """Verify, repair what can be repaired when that is asked for, print what is left."""
    report = _verified(args.data, old_snapshots=args.all, rederive=not args.quick)
    if args.repair and report.repairs:
        _repair(args.data, report)
        report = _verified(args.data, old_snapshots=args.all, rederive=not args.quick)
    if args.json:
        say_json(asdict(report))
    else:
        _print(report)
    if report.findings:
        raise VerificationError(f"{len(report.findings)} things are wrong with the archive in {args.data}, such as {report.findings[0]}")


def _verified(data: Path, *, old_snapshots: bool, rederive: bool) -> Report:
    with captures_meter() as tell:
        return verify(data, tell, old_snapshots=old_snapshots, rederive=rederive)


def _repair(data: Path, report: Report) -> None:
    """Make again what can be made: indexes first, since the dataset's derivation reads them."""
    for finding in report.findings:
        note(f"{'repairing' if finding.repair else 'cannot repair'}: {finding.file} {finding.problem}")
    flawed = {finding.file.removesuffix(".cdxj").removesuffix(".sha256") for finding in report.findings if finding.repair == "index"}
    record = RunRecord.begin("verify", {"repair": True})
    try:
        with run_in(data, record) as (archive, derived):
            for path in archive.files():
                if f"{CAPTURES}/{path.name}" in flawed:
                    reindex(path)
            if "dataset" in report.repairs:
                derive(data, archive, derived, fresh=True)
    finally:
        record.end(data, *verdict(sys.exception()))


def _print(report: Report) -> None:
    for finding in report.findings:
        say(str(finding))
    for line in report.notes:
        say(f"note: {line}")
    what = f"{report.captures:,} captures in {report.warc_files:,} WARC files" + (
        f", {report.waiting:,} not yet in the dataset" * bool(report.waiting)
    )
    where = (
        "no dataset"
        if report.snapshot is None
        else f"snapshot {report.snapshot}" + f" and {report.snapshots - 1:,} others" * (report.snapshots > 1)
    )
    how = "derived again and the same" if report.rederived else "not derived again"
    say(f"{'sound' if not report.findings else 'not sound'}: {where}{f', {how}' if not report.findings else ''}; {what}")
