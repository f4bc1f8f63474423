"""What a monitor asks of a run, in Prometheus's text format, for the node exporter's textfile collector."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final

from alwaght_scraper.captures.storage import write_whole
from alwaght_scraper.errors import AlwaghtError, ConfigurationError
from alwaght_scraper.run_record import records
from pipelines.read import Snapshot, is_published

Samples = Iterable[tuple[Mapping[str, str], float]]
_PREFIX: Final = "alwaght_"
_ESCAPES: Final = str.maketrans({"\\": r"\\", "\n": r"\n", '"': r"\""})
_COUNTS: Final = {
    "requests": "Requests that the run made, retries, redirects and robots.txt included.",
    "pages": "Pages that the run was shown.",
    "captures": "Captures that the run extracted.",
    "articles_new": "Articles that the archive did not have.",
    "articles_changed": "Known articles with a new version.",
    "failed": "Pages given up after their last retry.",
    "left": "Pages that are known and were left for the next run.",
}


def check_place(path: Path) -> None:
    """Raise `ConfigurationError`, before anything starts, for a file that could not be written at the end."""
    if not path.parent.is_dir() or (path.exists() and not path.is_file()):
        raise ConfigurationError(f"cannot write metrics to {path}: name a file in a folder that exists")


def write(path: Path, data_dir: Path, record: Mapping[str, Any]) -> None:
    """Put the metrics of a run that ended in place of `path`, in one step.

    Raises:
        ConfigurationError, DiskFullError: it cannot be written.
    """
    write_whole(path, "".join(_families(data_dir, record)).encode())
    path.chmod(0o644)  # the exporter is another user


def _families(data_dir: Path, record: Mapping[str, Any]) -> Iterator[str]:
    command = {"command": str(record["command"])}
    started, ended = (datetime.fromisoformat(record[name]).timestamp() for name in ("started_at", "ended_at"))
    yield _family("run_exit_code", "Exit code of the last run; 0 is success.", [(command, record["exit_code"])])
    yield _family("run_end_time_seconds", "When the last run ended.", [(command, ended)])
    yield _family("run_duration_seconds", "How long the last run took.", [(command, ended - started)])
    successes = [one["ended_at"] for one in _last_success(data_dir, record)]
    times = [(command, datetime.fromisoformat(when).timestamp()) for when in successes]
    yield _family("last_success_time_seconds", "When a run last succeeded.", times)
    for name, text in _COUNTS.items():
        yield _family(f"run_{name}", text, [(command, record[name])] if name in record else [])
    outcomes = [({**command, "outcome": str(name)}, count) for name, count in sorted(record.get("outcomes", {}).items())]
    yield _family("run_fetches", "Fetches of the run by what came of them.", outcomes)
    yield from _of_dataset(data_dir, ended)


def _last_success(data_dir: Path, record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The newest success of the same command, if there is one on record."""
    found = (one for one in records(data_dir) if one.get("exit_code") == 0 and one.get("command") == record["command"])
    yield from [one for one in [next(found, None)] if one is not None]


def _of_dataset(data_dir: Path, now: float) -> Iterator[str]:
    """What the published dataset holds; nothing where none can be read: the exit code says that already."""
    try:
        if not is_published(data_dir):
            return
        snapshot = Snapshot.open(data_dir)
        days: list[date | None] = snapshot.table("articles", ["published"]).column("published").to_pylist()
    except AlwaghtError:
        return
    yield _family("snapshot_number", "Number of the published snapshot.", [({}, snapshot.number)])
    rows = [({"table": name}, count) for name, count in sorted(snapshot.manifest.counts.items())]
    yield _family("table_rows", "Rows of each table of the published snapshot.", rows)
    if newest := max((day for day in days if day is not None), default=None):
        published = datetime.combine(newest, time(), UTC).timestamp()
        yield _family("newest_article_time_seconds", "Printed date of the newest article.", [({}, published)])
        yield _family("newest_article_age_seconds", "Age of the newest article when the run ended.", [({}, now - published)])


def _family(name: str, text: str, samples: Samples) -> str:
    lines = [f"{_PREFIX}{name}{_labels(labels)} {float(value)!r}\n" for labels, value in samples]
    head = f"# HELP {_PREFIX}{name} {text}\n# TYPE {_PREFIX}{name} gauge\n"
    return head + "".join(lines) if lines else ""


def _labels(labels: Mapping[str, str]) -> str:
    pairs = ",".join(f'{name}="{value.translate(_ESCAPES)}"' for name, value in labels.items())
    return f"{{{pairs}}}" if pairs else ""
