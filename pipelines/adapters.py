"""The pipelines as Scrapy calls them: validate, drop what was seen, stage. No rule of its own lives here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from alwaght_scraper.errors import AlwaghtError
from pipelines.validate import validate

if TYPE_CHECKING:
    from alwaght_scraper.tables import Captured
    from pipelines.stage import Stage


class StageFailedError(DropItem):
    """An item could not be staged; `__cause__` says why, and the run has to end."""


class ValidatePipeline:
    """Checks each item's fields."""

    def process_item(self, item: Captured) -> Captured:
        """Give back the item as `pipelines.validate` leaves it."""
        return validate(item)


class DeduplicatePipeline:
    """Drops a capture that this run has seen: a replayed file may answer two addresses with one capture."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()

    def process_item(self, item: Captured) -> Captured:
        """Give the item back; raises DropItem when its capture is known."""
        key = bytes.fromhex(item.row.capture_id)
        if key in self._seen:
            raise DropItem(f"{item.row.url}: the same capture again")
        self._seen.add(key)
        return item

    def close_spider(self) -> None:
        """Forget them all: a publish follows, and needs the memory."""
        self._seen.clear()


class StagePipeline:
    """Puts each item on the stage that the crawl session opened; without one (`scrapy shell`) items pass by."""

    def __init__(self) -> None:
        self.stage: Stage | None = None

    def process_item(self, item: Captured) -> Captured:
        """Stage the item; raises StageFailedError when it cannot be kept."""
        if self.stage is not None:
            try:
                self.stage.add(item)
            except AlwaghtError as error:
                raise StageFailedError(str(error)) from error
        return item
