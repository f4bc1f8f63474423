"""A dataset to describe, and its Parquet files as they lie on the disk, whatever their descriptions say."""

from __future__ import annotations

import json
from datetime import timedelta

import pyarrow.parquet as pq

from alwaght_scraper.items import GlossaryEntry, Outcome
from tests.pipelines.making import DAY_ONE, article_capture, failed_capture, list_capture, make_entry

CAPTURED = [
    article_capture(5, glossary=[GlossaryEntry("pier", None, 0)]),
    article_capture(5, when=DAY_ONE + timedelta(days=2), title="Fishermen Stay Ashore"),
    article_capture(20_005, "ar", when=DAY_ONE + timedelta(days=1), published=None, teaser="قصير"),
    list_capture([make_entry(), make_entry(1, None)], page=None),
    failed_capture(Outcome.SOFT_404, 6),
    failed_capture(Outcome.GONE, 8, "ar"),
]


def read_json(snapshot, name):
    return json.loads((snapshot.folder / name).read_text("utf-8"))


def files(snapshot, table):
    """The table's Parquet files."""
    return sorted((snapshot.folder / table).glob("*.parquet"))


def rows(snapshot, table):
    return sum(pq.read_metadata(path).num_rows for path in files(snapshot, table))


def schema(snapshot, table):
    return pq.read_schema(files(snapshot, table)[0])


def text(field, name):
    return field.metadata[name.encode()].decode()
