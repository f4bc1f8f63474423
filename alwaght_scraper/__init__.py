"""The Alwaght archive for analysts: `open_archive("data")`.

It is looked up only when it is asked for, so that importing a part of the package loads nothing else.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from alwaght_scraper import compiled

if TYPE_CHECKING:
    from pipelines.archive import open_archive as open_archive

__all__ = ["open_archive"]

compiled.use()  # before any part of the package is imported


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("pipelines.archive"), name)
