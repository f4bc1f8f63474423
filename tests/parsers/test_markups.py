"""The goals of extraction, over generated pages of every markup that may be tuned on."""

from __future__ import annotations

from functools import cache

import pytest

from alwaght_scraper.replica.markups.catalogue import OPEN
from tests.parsers.scoring import ALSO_EXACT, Score, assert_goals, scored

PAGES = 15


@cache
def score(markup: str) -> Score:
    return scored(markup, PAGES)


@pytest.mark.parametrize("markup", OPEN)
def test_goals_of_extraction(markup: str) -> None:
    assert_goals(score(markup))


@pytest.mark.parametrize("field", ALSO_EXACT)
@pytest.mark.parametrize("markup", OPEN)
def test_fields_without_a_goal_of_their_own(markup: str, field: str) -> None:
    assert score(markup).exact(field) >= 0.98, score(markup).told()
