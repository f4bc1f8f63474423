"""`trace` leads from a value to the rule that found it and to the archived bytes."""

from __future__ import annotations

import gzip
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from alwaght_scraper.captures.records import record_at
from tests.cli.archives import HTML, archived, page, run
from tests.cli.pages import article
from tests.cli.ran import Ran

Alwaght = Callable[..., Ran]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from alwaght_scraper.cli.main import main

    return archived(tmp_path_factory.mktemp("made") / "d", lambda *argv: Ran(main([str(word) for word in argv]), "", ""))


def traced(alwaght: Alwaght, data: Path, *words: object) -> dict:
    ran = alwaght("trace", *words, "--data", data, "--json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_every_field_has_its_rule_and_every_capture_its_place(alwaght: Alwaght, data: Path) -> None:
    found = traced(alwaght, data, "en", 2)
    fields = {one["field"]: one for one in found["fields"]}
    assert fields["title"]["value"] == "Lemons Grow Dear Again"
    assert all(
        fields[name]["rule"] for name in ("title", "published", "category", "dateline", "teaser", "blocks", "tags", "related", "images")
    )
    assert [one["version"] for one in found["captures"]] == [1, 2]
    for one in found["captures"]:
        record = record_at(data / "captures" / one["warc_file"], one["warc_offset"])
        assert (record.length, record.fields["warc-target-uri"]) == (one["warc_length"], one["url"])
        assert record.fields["warc-payload-digest"] == f"sha256:{one['payload_sha256']}"


def test_a_person_reads_the_same(alwaght: Alwaght, data: Path) -> None:
    ran = alwaght("trace", "en", 1, "title", "--data", data)
    assert ran.code == 0
    assert "title: The Ferry Leaves at Dawn\n  by " in ran.out
    assert ran.out.count("version 1\n") == 3  # seen, seen again, confirmed by a 304
    assert "captures/run-2.warc.gz" in ran.out


def test_changes_name_when_a_value_became_another(alwaght: Alwaght, data: Path) -> None:
    changes = traced(alwaght, data, "en", 2, "title", "--changes")["changes"]
    assert [one["fields"][0]["new"] for one in changes] == ["Lemons Grow Dear", "Lemons Grow Dear Again"]
    assert changes[1]["capture"]["warc_file"] == "run-2.warc.gz"
    assert [one["first_seen"][:10] for one in changes] == ["2024-03-01", "2024-03-02"]
    assert len(traced(alwaght, data, "en", 2, "tags", "--changes")["changes"]) == 1
    assert "title, body, blocks" in alwaght("trace", "en", 2, "--changes", "--data", data).out


def test_what_was_never_read_is_traced_as_far_as_it_is_known(alwaght: Alwaght, data: Path) -> None:
    found = traced(alwaght, data, "en", 9)
    assert (found["fields"], found["coverage"]["status"]) == ([], "failed")
    assert found["captures"][0]["outcome"] == "no_response"
    assert "never read as an article" in alwaght("trace", "en", 9, "--data", data).out


@pytest.mark.parametrize(("words", "code", "what"), [
    (["en", "77"], 2, "nothing is known of an article en 77"),
    (["en", "2", "colour"], 2, "'colour' is no field"),
    (["en", "2", "--snapshot", "9"], 4, "no snapshot 9"),
    (["en", "2", "--raw"], 2, "--bytes"),
    (["en", "2", "--bytes", "--capture", "00"], 2, "no capture 00"),
    (["en", "9", "--bytes"], 1, "timed out"),
])  # fmt: skip
def test_what_is_not_there_is_said_in_a_line(alwaght: Alwaght, data: Path, words: list[str], code: int, what: str) -> None:
    ran = alwaght("trace", *words, "--data", data)
    assert ran.code == code
    assert what in ran.complaint


def test_without_a_dataset_it_says_what_to_do(alwaght: Alwaght, tmp_path: Path) -> None:
    ran = alwaght("trace", "en", 1, "--data", tmp_path / "none")
    assert ran.code == 4
    assert "alwaght crawl" in ran.complaint


# --- bytes ----------------------------------------------------------------------------------------


def written(data: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "alwaght_scraper.cli.main", "trace", *words, "--data", str(data)]
    return subprocess.run(command, capture_output=True, check=False, cwd=Path(__file__).parent.parent.parent)


def test_the_archived_page_comes_out_byte_for_byte(alwaght: Alwaght, tmp_path: Path) -> None:
    packed = gzip.compress(article(1, "The Ferry Leaves at Dawn").encode(), mtime=0)
    first = replace(page(1, ""), payload=packed, headers=(*HTML, ("Content-Encoding", "gzip")))
    second = page(1, "The Ferry Stays", 1)
    kept = run(tmp_path / "d", "run-1", first, second)
    alwaght("rebuild", "--data", tmp_path / "d")
    assert written(tmp_path / "d", "en", "1", "--bytes").stdout == second.payload
    of_first = ("en", "1", "--bytes", "--capture", kept[0].capture_id)
    assert written(tmp_path / "d", *of_first).stdout == gzip.decompress(packed)
    assert written(tmp_path / "d", *of_first, "--raw").stdout == packed


def test_bytes_never_go_to_a_terminal(data: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "alwaght_scraper.cli.main", "trace", "en", "1", "--bytes", "--data", str(data)]
    ran = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, check=False, cwd=Path(__file__).parent.parent.parent)
    os.close(theirs)
    os.close(ours)
    assert ran.returncode == 2
    assert b"your terminal" in ran.stderr
