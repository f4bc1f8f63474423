"""`open_archive`: what an analyst asks of the dataset, and what is said when it cannot be had."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from alwaght_scraper import open_archive
from alwaght_scraper.errors import AlwaghtError, ConfigurationError, DamagedArchiveError, UsageError
from alwaght_scraper.items import Block, Outcome, RelatedLink
from alwaght_scraper.tables import ArticleRow
from pipelines.schema import TABLES
from tests.pipelines.folding import fold
from tests.pipelines.making import DAY_ONE, article_capture, failed_capture


@pytest.fixture
def archive(snapshot):
    with open_archive(snapshot.folder.parents[1]) as opened:
        yield opened


@pytest.fixture
def data_dir(tmp_path):
    fold(tmp_path, [article_capture(5)])
    fold(tmp_path, [article_capture(6, when=DAY_ONE + timedelta(days=2)), failed_capture(Outcome.SOFT_404, 7)])
    return tmp_path


def test_a_table_is_an_arrow_table_with_its_descriptions(archive, table):
    read = archive.table(table)
    assert read.schema.equals(TABLES[table].schema, check_metadata=True)
    assert read.num_rows == archive.rows[table]
    assert read.num_rows > 0 or table == "near_duplicates"  # no two of these articles are alike


def test_some_columns_of_a_table_come_in_the_order_that_was_asked_for(archive):
    assert archive.table("articles", ["title", "lang"]).schema.names == ["title", "lang"]
    assert archive.df("tags", ["tag"])["tag"].tolist() == ["Harbour", "North Coast"] * 2


def test_a_data_frame_has_dates_and_times_that_pandas_knows(archive):
    frame = archive.df("articles").set_index("article_id")
    assert frame.loc[5, "published"] == pd.Timestamp("2021-05-01")
    assert pd.isna(frame.loc[20_005, "published"])
    assert frame.loc[5, "first_seen"] == pd.Timestamp(DAY_ONE)
    assert frame.resample("ME", on="published").size().to_dict() == {pd.Timestamp("2021-05-31"): 1}


def test_an_article_is_a_typed_row(archive):
    row = archive.article("en", 5)
    assert isinstance(row, ArticleRow)
    assert (row.title, row.revision, row.published) == ("Fishermen Stay Ashore", 2, date(2021, 5, 1))
    assert row.blocks == (Block("paragraph", "Alwaght- The pier opened at dawn."), Block("heading", "A long wait"))
    assert row.related[0] == RelatedLink(7, "http://alwaght.net/en/News/7", "Nets Are Mended")
    assert row.tags == ("Harbour", "North Coast")
    assert row.first_seen == DAY_ONE


@pytest.mark.parametrize(("lang", "article_id", "message"), [
    ("en", 6, "`coverage` says soft_404"), ("en", 7, "`coverage` says never_tried"), ("en", 9, "nothing is known of it"),
    ("xx", 5, "nothing is known of it"), ("../../x", 5, "nothing is known of it"), ("en", -1, "nothing is known of it"),
])  # fmt: skip
def test_an_article_that_is_not_there_says_what_is_known_of_it(archive, lang, article_id, message):
    with pytest.raises(UsageError, match=message):
        archive.article(lang, article_id)


@pytest.mark.parametrize("ask", [lambda archive: archive.table("article"), lambda archive: archive.df("article")])
def test_an_unknown_table_lists_those_that_there_are(archive, ask):
    with pytest.raises(UsageError, match="no table 'article': the tables are articles, revisions"):
        ask(archive)


def test_an_unknown_column_lists_those_that_there_are(archive):
    with pytest.raises(UsageError, match="articles has no column 'titel': it has article_id, lang, url, title"):
        archive.table("articles", ["titel"])


def test_it_tells_what_it_is(archive):
    assert "2 articles" in repr(archive)
    assert str(archive.folder) in repr(archive)


# --- empty, missing, damaged ---------------------------------------------------------------------


def test_an_empty_archive_has_every_table(bare, table):
    archive = open_archive(bare.folder.parents[1])
    assert archive.df(table).columns.tolist() == TABLES[table].schema.names
    assert archive.sql(f"SELECT count(*) FROM {table}").fetchall() == [(0,)]
    assert [info.captured_from for info in archive.snapshots()] == [None]
    with pytest.raises(UsageError, match="nothing is known of it"):
        archive.article("en", 5)


def test_no_archive_says_what_to_run(tmp_path):
    with pytest.raises(ConfigurationError, match="run `alwaght crawl` or `make demo` first"):
        open_archive(tmp_path)
    with pytest.raises(ConfigurationError, match="run `alwaght crawl` or `make demo` first"):
        open_archive(str(tmp_path / "nothing"))


def remove(archive):
    shutil.rmtree(archive.folder)


READS = {
    "table": lambda archive: archive.table("articles"),
    "df": lambda archive: archive.df("captures"),
    "article": lambda archive: archive.article("en", 5),
    "sql": lambda archive: archive.sql("SELECT * FROM articles"),
}


@pytest.mark.parametrize("ask", READS.values(), ids=READS)
def test_a_snapshot_that_is_removed_while_it_is_read_is_no_damage(data_dir, ask):
    archive = open_archive(data_dir, snapshot=1)
    remove(archive)
    with pytest.raises(AlwaghtError, match="was removed while it was read") as caught:
        ask(archive)
    assert type(caught.value) is AlwaghtError
    assert ask(open_archive(data_dir)) is not None


@pytest.mark.parametrize("ask", READS.values(), ids=READS)
def test_a_missing_file_is_damage_and_is_named(data_dir, ask):
    archive = open_archive(data_dir)
    for path in archive.folder.glob("*/*.parquet"):
        path.unlink()
    with pytest.raises(DamagedArchiveError, match=r"\.parquet is missing"):
        ask(archive)


# --- older snapshots -----------------------------------------------------------------------------


def test_snapshots_are_listed_oldest_first(data_dir):
    first, second = open_archive(data_dir).snapshots()
    assert (first.number, second.number) == (1, 2)
    assert (first.rows["articles"], second.rows["articles"]) == (1, 2)
    assert (first.captured_until, second.captured_from, second.captured_until) == (DAY_ONE, DAY_ONE, DAY_ONE + timedelta(days=2))


def test_a_snapshot_of_an_older_format_hides_none_that_can_be_read(data_dir):
    path = data_dir / "snapshots" / "000001" / "manifest.json"
    path.unlink()  # a new file: the old one may be linked
    path.write_text('{"format": 1}')
    archive = open_archive(data_dir)
    assert [info.number for info in archive.snapshots()] == [2]
    assert archive.as_of("2021-05-05").rows["articles"] == 2
    path.write_text("{")
    with pytest.raises(DamagedArchiveError, match=r"manifest\.json is damaged"):
        archive.snapshots()


def test_a_snapshot_opens_by_its_number(data_dir):
    assert open_archive(data_dir, snapshot=1).rows["articles"] == 1
    assert open_archive(data_dir, snapshot=1).sql("SELECT count(*) FROM articles").fetchall() == [(1,)]
    with pytest.raises(ConfigurationError, match="no snapshot 9"):
        open_archive(data_dir, snapshot=9)


@pytest.mark.parametrize(("day", "articles"), [
    (DAY_ONE.date(), 1), (DAY_ONE, 1), ("2021-05-03", 1), ("2021-05-04", 1), ("2021-05-05T09:59:59", 1), ("2021-05-05T10:00:00+00:00", 2),
    ("2021-05-05", 2), (datetime(2030, 1, 1, tzinfo=UTC), 2),
])  # fmt: skip
def test_as_of_gives_the_newest_snapshot_without_a_later_capture(data_dir, day, articles):
    assert open_archive(data_dir).as_of(day).rows["articles"] == articles


def test_as_of_a_day_before_the_first_capture_says_where_snapshots_begin(data_dir):
    with pytest.raises(ConfigurationError, match=r"ends by 2021-05-02: the oldest one that was kept goes to 2021-05-03 10:00"):
        open_archive(data_dir).as_of("2021-05-02")


@pytest.mark.parametrize("day", ["yesterday", "2021-13-01", "2021-05-05T99:00:00"])
def test_what_is_no_date_is_a_usage_error(data_dir, day):
    with pytest.raises(UsageError, match="is no date; write it as YYYY-MM-DD"):
        open_archive(data_dir).as_of(day)


def test_an_open_archive_stays_what_it_is_while_others_are_published(data_dir):
    archive = open_archive(data_dir)
    fold(data_dir, [article_capture(8, when=DAY_ONE + timedelta(days=3))])
    assert archive.rows["articles"] == archive.table("articles").num_rows == 2
    assert open_archive(data_dir).rows["articles"] == 3


def test_a_snapshots_own_folder_opens_wherever_it_was_copied_to(data_dir, tmp_path_factory):
    copy = shutil.copytree(data_dir / "current", tmp_path_factory.mktemp("mail") / "alwaght")
    archive = open_archive(copy)
    assert archive.article("en", 6).article_id == 6
    assert [info.rows["articles"] for info in archive.snapshots()] == [2]
    assert archive.as_of("2021-05-05").rows["articles"] == 2
