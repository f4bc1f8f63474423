"""The same crawl under other conditions: replayed, by Scrapy's own command, on a bad disk or network."""

from __future__ import annotations

import gzip
import ssl
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from alwaght_scraper.lock import locked
from tests.crawl import one_crawl
from tests.crawl.conftest import POLLING, Run, crawl, finish
from tests.crawl.crawl_scenarios import news
from tests.crawl.site_server import SiteServer, article_page, reply, small_site

NOWHERE = "http://127.0.0.1:1"


def content(run: Run) -> list[tuple]:
    return [(row["lang"], row["article_id"], row["content_hash"]) for row in run.table("articles")]


# --- replay ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def replayed(runs, tmp_path_factory) -> Run:
    files = tuple(sorted((runs("small").data / "captures").glob("*.warc.gz")))
    data = tmp_path_factory.mktemp("replay") / "data"
    run = crawl(data, NOWHERE, replay=files)
    run.before = {name: run.table(name) for name in ("articles", "captures", "listings", "coverage")}
    run.again = crawl(data, NOWHERE, replay=files)
    return run


def test_a_warc_answers_a_crawl_in_place_of_the_network(runs, replayed):
    assert replayed.code == 0, replayed.stderr
    assert content(replayed) == content(runs("small"))


def test_what_is_replayed_keeps_the_time_of_its_capture(runs, replayed):
    def times(run: Run) -> set[tuple]:
        return {(row["url"], row["fetched_at"]) for row in run.table("captures") if row["outcome"] == "ok"}

    assert times(replayed) == times(runs("small"))


def test_what_the_warc_lacks_is_no_evidence(runs, replayed):
    known = {row["capture_id"] for row in runs("small").table("captures")}
    assert {row["capture_id"] for row in replayed.table("captures")} <= known


def test_replaying_again_changes_nothing(replayed):
    assert replayed.again.code == 0, replayed.again.stderr
    assert {name: replayed.table(name) for name in replayed.before} == replayed.before


def test_a_warc_that_cannot_be_read_is_named_before_anything_starts(tmp_path):
    run = crawl(tmp_path / "data", NOWHERE, replay=(tmp_path / "none.warc.gz",))
    assert run.code == 4
    assert "none.warc.gz" in run.told["error"]
    assert not (tmp_path / "data" / "current").exists()


# --- other ways to run ----------------------------------------------------------------------------


def scrapy(folder: Path, proxy: str, *arguments: str) -> Run:
    environment = {"http_proxy": proxy, "no_proxy": ""}
    process: BaseProcess = one_crawl.CONTEXT.Process(target=one_crawl.scrapy, args=(folder, environment, list(arguments)))
    with POLLING:
        process.start()
    return finish(process, folder / "data")


FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0", "-s", "LOG_LEVEL=WARNING")


def test_scrapy_list_names_the_spiders(tmp_path):
    assert scrapy(tmp_path, NOWHERE, "list").stdout.split() == ["articles", "topics"]


def test_scrapy_crawl_publishes_as_well(tmp_path):
    with SiteServer(small_site()) as server:
        arguments = ["-s", f"ALWAGHT_DATA={tmp_path / 'data'}", *FAST, "-a", "langs=ar"]
        run = scrapy(tmp_path, server.proxy, "crawl", "articles", *arguments)
    assert run.code == 0, run.stderr
    assert run.articles() == [301, 302, 303]


def test_scrapy_shell_fetches_a_page_and_records_nothing(tmp_path):
    with SiteServer(small_site()) as server:
        arguments = ["-s", f"ALWAGHT_DATA={tmp_path / 'data'}", *FAST, "-c", "response.status, response.url"]
        run = scrapy(tmp_path, server.proxy, "shell", "http://alwaght.net/en", *arguments)
    assert "(200, 'http://alwaght.net/en')" in run.stdout, run.stderr
    assert not (tmp_path / "data").exists()


# --- the data folder ------------------------------------------------------------------------------


def test_a_full_disk_ends_the_run_and_the_next_one_completes_it(runs):
    run = runs("no room")
    assert run.code == 3
    assert "space" in run.told["error"]
    assert run.before == {}
    assert run.again.code == 0, run.again.stderr
    assert len(run.again.articles()) == 60


def test_a_second_run_in_the_same_folder_is_told_who_holds_it(tmp_path):
    with SiteServer(small_site()) as server, locked(tmp_path / "data", "an old crawl"):
        run = crawl(tmp_path / "data", server.proxy)
    assert run.code == 5
    assert "an old crawl" in run.told["error"]
    assert server.hits == []


def test_a_data_folder_that_is_a_file_is_a_matter_of_configuration(tmp_path):
    (tmp_path / "data").write_text("mine")
    run = crawl(tmp_path / "data", NOWHERE)
    assert run.code == 4
    assert str(tmp_path / "data") in run.told["error"]
    assert (tmp_path / "data").read_text() == "mine"


@pytest.mark.parametrize("options", [{"langs": ("xx",)}, {"start_urls": ("http://elsewhere.example/",)}, {"limit": 0}])
def test_options_that_make_no_sense_start_nothing(tmp_path, options):
    run = crawl(tmp_path / "data", NOWHERE, **options)
    assert run.code == 2
    assert not (tmp_path / "data").exists()


# --- the network ----------------------------------------------------------------------------------


def test_a_site_that_cannot_be_reached_is_a_failure(tmp_path):
    run = crawl(tmp_path / "data", NOWHERE)
    assert run.code == 1
    assert "refused" in run.told["error"]


def test_a_site_that_falls_silent_ends_the_run(runs):
    run = runs("dying")
    assert run.code == 1
    assert "gave no answer" in run.told["error"]
    assert len(run.hits) < 40


def test_after_a_permanent_move_pages_are_asked_for_where_they_are(runs):
    run = runs("moved for good")
    assert run.code == 0, run.stderr
    assert len(run.articles()) == 13
    usual = [hit.url for hit in run.hits if hit.url.startswith("http://alwaght.net/") and not hit.url.endswith("robots.txt")]
    assert len(usual) <= 8 < len(run.hits) / 2


def test_what_opens_a_proxy_is_not_archived(tmp_path):
    with SiteServer(small_site()) as server:
        run = crawl(
            tmp_path / "data", server.proxy.replace("//", "//reader:secret@"), start_urls=("http://alwaght.net/en/NewsCase/type/8",)
        )
    assert "proxy-authorization" in server.hits[0].headers
    (file,) = (run.data / "captures").glob("*.warc.gz")
    records = gzip.decompress(file.read_bytes())
    assert b"User-Agent: AlwaghtArchive/" in records
    assert b"roxy-" not in records


def self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "alwaght.net")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("alwaght.net")]), critical=False)
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "site.pem").write_bytes(pem + builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "site.pem")
    return context


@pytest.mark.parametrize(("verify", "articles"), [(True, []), (False, [7])])
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path, verify: bool, articles: list[int]):
    to_tls = reply("", 301, Location=f"https://alwaght.net{news(7)}")
    site = {f"http://alwaght.net{news(7)}": to_tls, news(7): reply(article_page(7))}
    with SiteServer(site, tls=self_signed(tmp_path)) as server:
        settings = {"DOWNLOAD_VERIFY_CERTIFICATES": verify, "RETRY_TIMES": 0}
        run = crawl(tmp_path / "data", server.proxy, start_urls=(f"http://alwaght.net{news(7)}",), settings=settings)
    assert run.articles() == articles
    assert (run.code == 0) == (not verify)
