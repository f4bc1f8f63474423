"""The files that describe a snapshot's tables, each made from the row types and from what the snapshot holds."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.descriptions.card import card
from pipelines.descriptions.croissant import croissant
from pipelines.descriptions.datapackage import datapackage
from pipelines.descriptions.ddl import schema_sql
from pipelines.descriptions.gaps import Gaps
from pipelines.manifest import Manifest


def documents(manifest: Manifest, gaps: Gaps) -> Iterator[tuple[str, str]]:
    """Name and text of each, in the order of their names. They follow from the tables alone: no clock, no snapshot number."""
    yield "README.md", card(manifest, gaps)
    yield "croissant.json", croissant(manifest)
    yield "datapackage.json", datapackage(manifest)
    yield "schema.sql", schema_sql()
