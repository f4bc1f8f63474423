"""`diff` shows what changed between versions and between snapshots; `rebuild --diff` by which rule."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from alwaght_scraper.parsers import extract as extract_module
from tests.cli.archives import archived, files, page, run
from tests.cli.ran import Ran

Alwaght = Callable[..., Ran]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from alwaght_scraper.cli.main import main

    return archived(tmp_path_factory.mktemp("made") / "d", lambda *argv: Ran(main([str(word) for word in argv]), "", ""))


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "d", symlinks=True))


# --- an article -----------------------------------------------------------------------------------


def test_words_deleted_and_inserted_are_shown(alwaght: Alwaght, made: Path) -> None:
    ran = alwaght("diff", "en", 2, "--data", made)
    assert ran.code == 0
    assert "version 2, first seen 2024-03-02 06:00:02 UTC (Lemons Grow Dear Again): title, body, blocks" in ran.out
    assert "\nLemons Grow Dear {+Again+}\n" in ran.out
    assert "[-forty-] {+fifty+} crates of lemons" in ran.out


def test_json_has_every_version_and_every_edit(alwaght: Alwaght, made: Path) -> None:
    found = json.loads(alwaght("diff", 2, "--data", made, "--json").out)
    assert [version["title"] for version in found["versions"]] == ["Lemons Grow Dear", "Lemons Grow Dear Again"]
    (change,) = found["changes"]
    assert change["fields"]["title"]["edits"] == [[{"kind": "same", "text": "Lemons Grow Dear"}, {"kind": "new", "text": " Again"}]]


def test_one_version_has_nothing_to_compare(alwaght: Alwaght, made: Path) -> None:
    ran = alwaght("diff", "ar", 4, "--data", made)
    assert ran.code == 0
    assert "ar 4: 1 version" in ran.out
    assert "nothing to compare" in ran.err


@pytest.mark.parametrize(("words", "code", "what"), [
    (["en", "77"], 2, "no version of en 77"),
    (["77"], 2, "nothing is known of an article 77"),
    (["xx", "2"], 2, "neither LANG ID nor two snapshots"),
    (["1", "2", "3"], 2, "neither LANG ID nor two snapshots"),
    (["1", "99"], 4, "no snapshot 99"),
])  # fmt: skip
def test_what_is_not_there_is_said_in_a_line(alwaght: Alwaght, made: Path, words: list[str], code: int, what: str) -> None:
    ran = alwaght("diff", *words, "--data", made)
    assert ran.code == code
    assert what in ran.complaint


def test_an_id_of_two_languages_asks_which(alwaght: Alwaght, data: Path) -> None:
    run(data, "run-3", page(2, "الليمون", 3, lang="ar"))
    alwaght("rebuild", "--data", data)
    ran = alwaght("diff", 2, "--data", data)
    assert ran.code == 2
    assert "known in ar, en" in ran.complaint


# --- snapshots ------------------------------------------------------------------------------------


def test_two_snapshots_show_what_came_and_changed(alwaght: Alwaght, data: Path) -> None:
    run(data, "run-3", page(7, "Nets Are Mended", 3), page(2, "Lemons Are Cheap", 3))
    alwaght("rebuild", "--data", data)
    found = json.loads(alwaght("diff", 1, "current", "--data", data, "--json").out)
    assert [one["article_id"] for one in found["added"]] == [7]
    assert [(one["article_id"], {change["field"] for change in one["fields"]}) for one in found["changed"]] == [
        (2, {"title", "body", "blocks"})
    ]
    assert (found["tables"]["articles"]["rows_before"], found["tables"]["articles"]["rows_after"]) == (4, 5)
    assert found["tables"]["articles"]["fields"]["title"] == 1
    text = alwaght("diff", 1, 2, "--data", data).out
    assert "4 -> 5 rows" in text
    assert "articles added: 1" in text
    backwards = json.loads(alwaght("diff", 2, 1, "--data", data, "--json").out)
    assert [one["article_id"] for one in backwards["gone"]] == [7]


def test_a_snapshot_and_itself_do_not_differ(alwaght: Alwaght, made: Path) -> None:
    assert alwaght("diff", 1, "current", "--data", made).out.splitlines()[-1] == "no row differs"


# --- after a parser fix ---------------------------------------------------------------------------


@pytest.fixture
def mended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser that finds another category, by another rule."""
    from dataclasses import replace

    real = extract_module.read_article

    def other(*args: object, **options: object) -> object:
        found = real(*args, **options)
        if found is None:
            return None
        article, heading, rules = found
        changed = tuple(replace(rule, rule="a mended rule") if rule.field == "category" else rule for rule in rules)
        return replace(article, category="Analysis"), heading, changed

    monkeypatch.setattr(extract_module, "read_article", other)


@pytest.mark.usefixtures("mended")
def test_rebuild_shows_what_a_mended_parser_changes_by_field_and_rule(alwaght: Alwaght, data: Path) -> None:
    before = files(data / "snapshots")
    ran = alwaght("rebuild", "--dry-run", "--data", data)
    assert ran.code == 0, ran.err
    assert files(data / "snapshots") == before
    assert "what that would change" in ran.out
    assert "category 4" in ran.out
    record = json.loads(alwaght("rebuild", "--diff", "--data", data, "--json").out)
    assert (record["snapshot_before"], record["snapshot"]) == (1, 2)
    (rule,) = record["diff"]["rules"]
    assert rule.startswith("category: ")
    assert rule.endswith(" -> a mended rule")
    (change,) = record["diff"]["changed"][0]["fields"]
    assert (change["field"], change["new"], change["new_rule"]) == ("category", "Analysis", "a mended rule")


def test_rebuild_with_nothing_to_compare_goes_on(alwaght: Alwaght, data: Path) -> None:
    (data / "current").unlink()
    ran = alwaght("rebuild", "--diff", "--data", data)
    assert ran.code == 0
    assert "nothing to compare with" in ran.err
