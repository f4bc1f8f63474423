"""A run's hold on its data folder."""

from __future__ import annotations

import gc
import weakref

from alwaght_scraper import workspace
from alwaght_scraper.crawl_summary import CrawlSummary
from alwaght_scraper.run_record import RunRecord
from alwaght_scraper.workspace import Workspace


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
