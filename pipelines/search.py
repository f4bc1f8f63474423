"""The rows of `search`: each article's title and body in the form in which they are searched."""

from __future__ import annotations

import pyarrow as pa

from alwaght_scraper.search import search_form
from pipelines.schema import TABLES

PORTION = 32
"""Articles folded at once: a bound on memory, since a folded text is a Python value for a moment."""


def search(rows: pa.RecordBatch) -> pa.Table:
    """The rows of `search` for some rows of `articles`."""
    forms = {f"{name}_search": pa.array(map(search_form, rows.column(name).to_pylist()), pa.string()) for name in ("title", "body")}
    columns = {"lang": rows.column("lang"), "article_id": rows.column("article_id"), **forms}
    return pa.Table.from_pydict(columns, schema=TABLES["search"].schema)
