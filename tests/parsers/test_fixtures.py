"""Stored pages give what they say: one test for each case and field."""

from __future__ import annotations

from functools import cache

import pytest

from alwaght_scraper.items import Article, Extraction
from alwaght_scraper.parsers.extract import extract
from tests.parsers.cases import ARTICLE_FIELDS, NOT_COMPARED, PAGE_FIELDS, Json, as_json, case_names, files, load_capture, load_golden
from tests.parsers.fixture_cases import all_cases

READ = case_names("expected.json")
FAILED = case_names("error.json")
ARTICLES = [case for case in READ if case.startswith("article/")]


@cache
def found(case: str) -> Extraction:
    return extract(load_capture(case))


@cache
def wanted(case: str) -> Json:
    return load_golden(case, "expected.json")


@pytest.mark.parametrize("field", PAGE_FIELDS)
@pytest.mark.parametrize("case", READ)
def test_page_field(case: str, field: str) -> None:
    assert as_json(found(case))[field] == wanted(case)[field]


@pytest.mark.parametrize("field", ARTICLE_FIELDS)
@pytest.mark.parametrize("case", ARTICLES)
def test_article_field(case: str, field: str) -> None:
    article = as_json(found(case))["article"]
    assert article is not None, f"no article: {found(case).reason}"
    assert article[field] == wanted(case)["article"][field]


@pytest.mark.parametrize("case", READ)
def test_no_extra_fields(case: str) -> None:
    expected, result = wanted(case), as_json(found(case))
    assert set(result) == set(expected)
    assert {name for name, value in result.items() if value} == {name for name, value in expected.items() if value}


@pytest.mark.parametrize("case", FAILED)
def test_a_page_that_gives_no_item_says_why(case: str) -> None:
    result = found(case)
    told = {name: as_json(result)[name] for name in load_golden(case, "error.json")}
    assert told == load_golden(case, "error.json"), result.reason
    assert (result.article, result.glossary, result.listing) == (None, (), ())
    assert result.reason and "\n" not in result.reason and "Traceback" not in result.reason


@pytest.mark.parametrize("case", READ)
def test_every_field_that_was_found_names_its_rule(case: str) -> None:
    result = found(case)
    assert {rule.field for rule in result.rules} <= {*Article.__dataclass_fields__, *PAGE_FIELDS, "body", "charset", "glossary", "listing"}
    if result.article:
        assert {"title", "published", "blocks"} <= {{"body": "blocks"}.get(rule.field, rule.field) for rule in result.rules}


def test_every_extraction_field_is_compared_or_named_as_not_compared() -> None:
    assert {*PAGE_FIELDS, "article", *NOT_COMPARED} == set(Extraction.__dataclass_fields__)


def test_stored_fixtures_are_what_the_generator_makes() -> None:
    from tests.parsers.cases import FOLDER

    stale = [
        f"{case}/{name}"
        for case, page in all_cases().items()
        for name, content in files(page).items()
        if (FOLDER / case / name).read_bytes() != content
    ]
    assert not stale, "run `python -m tests.regenerate_fixtures` and read its diff"
    assert len(READ) + len(FAILED) == len(all_cases())
