"""A run's hold on its data folder."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest

from alwaght_scraper import workspace
from alwaght_scraper.cli import derive
from alwaght_scraper.cli.main import main
from alwaght_scraper.crawl_summary import CrawlSummary
from alwaght_scraper.errors import ConfigurationError
from alwaght_scraper.run_record import RunRecord
from alwaght_scraper.workspace import Workspace
from pipelines.read import Snapshot
from tests.cli.pages import article, save


def test_what_only_serves_to_archive_pages_is_let_go_of_before_the_publish(tmp_path, monkeypatch):
    run = RunRecord.begin("crawl", {})
    space = Workspace.open(tmp_path, run)
    writer, publish, left = weakref.ref(space.writer), workspace.publish, []

    def watched(*args, **options):
        gc.collect()
        left.append(writer())
        return publish(*args, **options)

    monkeypatch.setattr(workspace, "publish", watched)
    space.publish(is_whole=True)
    space.close(CrawlSummary(run.run_id, run.started_at), None)
    assert left == [None]


def extracted(tmp_path: Path, number: int) -> int:
    page = save(tmp_path / f"{number}.html", article(number, f"Story {number} of the Harbour"))
    return main(["extract", str(page), "--data", str(tmp_path / "data")])


def articles(tmp_path: Path) -> list[int]:
    return sorted(row["article_id"] for row in Snapshot.open(tmp_path / "data").table("articles").to_pylist())


def test_a_crawl_publishes_nothing_over_a_dataset_that_is_not_the_one_it_began_from(tmp_path):
    assert extracted(tmp_path, 101) == 0
    run = RunRecord.begin("crawl", {})
    space = Workspace.open(tmp_path / "data", run)
    (tmp_path / "data" / "current").unlink()
    with pytest.raises(ConfigurationError, match="while the run was under way"):
        space.publish(is_whole=True)
    space.close(CrawlSummary(run.run_id, run.started_at), None)
    assert extracted(tmp_path, 102) == 0
    assert articles(tmp_path) == [101, 102]


def test_nor_does_an_extraction(tmp_path, monkeypatch):
    assert extracted(tmp_path, 101) == 0

    def validated(item):
        (tmp_path / "data" / "current").unlink(missing_ok=True)
        return item

    with monkeypatch.context() as patched:
        patched.setattr(derive, "validate", validated)
        assert extracted(tmp_path, 102) == ConfigurationError.exit_code
    assert extracted(tmp_path, 103) == 0
    assert articles(tmp_path) == [101, 102, 103]
