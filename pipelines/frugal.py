"""What pyarrow does without while a run lasts, so that the run stays small: pandas, and memory kept at hand."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType

import pyarrow as pa


class _NoPandas:
    """An import system in which pandas is not there."""

    @staticmethod
    def find_spec(name: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


def leave_pandas_out() -> None:
    """Let pyarrow make its first array, for which it would import pandas (0.3 s, 46 MB) to know its types, of which a run has none.

    Whoever asks it for a frame later still gets one: it tries again then.
    """
    if "pandas" not in sys.modules:
        sys.meta_path.insert(0, _NoPandas)
        try:
            pa.array([None])
        finally:
            sys.meta_path.remove(_NoPandas)


def give_back() -> None:
    """Give freed memory back to the system, where it lies between what is held: between steps, since it takes some milliseconds."""
    pa.default_memory_pool().release_unused()


@contextmanager
def frugal() -> Iterator[None]:
    """Take Arrow's memory from the system, as far as that can still be chosen: its own allocator keeps what is freed, and saves no time.

    `alwaght_scraper.arrow_memory` chooses for all of it.
    """
    leave_pandas_out()
    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)
