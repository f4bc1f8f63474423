"""An item made ready where its page is read, which may be in another process than the one that stages it."""

from __future__ import annotations

from alwaght_scraper.items import Extraction
from alwaght_scraper.tables import Captured, CaptureRow, Facts
from pipelines.rows import facts
from pipelines.validate import validate


def prepared(item: Captured) -> Captured:
    """The item validated, its facts with it, and their row in place of its own: the pipelines have no more to do than to keep it."""
    valid = validate(item)
    found = facts(valid)
    return with_facts(found.capture, valid.extraction, found)


def with_facts(row: CaptureRow, extraction: Extraction, found: Facts) -> Captured:
    """A validated item that brings its facts along."""
    item = Captured(row, extraction)
    object.__setattr__(item, "facts", found)
    return item
