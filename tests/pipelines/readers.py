"""The dataset as each kind of reader finds it under `current`."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as pads


def _pyarrow(folder: Path) -> list[int]:
    return pads.dataset(folder, format="parquet").to_table().column("article_id").to_pylist()


def _duckdb(folder: Path) -> list[int]:
    return [row[0] for row in duckdb.sql(f"SELECT * FROM '{folder}/*.parquet'").project("article_id").fetchall()]


def _polars(folder: Path) -> list[int]:
    return pl.read_parquet(f"{folder}/*.parquet")["article_id"].to_list()


def _pandas(folder: Path) -> list[int]:
    return pd.read_parquet(folder)["article_id"].to_list()


READERS = (_pyarrow, _duckdb, _polars, _pandas)


def article_ids(data_dir: Path) -> list[int]:
    """The ids of the articles, which all four readers agree on."""
    answers = [sorted(read(data_dir / "current" / "articles")) for read in READERS]
    assert all(answer == answers[0] for answer in answers), answers
    return answers[0]
