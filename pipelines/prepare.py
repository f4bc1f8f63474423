"""An item made ready where its page is read, which may be in another process than the one that stages it."""

from __future__ import annotations

from alwaght_scraper.items import Extraction
from alwaght_scraper.tables import Captured, CaptureRow, Facts
from pipelines.rows import facts
from pipelines.validate import validate


def prepared(item: Captured) -> Captured:
    """The item validated, and its facts with it, so that the pipelines have no more to do than to count and to keep it."""
    valid = validate(item)
    return with_facts(valid.row, valid.extraction, facts(valid))


def with_facts(row: CaptureRow, extraction: Extraction, found: Facts) -> Captured:
    """A validated item that brings its facts along."""
    item = Captured(row, extraction)
    object.__setattr__(item, "facts", found)
    return item
