"""Articles per month and language with DuckDB alone, straight from the Parquet files: python examples/duckdb_months.py [SNAPSHOT]."""

import sys
from pathlib import Path

import duckdb

snapshot = Path(sys.argv[1] if len(sys.argv) > 1 else "data/demo/current").resolve()  # resolved once: the same snapshot throughout
articles = duckdb.read_parquet(str(snapshot / "articles" / "*.parquet"))
query = """
    SELECT date_trunc('month', published)::DATE AS month, lang, count(*) AS articles
    FROM articles GROUP BY ALL ORDER BY ALL
"""
print(duckdb.sql(query))
