"""Crawls as processes of their own: Scrapy's event loop starts once in a process."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from pipelines.read import Snapshot
from tests.crawl import one_crawl
from tests.crawl.crawl_scenarios import SCENARIOS, Scenario
from tests.crawl.site_server import Hit, SiteServer

ENDS_WITHIN = 60
POLLING = threading.Lock()
"""`multiprocessing` asks after all its children whenever one starts; two threads that ask at once lose an exit code."""


@dataclass
class Run:
    """What became of one crawl."""

    data: Path
    code: int
    stdout: str
    stderr: str
    hits: list[Hit] = field(default_factory=list)
    seconds_to_end: float = 0.0
    again: Run | None = None
    left: list[str] = field(default_factory=list)
    before: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @cached_property
    def told(self) -> dict[str, Any]:
        return json.loads(self.stdout)

    @property
    def summary(self) -> dict[str, Any]:
        return self.told["summary"]

    @property
    def paths(self) -> list[str]:
        return [hit.path for hit in self.hits]

    def times(self, path: str) -> list[float]:
        return [hit.at for hit in self.hits if hit.path == path]

    def table(self, name: str) -> list[dict[str, Any]]:
        return Snapshot.open(self.data).table(name).to_pylist()

    def captures_of(self, path: str) -> list[dict[str, Any]]:
        return [row for row in self.table("captures") if row["url"] == f"http://alwaght.net{path}"]

    def articles(self) -> list[int]:
        return sorted(row["article_id"] for row in self.table("articles"))


def start(data: Path, proxy: str, *, file_limit: int | None = None, ahead: float = 0, **options: Any) -> BaseProcess:
    data.parent.mkdir(parents=True, exist_ok=True)
    settings = {"DOWNLOAD_TIMEOUT": 10, "LOG_LEVEL": "WARNING"} | options.pop("settings", {})
    given = {"data": data, "delay": 0, "concurrency": 8} | options | {"settings": settings}
    environment = {"http_proxy": proxy, "https_proxy": proxy, "no_proxy": ""}
    process = one_crawl.CONTEXT.Process(target=one_crawl.main, args=(data.parent, environment, given, file_limit, ahead))
    with POLLING:
        process.start()
    return process


def is_running(process: BaseProcess) -> bool:
    with POLLING:
        return process.is_alive()


def finish(process: BaseProcess, data: Path) -> Run:
    deadline = time.monotonic() + ENDS_WITHIN
    while is_running(process) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    texts = [path.read_text("utf-8") if path.exists() else "" for path in (data.parent / "stdout", data.parent / "stderr")]
    return Run(data, process.exitcode or 0, *texts)


def crawl(data: Path, proxy: str, **options: Any) -> Run:
    return finish(start(data, proxy, **options), data)


def run_scenario(scenario: Scenario, data: Path) -> Run:
    with SiteServer(scenario.answers(), fallback=scenario.fallback) as server:
        process = start(data, server.proxy, file_limit=scenario.file_limit, **scenario.options)
        signalled = send(process, scenario, server)
        run = finish(process, data)
        run.seconds_to_end = time.monotonic() - signalled
        run.hits = list(server.hits)
        if scenario.again:
            server.hits.clear()
            run.left = sorted(path.name for path in (data / "captures").iterdir())
            run.before = read_dataset(data)
            run.again = crawl(data, server.proxy, **scenario.options)
            run.again.hits = list(server.hits)
    return run


def send(process: BaseProcess, scenario: Scenario, server: SiteServer) -> float:
    while scenario.signals and len(server.hits) < scenario.after and is_running(process):
        time.sleep(0.01)
    for number in scenario.signals:
        os.kill(process.pid or 0, number)
        time.sleep(0.1)
    return time.monotonic()


def read_dataset(data: Path) -> dict[str, list[dict[str, Any]]]:
    if not (data / "current").exists():
        return {}
    return {name: Snapshot.open(data).table(name).to_pylist() for name in ("articles", "captures", "coverage")}


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Run]]:
    """Run all scenarios at once, since most of their time is spent in waiting; give each one's outcome when it is asked for."""
    pool = ThreadPoolExecutor(4)
    results: dict[str, Future[Run]] = {
        name: pool.submit(run_scenario, scenario, tmp_path_factory.mktemp(name) / "data") for name, scenario in SCENARIOS.items()
    }
    yield lambda name: results[name].result()
    pool.shutdown(cancel_futures=True)
