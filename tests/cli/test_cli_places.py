"""Names of files and folders that are odd, hostile or misread, and numbers beyond all bounds: one line each, and nothing is replaced."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from alwaght_scraper.captures.archive import WarcArchive
from alwaght_scraper.cli.proxies import check_proxies
from alwaght_scraper.errors import AlwaghtError, ConfigurationError, DamagedArchiveError
from pipelines.query import _damage
from pipelines.read import Snapshot
from tests.cli.archives import archived
from tests.cli.pages import article, save
from tests.cli.ran import Ran

Alwaght = Callable[..., Ran]
ROOT = Path(__file__).parent.parent.parent
NESTED = "[" * 100_000
NAMELESS = b"\xff\xfe"
USAGE, MISCONFIGURED, DAMAGED = 2, 4, 1


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that only commands which read it are tried on."""
    return tmp_path_factory.mktemp("archive") / "data"


@pytest.fixture
def filled(data: Path, alwaght: Alwaght) -> Path:
    return data if data.exists() else archived(data, alwaght)


# --- what a name may not be -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [("status", "--data", ""), ("query", "SELECT 1", "--output", ""), ("export", "csv", ""), ("extract", "x", "--metrics", "")]
)
def test_an_empty_name_is_not_the_working_folder(words: tuple[str, ...], alwaght: Alwaght) -> None:
    ran = alwaght(*words)
    assert ran.code == USAGE
    assert "an empty name" in ran.complaint


@pytest.mark.parametrize(
    "words", [("export", "csv"), ("export", "delta"), ("query", "SELECT 1", "--format", "csv", "--output"), ("report", "--output")]
)
def test_a_pipe_or_device_is_never_replaced(words: tuple[str, ...], filled: Path, alwaght: Alwaght, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    ran = alwaght(*words, tmp_path / "pipe", "--force", "--data", filled)
    assert ran.code == USAGE
    assert ran.complaint.count("\n") == 0
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_metrics_go_to_no_pipe_or_device(alwaght: Alwaght, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    ran = alwaght("rebuild", "--data", tmp_path / "data", "--metrics", tmp_path / "pipe")
    assert ran.code == MISCONFIGURED
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.parametrize("name", [".", "/", "folder"])
def test_a_report_goes_into_no_folder(name: str, filled: Path, alwaght: Alwaght, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    ran = alwaght("report", "--output", name, "--force", "--data", filled)
    assert ran.code == USAGE
    assert "is a folder: name a file" in ran.complaint


def test_a_folder_that_arrow_cannot_name_is_refused_before_anything_is_written(alwaght: Alwaght, tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + NAMELESS))
    ran = alwaght("extract", save(tmp_path / "a.html", article(7, "A Story of the Harbour")), "--data", folder)
    assert ran.code == MISCONFIGURED
    assert "no UTF-8" in ran.complaint
    assert not folder.exists()


def test_a_page_whose_name_is_no_text_is_taken_in(alwaght: Alwaght, tmp_path: Path) -> None:
    page = save(Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + NAMELESS + b".html")), article(7, "A Story", address=None))
    assert alwaght("extract", page, "--data", tmp_path / "data").code == 0
    (row,) = Snapshot.open(tmp_path / "data").table("rejects").to_pylist()
    assert row["url"] == "file:///%FF%FE.html"


