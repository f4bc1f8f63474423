"""Rows as the typed objects that they were made from."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def row_of(kind: type, record: Mapping[str, Any]) -> Any:
    """The row, of type `kind`, that a record of plain values is; columns that `kind` lacks are left out."""
    parts = _parts(kind)
    return kind(**{name: _value(parts[name], record.get(name)) for name in parts})


@cache
def _parts(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) in {Union, types.UnionType}:
        (hint,) = (option for option in get_args(hint) if option is not type(None))
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], entry) for entry in value)
    return row_of(hint, value) if is_dataclass(hint) and isinstance(hint, type) else value
