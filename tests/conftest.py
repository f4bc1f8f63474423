"""What holds for all tests."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

os.environ["ALWAGHT_COMPILED"] = ""  # what is tested is the source; `test_compiled` holds what is compiled to it

# No test of this project depends on how busy the machine is.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")

CRAWLS = "tests/crawl/"
LONGEST_FIRST = ("crawl", "reliability", "torture", "test_compiled.py")
"""Folders and modules whose tests start processes and wait for them: begun first, they leave no worker alone at the end."""


class ByModule(LoadScopeScheduling):
    """Keeps what shares a fixture on one worker: a module's tests, and all that look at the same crawls."""

    def _split_scope(self, nodeid: str) -> str:
        return CRAWLS if nodeid.startswith(CRAWLS) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByModule:
    return ByModule(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.parent.name not in LONGEST_FIRST and item.path.name not in LONGEST_FIRST)
