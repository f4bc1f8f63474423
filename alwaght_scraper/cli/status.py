"""`alwaght status`: what is in the published dataset, and the line that loads it."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from alwaght_scraper.cli.summary import how_to_load
from alwaght_scraper.cli.terminal import columns, say, say_json, short, size
from alwaght_scraper.workspace import CAPTURES
from pipelines.read import CURRENT, Snapshot


@dataclass(frozen=True, slots=True)
class Status:
    """What `status` reports; sizes in bytes, times in ISO 8601, counts by their name, greatest first."""

    data: str
    snapshot: int
    extractor: str
    tables: dict[str, int]
    articles: dict[str, int]
    oldest_article: str | None
    newest_article: str | None
    captured_from: str | None
    captured_until: str | None
    sources: dict[str, int]
    outcomes: dict[str, int]
    coverage: dict[str, int]
    rejects: dict[str, int]
    dataset_bytes: int
    capture_bytes: int


def run(args: Namespace) -> None:
    """Print the status."""
    status = read_status(args.data)
    if args.json:
        say_json(asdict(status))
    else:
        _print(status)


def read_status(data: Path) -> Status:
    """Count what the current snapshot below `data` holds; raises ConfigurationError when there is none."""
    snapshot = Snapshot.open(data)
    manifest = snapshot.manifest
    published = [day for day in _column(snapshot, "articles", "published") if day is not None]
    return Status(
        data=str(data),
        snapshot=snapshot.number,
        extractor=manifest.extractor,
        tables=manifest.counts,
        articles=_counts(snapshot, "articles", "lang"),
        oldest_article=min(published).isoformat() if published else None,
        newest_article=max(published).isoformat() if published else None,
        captured_from=manifest.captured_from,
        captured_until=manifest.captured_until,
        sources=_counts(snapshot, "captures", "source"),
        outcomes=_counts(snapshot, "captures", "outcome"),
        coverage=_counts(snapshot, "coverage", "status"),
        rejects=_counts(snapshot, "rejects", "reason"),
        dataset_bytes=sum(entry.bytes for entries in manifest.tables.values() for entry in entries),
        capture_bytes=sum(path.stat().st_size for path in (data / CAPTURES).glob("*") if path.is_file()),
    )


def _column(snapshot: Snapshot, table: str, column: str) -> list[Any]:
    values: list[Any] = snapshot.table(table, [column]).column(column).to_pylist()
    return values


def _counts(snapshot: Snapshot, table: str, column: str) -> dict[str, int]:
    return dict(Counter(map(str, _column(snapshot, table, column))).most_common())


def _print(status: Status) -> None:
    where = Path(status.data) / CURRENT
    say(f"snapshot {status.snapshot} in {where} ({size(status.dataset_bytes)}; captures {size(status.capture_bytes)})")
    if status.captured_from:
        say(f"captured {status.captured_from} to {status.captured_until}")
    if status.newest_article:
        say(f"articles of {status.oldest_article} to {status.newest_article}")
    _section("tables", status.tables)
    _section("articles by language", status.articles)
    _section("captures by outcome", status.outcomes)
    _section("article ids by what became of them", status.coverage)
    _section("pages that gave nothing", status.rejects)
    say()
    say("load it")
    for line in how_to_load(where):
        say(line)


def _section(title: str, counts: dict[str, int]) -> None:
    if counts:
        say()
        say(title)
        columns((f"{count:,}", short(name)) for name, count in list(counts.items())[:20])
