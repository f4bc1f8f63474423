"""What the runs that publish print at their end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from alwaght_scraper.cli.terminal import columns, say, short
from pipelines.read import CURRENT

_SHOWN = 10


def print_counts(outcomes: Mapping[str, int], reasons: Mapping[str, int]) -> None:
    """Print how captures ended, and why some gave nothing."""
    columns(_ranked(outcomes))
    if reasons:
        say("why pages gave nothing")
        columns(_ranked(reasons)[:_SHOWN])


def _ranked(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    return [(f"{count:,}", short(name)) for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def print_dataset(data: Path, snapshot: int | str | None) -> None:
    """Print where the dataset is and how to load it; `snapshot` None says that none was published."""
    if snapshot is None:
        say("nothing was published")
        return
    say(f"dataset: {data / CURRENT}, snapshot {int(snapshot)}")
    for line in how_to_load(data / CURRENT):
        say(line)


def how_to_load(current: Path) -> list[str]:
    """The lines that load a table in pandas and in DuckDB."""
    return [
        f"  pandas: pandas.read_parquet('{current}/articles')",
        f"  DuckDB: SELECT title, published FROM '{current}/articles/*.parquet'",  # noqa: S608 (a line to read, run by nobody here)
    ]
