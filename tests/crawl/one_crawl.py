"""One crawl in a process of its own, forked from one that has everything imported: Scrapy's loop starts once in a process."""

from __future__ import annotations

import json
import os
import resource
import sys
import warnings
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from scrapy.cmdline import execute

from alwaght_scraper import run_record
from alwaght_scraper.crawl import CrawlOptions, run_crawl
from alwaght_scraper.errors import AlwaghtError
from alwaght_scraper.middlewares import archive

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.crawl.one_crawl", "pytest"])


def main(folder: Path, environment: dict[str, str], options: dict[str, Any], file_limit: int | None = None, ahead: float = 0) -> None:
    """Crawl below `folder`; leave what became of it as JSON in `stdout`, and what was said in `stderr`."""
    settle(folder, environment)
    set_clock(timedelta(seconds=ahead))
    if file_limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, resource.RLIM_INFINITY))
    seen: dict[str, Any] = {"summary": None, "error": None, "code": 0, "progress": [], "listening": []}
    try:
        run_crawl(CrawlOptions(**options), progress=lambda state: note(state, seen), finished=lambda summary: tell(summary, seen))
    except AlwaghtError as error:
        seen |= {"error": str(error), "kind": type(error).__name__, "code": error.exit_code}
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    os.write(1, json.dumps(seen, default=str).encode())
    sys.exit(seen["code"])


def set_clock(ahead: timedelta) -> None:
    """Let this process live so far in the future, wherever the crawl asks for the time."""
    run_record.now = archive.now = lambda: datetime.now(UTC) + ahead


def scrapy(folder: Path, environment: dict[str, str], arguments: list[str]) -> None:
    """Run Scrapy's own command in the checkout, its output below `folder`."""
    settle(folder, environment)
    os.chdir(Path(__file__).parents[2])
    execute(["scrapy", *arguments])


def settle(folder: Path, environment: dict[str, str]) -> None:
    os.environ.update(environment)
    os.chdir(folder)
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    warnings.simplefilter("error", DeprecationWarning)


def note(state, seen: dict[str, Any]) -> None:
    seen["progress"].append(state)
    seen["listening"] += listening()


def tell(summary, seen: dict[str, Any]) -> None:
    seen["summary"] = asdict(summary) | {"articles": summary.articles}


def listening() -> list[str]:
    """The sockets on which this process accepts connections."""
    ours = {str(entry.readlink()) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()}
    rows = [row.split() for name in ("tcp", "tcp6") for row in Path("/proc/self/net", name).read_text().splitlines()[1:]]
    return [row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in ours]
