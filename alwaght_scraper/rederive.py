"""The dataset derived from captures aside, in a folder that is thrown away: what it would be, and whether it is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.parsers.extract import EXTRACTOR_VERSION
from alwaght_scraper.suspects import SUSPECTS, Reader
from alwaght_scraper.tables import Captured
from alwaght_scraper.workspace import STAGING
from pipelines.publish import publish
from pipelines.read import Snapshot
from pipelines.stage import Stage
from pipelines.validate import validate

Tell = Callable[[Captured], None]
"""Told of each capture as the pipelines leave it."""


def derive_aside(captures: Iterable[Capture], data: Path, scratch: Path, *, journal: Mapping[str, int], tell: Tell) -> Snapshot:
    """The dataset that `captures` give, published below `scratch`; nothing is written below `data`.

    `journal` goes into its manifest. Pages that runs in `data` died on are read apart here too.

    Raises:
        DiskFullError, ConfigurationError, DamagedArchiveError: the scratch folder cannot be used.
    """
    with suppress(FileNotFoundError):
        shutil.copyfile(data / SUSPECTS, scratch / SUSPECTS)
    with Stage(scratch / STAGING) as stage, Reader(scratch) as reader:
        for found in reader.read_all(captures):
            item = validate(found.item)
            stage.add(item)
            tell(item)
        return publish(scratch, stage, journal=journal, extractor=EXTRACTOR_VERSION, fresh=True)
