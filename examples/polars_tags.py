"""The most frequent tags and the years in which they were used, with polars: python examples/polars_tags.py [SNAPSHOT]."""

import sys
from pathlib import Path

import polars as pl

snapshot = Path(sys.argv[1] if len(sys.argv) > 1 else "data/demo/current").resolve()  # resolved once: the same snapshot throughout
tags = pl.scan_parquet(snapshot / "tags" / "*.parquet")
articles = pl.scan_parquet(snapshot / "articles" / "*.parquet").select("lang", "article_id", "published")
used = (
    tags.join(articles, on=["lang", "article_id"])
    .group_by("lang", "tag")
    .agg(pl.len().alias("articles"), pl.col("published").dt.year().min().alias("from"), pl.col("published").dt.year().max().alias("to"))
    .sort(["articles", "lang", "tag"], descending=[True, False, False])
)
print(used.head(15).collect())
