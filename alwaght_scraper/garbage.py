"""Python's search for cycles of garbage, made rare while pages are read by the thousand.

Nearly all of what a page makes is freed as soon as it is let go of, and what is imported stays: looking through both took 5 to 8 %
of a run. Cycles are still found, a little later.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_MADE: Final = 20_000
"""Objects made and not freed after which the young ones are looked through; Python's own number is 700."""


@contextmanager
def rarely_collected() -> Iterator[None]:
    """While this lasts, what is there already is left out of every search, and the young are searched more rarely."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_MADE, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
