"""A dataset that was tampered with, manifest and all, is still found out by its keys and references."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from alwaght_scraper.items import GlossaryEntry, Outcome
from pipelines import manifest as manifests
from pipelines.integrity import REFERENCES, Digests, Problem, content_problems, file_problems, open_snapshot
from pipelines.parquet import TableFile
from pipelines.read import Snapshot
from pipelines.schema import TABLES
from tests.pipelines.folding import fold
from tests.pipelines.making import article_capture, failed_capture, list_capture, make_entry


@pytest.fixture
def snapshot(tmp_path):
    return fold(tmp_path, [
        article_capture(5, glossary=[GlossaryEntry("pier", "Where ships lie.", 0)]),
        article_capture(10_007, tags=("Nets", "Salt")),
        list_capture([make_entry()]),
        failed_capture(Outcome.SOFT_404, 8),
    ])  # fmt: skip


def tampered(snapshot, table, change, *, rows=None):
    """The snapshot with a table's first file made anew from changed rows, and a manifest that says so."""
    entry, *others = snapshot.manifest.tables[table]
    path = snapshot.folder / table / entry.name
    read = snapshot.table(table).slice(0, entry.rows)
    path.unlink()
    with TableFile(path, TABLES[table]) as out:
        out.append(change(read).cast(TABLES[table].schema))
        entry = out.close()
    entry = replace(entry, rows=entry.rows if rows is None else rows)
    manifest = replace(snapshot.manifest, tables={**snapshot.manifest.tables, table: (entry, *others)})
    (snapshot.folder / manifests.NAME).write_text(manifest.to_json())
    found = open_snapshot(snapshot.folder)
    assert isinstance(found, Snapshot)
    assert list(file_problems(found, Digests())) == []
    return found


def with_value(column, value):
    def change(rows):
        place = rows.schema.get_field_index(column)
        return rows.set_column(place, rows.schema.field(place), pa.array([value] * rows.num_rows, rows.schema.field(place).type))

    return change


def test_a_sound_snapshot_has_no_problem(snapshot):
    assert list(file_problems(snapshot, Digests())) == list(content_problems(snapshot)) == []


@pytest.mark.parametrize(("table", "reference"), REFERENCES, ids=lambda one: one if isinstance(one, str) else one.table)
def test_a_row_that_names_no_row_is_found(snapshot, table, reference):
    column = reference.columns[-1]
    value = 9_999 if column.endswith(("article_id", "duplicate_id")) else "0" * 32
    if (table, column) in {("articles", "article_id"), ("revisions", "article_id")}:
        value = 9  # stays in its file
    rows = snapshot.table(table)
    assert rows.num_rows
    problems = list(content_problems(tampered(snapshot, table, with_value(column, value))))
    assert [one for one in problems if one.path.name == table and f"that {reference.table} lacks" in one.what], problems


@pytest.mark.parametrize(("change", "what"), [
    (lambda rows: pa.concat_tables([rows, rows]), "twice or out of order"),
    (lambda rows: rows.take(pa.array(range(rows.num_rows - 1, -1, -1))), "twice or out of order"),
])  # fmt: skip
def test_a_key_that_stands_twice_or_out_of_order_is_found(snapshot, change, what):
    (problem,) = content_problems(tampered(snapshot, "coverage", change))
    assert what in problem.what


def test_a_row_in_the_file_of_another_range_is_found(snapshot):
    (problem,) = content_problems(tampered(snapshot, "tags", with_value("article_id", 10_001)))
    assert "belongs in en-000001xxxx.parquet" in problem.what


def test_a_wrong_number_of_rows_is_found(snapshot):
    (problem,) = content_problems(tampered(snapshot, "rejects", lambda rows: rows, rows=7))
    assert problem.what == "has 1 rows, its manifest says 7"


def test_files_of_a_folder_that_the_manifest_lacks_are_strays(snapshot):
    (snapshot.folder / "tags" / "more.parquet").write_bytes(b"")
    (problem,) = file_problems(snapshot, Digests())
    assert (problem.path.name, problem.is_stray) == ("more.parquet", True)


def test_a_manifest_that_cannot_be_read_is_a_problem_with_its_file(snapshot):
    path = snapshot.folder / manifests.NAME
    path.write_text("{")
    problem = open_snapshot(snapshot.folder)
    assert isinstance(problem, Problem)
    assert problem.path == path
    assert "alwaght" not in problem.what
