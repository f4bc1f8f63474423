"""How a field of a row type says what its column means."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

Int32 = Annotated[int, "int32"]
"""A whole number stored as 32 bits."""


def column(doc: str, *, example: object = None, unit: str | None = None, **kwargs: Any) -> Any:
    """A dataclass field with its meaning, an example and (where it has one) a unit."""
    return field(metadata={"doc": doc, "example": example, "unit": unit}, **kwargs)