@pytest.mark.parametrize("name", ["%41", "[a]*", "a\nb"])
def test_delta_lake_is_given_no_name_that_it_would_misread(name: str, filled: Path, alwaght: Alwaght, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    ran = alwaght("export", "delta", tmp_path / name / "x", "--table", "tags", "--data", filled)
    assert ran.code == MISCONFIGURED
    assert "name a target without" in ran.complaint
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert not list((tmp_path / name).iterdir())


# --- proxies ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "proxy", ["http://", "socks5://127.0.0.1:9", "http://[::1", "ftp://x", "http://127.0.0.1:99999", "http://u:secret@h:abc"]
)
@pytest.mark.parametrize("words", [("crawl",), ("refresh",), ("inspect", "http://alwaght.net/en/News/7")])
def test_a_proxy_that_is_none_is_told_before_anything_is_asked(
    proxy: str, words: tuple[str, ...], alwaght: Alwaght, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    ran = alwaght(*words, "--data", tmp_path / "data")
    assert ran.code == MISCONFIGURED
    assert "http_proxy names no proxy" in ran.complaint
    assert "secret" not in ran.complaint


@pytest.mark.parametrize(
    "proxy", ["http://127.0.0.1:9", "https://proxy.example", "proxy.example:3128", "http://user:word@proxy.example:3128"]
)
def test_a_proxy_is_taken_as_every_client_takes_it(proxy: str) -> None:
    check_proxies({"http": proxy, "https": proxy, "no": "localhost"})


# --- numbers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("trace", "en", "9" * 20), ("diff", "9" * 20), ("diff", "en", "9" * 18), ("diff", "9" * 5_000)])
def test_a_number_beyond_all_ids_names_no_article(words: tuple[str, ...], filled: Path, alwaght: Alwaght) -> None:
    ran = alwaght(*words, "--data", filled)
    assert ran.code == USAGE
    assert "unexpected" not in ran.complaint


# --- what cannot be read ----------------------------------------------------------------------------


def nested_manifest(data: Path) -> Path:
    return (data / "current" / "manifest.json").resolve()


def nested_expectations(data: Path) -> Path:
    return data / "expectations.toml"


def nested_run_record(data: Path) -> Path:
    return data / "runs" / "20260101T000000-abcd.json"


def nested_mark(data: Path) -> Path:
    return data / ".reading"


@pytest.mark.parametrize(
    ("place", "code", "text"),
    [
        (nested_manifest, DAMAGED, NESTED),
        (nested_expectations, MISCONFIGURED, f"x = {NESTED}"),
        (nested_run_record, 0, NESTED),
        (nested_mark, 0, NESTED),
    ],
)
def test_brackets_without_end_are_a_file_that_cannot_be_read(
    place: Callable[[Path], Path], code: int, text: str, alwaght: Alwaght, tmp_path: Path
) -> None:
    data, page = tmp_path / "data", save(tmp_path / "a.html", article(7, "A Story of the Harbour"))
    assert alwaght("extract", page, "--data", data).code == 0
    path = place(data)
    path.unlink(missing_ok=True)
    path.write_text(text)
    ran = alwaght("extract", page, "--data", data, "--metrics", tmp_path / "m.prom")
    assert ran.code == code
    assert code == 0 or path.name in ran.complaint


def test_an_expectations_file_may_begin_with_the_mark_of_an_editor(alwaght: Alwaght, tmp_path: Path) -> None:
    save(tmp_path / "data" / "expectations.toml", "\ufeff[run]\nrejected = 1.0\n")
    assert alwaght("extract", save(tmp_path / "a.html", article(7, "A Story")), "--data", tmp_path / "data").code == 0


@pytest.mark.parametrize("words", [("verify",), ("rebuild",)])
def test_a_folder_of_captures_that_cannot_be_read_is_no_empty_one(
    words: tuple[str, ...], filled: Path, alwaght: Alwaght, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name in ("current", "snapshots"):
        (data / name).symlink_to((filled / name).resolve())
    (data / "captures").symlink_to("captures")
    ran = alwaght(*words, "--data", data)
    assert ran.code == MISCONFIGURED
    assert "captures" in ran.complaint


def test_a_folder_of_captures_that_is_not_there_is_an_empty_one(tmp_path: Path) -> None:
    assert WarcArchive(tmp_path / "none").files() == []


@pytest.mark.parametrize(
    ("error", "kind"),
    [(PermissionError(13, "Permission denied"), ConfigurationError), (FileNotFoundError(2, "No such file"), DamagedArchiveError)],
)
def test_a_file_that_a_query_may_not_read_is_not_a_damaged_one(error: OSError, kind: type[AlwaghtError], filled: Path) -> None:
    assert type(_damage(Snapshot.open(filled), error)) is kind


def test_without_a_home_folder_a_report_says_nothing_more(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "alwaght_scraper.cli.main", "report", "--data", str(tmp_path)]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HOME": "/dev/null"}
    ran = subprocess.run(command, capture_output=True, env=environment, check=False, cwd=tmp_path)
    assert ran.returncode == MISCONFIGURED
    assert ran.stderr.decode().splitlines() == [f"alwaght: no dataset in {tmp_path}: run `alwaght crawl` or `make demo` first"]
