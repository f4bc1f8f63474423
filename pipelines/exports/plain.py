"""Arrow rows as plain values and plain texts: what files have that know neither lists nor times."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa


def records(batch: pa.RecordBatch) -> Iterator[dict[str, Any]]:
    """Rows as dicts of what JSON has. Columns of one name keep the last; times and days are ISO 8601."""
    columns = [map(_plain, column.to_pylist()) if _is_odd(column.type) else column.to_pylist() for column in batch.columns]
    for values in zip(*columns, strict=True):
        yield dict(zip(batch.schema.names, values, strict=True))


def json_text(value: Any) -> str:
    """JSON on one line; letters outside ASCII stay as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def flat(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with numbers, truth values and texts only: lists and structs as JSON, times and days as ISO 8601."""
    return pa.RecordBatch.from_arrays([_flat(column) for column in batch.columns], names=batch.schema.names)


def _flat(column: pa.Array) -> pa.Array:
    if pa.types.is_decimal(column.type):
        return column.cast(pa.float64())
    return _texts(column) if _is_odd(column.type) and not pa.types.is_floating(column.type) else column


def _texts(column: pa.Array) -> pa.Array:
    values = map(_plain, column.to_pylist())
    texts = [json_text(value) if isinstance(value, (list, dict)) else value if value is None else str(value) for value in values]
    return pa.array(texts, pa.string())


def _is_odd(kind: pa.DataType) -> bool:
    """Whether JSON has no such value."""
    return not (pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_string(kind))


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    if isinstance(value, dict):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple):  # an entry of an Arrow map
        return [_plain(entry) for entry in value]
    return _plain_number(value) if isinstance(value, (float, Decimal)) else _plain_word(value)


def _plain_number(value: float | Decimal) -> Any:
    """Whole decimals (DuckDB's sums) as whole numbers; what is no number as null, which is all that JSON has."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if math.isfinite(value) else None


def _plain_word(value: Any) -> Any:
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)
