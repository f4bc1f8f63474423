"""What holds for all tests."""

from __future__ import annotations

import pytest
from hypothesis import settings

# No test of this project depends on how busy the machine is.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")

LONGEST_FIRST = ("crawl", "reliability", "torture")
"""Folders whose tests start processes and wait for them: begun first, they leave no worker alone at the end."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep what shares a fixture on one worker: a module's tests, and all that look at the same crawls."""
    for item in items:
        shares = "runs" in getattr(item, "fixturenames", ())
        item.add_marker(pytest.mark.xdist_group("crawls" if shares else f"{item.path.parent.name}/{item.path.stem}"))
    items.sort(key=lambda item: item.path.parent.name not in LONGEST_FIRST)
