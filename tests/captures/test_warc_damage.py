"""Damaged WARC files: every intact record is read, every lost byte is told of, nothing is invented."""

from __future__ import annotations

import gzip
import os
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.damage import Damage
from alwaght_scraper.captures.inflate import gzipped
from alwaght_scraper.captures.payload import MAX_BODY
from alwaght_scraper.captures.records import MAX_BLOCK, read_records
from alwaght_scraper.captures.warc import WarcArchive, read_warc, recover
from alwaght_scraper.errors import DamagedArchiveError

WORDS = ["harbour", "council", "quay", "letter", "border", "minister", "river", "market", "bridge", "envoy"]
WHEN = datetime(2024, 5, 1, tzinfo=UTC)


def pages(count: int) -> list[Capture]:
    chance = random.Random(count)
    bodies = [" ".join(chance.choices(WORDS, k=60)) for _ in range(count)]
    return [
        Capture(f"http://alwaght.net/en/News/{n + 1}", WHEN + timedelta(seconds=n), 200, (), f"<p>{n} {body}</p>".encode())
        for n, body in enumerate(bodies)
    ]


def written(folder: Path, count: int, *, is_packed: bool = True) -> tuple[Path, list[Capture]]:
    with WarcArchive(folder).writer("run") as writer:
        for capture in pages(count):
            writer.write(capture)
    path = folder / "run.warc.gz"
    if not is_packed:
        path.write_bytes(gzip.decompress(path.read_bytes()))
    return path, list(read_warc(path, on_damage=lambda damage: pytest.fail(str(damage))))


def read(path: Path) -> tuple[list[Capture], list[Damage]]:
    damages: list[Damage] = []
    return list(read_warc(path, on_damage=damages.append)), damages


def ends(capture: Capture) -> int:
    return capture.location.offset + capture.location.length


def assert_every_byte_is_accounted_for(path: Path) -> None:
    damages: list[Damage] = []
    spans = [(record.offset, record.offset + record.length) for record in read_records(path, on_damage=damages.append)]
    spans += [(damage.offset, damage.offset + damage.length) for damage in damages]
    spans.sort()
    assert all(one[1] == other[0] for one, other in pairwise(spans)), spans
    assert not spans or (spans[0][0], spans[-1][1]) == (0, path.stat().st_size)


def keys(captures: list[Capture]) -> list[str]:
    return [capture.capture_id for capture in captures]


PACKINGS = pytest.mark.parametrize("is_packed", [True, False], ids=["gzip", "plain"])


@PACKINGS
def test_a_file_cut_at_any_byte_gives_the_records_before_the_cut(tmp_path: Path, is_packed: bool) -> None:
    path, captures = written(tmp_path, 3, is_packed=is_packed)
    for end in reversed(range(path.stat().st_size)):
        os.truncate(path, end)
        # the line ends behind a plain record are no loss
        whole = [capture for capture in captures if ends(capture) <= end + (0 if is_packed else 4)]
        found, damages = read(path)
        assert keys(found) == keys(whole), end
        assert_every_byte_is_accounted_for(path)
        assert len(damages) <= 1


def with_flipped_bits(data: bytes, count: int) -> list[tuple[int, bytes]]:
    chance = random.Random(count)
    places = [chance.randrange(len(data)) for _ in range(count)]
    return [(place, data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]) for place in places]


def test_a_flipped_bit_costs_the_record_it_hits_at_most(tmp_path: Path) -> None:
    path, captures = written(tmp_path, 40)
    for place, data in with_flipped_bits(path.read_bytes(), 200):
        found, damages = damaged(path, data)
        hit = keys([capture for capture in captures if capture.location.offset <= place < ends(capture)])
        assert keys(found) == [key for key in keys(captures) if key in keys(found) or key not in hit]
        if len(found) < len(captures):
            assert any(damage.offset <= place < damage.offset + damage.length for damage in damages)


def test_a_flipped_bit_in_a_plain_file_leaves_all_other_records(tmp_path: Path) -> None:
    path, captures = written(tmp_path, 40, is_packed=False)
    for place, data in with_flipped_bits(path.read_bytes(), 200):
        found, _ = damaged(path, data)
        untouched = [capture for capture in captures if not capture.location.offset <= place < ends(capture)]
        assert [key for key in keys(found) if key in keys(untouched)] == keys(untouched)
        assert {capture.payload for capture in found} <= {capture.payload for capture in captures}


def damaged(path: Path, data: bytes) -> tuple[list[Capture], list[Damage]]:
    path.write_bytes(data)
    assert_every_byte_is_accounted_for(path)
    return read(path)


@PACKINGS
def test_junk_between_records_costs_none(tmp_path: Path, is_packed: bool) -> None:
    path, captures = written(tmp_path, 1000, is_packed=is_packed)
    data, at = path.read_bytes(), ends(captures[499])
    junk = random.Random(1).randbytes(5000)
    found, (damage,) = damaged(path, data[:at] + junk + data[at:])
    assert keys(found) == keys(captures)
    assert (damage.offset, damage.length) == (at, len(junk))
    assert str(damage).startswith(f"{path}: bytes {at} to {at + 5000} give nothing: no record starts here")


@PACKINGS
def test_a_hole_costs_the_records_in_it(tmp_path: Path, is_packed: bool) -> None:
    path, captures = written(tmp_path, 1000, is_packed=is_packed)
    data, start, end = path.read_bytes(), captures[400].location.offset, ends(captures[599])
    found, (damage,) = damaged(path, data[:start] + bytes(end - start) + data[end:])
    assert keys(found) == keys(captures[:400] + captures[600:])
    assert (damage.offset, damage.length) == (start, end - start)


@PACKINGS
def test_what_is_appended_after_a_kill_is_read(tmp_path: Path, is_packed: bool) -> None:
    path, captures = written(tmp_path, 1000, is_packed=is_packed)
    data, torn = path.read_bytes(), captures[500].location.offset + captures[500].location.length // 2
    found, (damage,) = damaged(path, data[:torn] + data)
    assert keys(found) == keys(captures[:500] + captures)
    assert (damage.offset, damage.length) == (captures[500].location.offset, torn - captures[500].location.offset)


@PACKINGS
@pytest.mark.parametrize("length", [b"99999", b"999999999999", b"7", b"", b"-5", b"many", b"99999999999999999999999"])
def test_a_wrong_length_costs_its_record_only(tmp_path: Path, is_packed: bool, length: bytes) -> None:
    path, captures = written(tmp_path, 100, is_packed=is_packed)
    data, hit = path.read_bytes(), captures[50]
    record = data[hit.location.offset : ends(hit)]
    plain = gzip.decompress(record) if is_packed else record
    head, colon, rest = plain.partition(b"Content-Length: ")
    wrong = head + colon + length + rest[rest.index(b"\r\n") :]
    found, damages = damaged(path, data[: hit.location.offset] + (gzipped(wrong) if is_packed else wrong) + data[ends(hit) :])
    assert keys(found) == keys(captures[:50] + captures[51:])
    assert damages[0].offset == hit.location.offset


@PACKINGS
def test_a_record_that_is_not_what_its_digest_says_is_told_of_and_left_out(tmp_path: Path, is_packed: bool) -> None:
    path, captures = written(tmp_path, 10, is_packed=is_packed)
    data, hit = path.read_bytes(), captures[5]
    record = data[hit.location.offset : ends(hit)]
    other = (gzip.decompress(record) if is_packed else record).replace(b"<p>5 ", b"<p>6 ")
    found, (damage,) = damaged(path, data[: hit.location.offset] + (gzipped(other) if is_packed else other) + data[ends(hit) :])
    assert keys(found) == keys(captures[:5] + captures[6:])
    assert damage.offset == hit.location.offset
    assert "WARC-Block-Digest" in damage.reason
    with pytest.raises(DamagedArchiveError, match="WARC-Block-Digest"):
        WarcArchive(tmp_path).load(hit.location)


@PACKINGS
def test_a_damaged_start_loses_the_first_record_only(tmp_path: Path, is_packed: bool) -> None:
    path, captures = written(tmp_path, 10, is_packed=is_packed)
    data = path.read_bytes()
    found, (damage,) = damaged(path, b"\0" * 20 + data[20:])  # the first record is the warcinfo
    assert (keys(found), damage.offset) == (keys(captures), 0)


def test_a_file_without_any_record_gives_one_damage(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    assert damaged(path, b"") == ([], [])
    found, damages = damaged(path, random.Random(3).randbytes(300_000))
    assert found == []
    assert [(damage.offset, damage.length) for damage in damages] == [(0, 300_000)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.booleans(), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 2000), st.binary(max_size=300)), min_size=1, max_size=4))
def test_whatever_is_spliced_in_nothing_is_invented_and_no_byte_forgotten(tmp_path_factory, is_packed: bool, splices: list) -> None:
    folder = tmp_path_factory.mktemp("archive")
    path, captures = written(folder, 12, is_packed=is_packed)
    data = path.read_bytes()
    for place, removed, inserted in splices:
        at = int(place * len(data))
        data = data[:at] + inserted + data[at + removed :]
    found, _ = damaged(path, data)
    assert {capture.payload for capture in found} <= {capture.payload for capture in captures}
    assert not is_packed or set(keys(found)) <= set(keys(captures))  # nothing guards the header of a plain record


def test_recover_cuts_the_torn_end_and_closes_the_file_wherever_its_last_record_breaks_off(tmp_path: Path) -> None:
    path, captures = written(tmp_path, 5)
    index = path.with_name("run.warc.gz.cdxj")
    lines, data = index.read_bytes(), path.read_bytes()
    record = data[captures[2].location.offset : ends(captures[2])]
    for torn in range(1, len(record)):
        for made in tmp_path.iterdir():
            made.unlink()
        path.with_name("run.warc.gz.open").write_bytes(data + record[:torn])
        damages: list[Damage] = []
        assert recover(path.with_name("run.warc.gz.open"), on_damage=damages.append) == path
        assert (path.read_bytes(), index.read_bytes()) == (data, lines)
        assert [(damage.offset, damage.length) for damage in damages] == [(len(data), torn)]
        assert sorted(tmp_path.iterdir()) == [path, index, path.with_name("run.warc.gz.sha256")]


def test_recover_keeps_what_lies_behind_damage(tmp_path: Path) -> None:
    path, captures = written(tmp_path, 9)
    data = bytearray(path.read_bytes())
    data[captures[4].location.offset + 100] ^= 255
    path.rename(left := path.with_name("run.warc.gz.open"))
    left.write_bytes(data)
    recover(left, on_damage=lambda _: None)
    assert path.read_bytes() == data
    assert keys(read(path)[0]) == keys(captures[:4] + captures[5:])


def test_recover_removes_a_file_without_any_capture(tmp_path: Path) -> None:
    path, captures = written(tmp_path, 1)
    left = path.with_name("other.warc.gz.open")
    for content in (b"", path.read_bytes()[: captures[0].location.offset + 40], b"\0" * 100):
        left.write_bytes(content)
        assert recover(left, on_damage=lambda _: None) is None
        assert not left.exists()


# --- bombs --------------------------------------------------------------------------------------

HEAD = b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://alwaght.net/en/News/9\r\nWARC-Date: 2024-05-01T00:00:00Z\r\n"


def record(head: bytes, block: bytes, length: int | None = None) -> bytes:
    return head + b"Content-Length: %d\r\n\r\n" % (len(block) if length is None else length) + block + b"\r\n\r\n"


def bombs() -> dict[str, bytes]:
    blanks = b" " * (1 << 27)
    return {
        "large block": gzipped(record(HEAD, blanks)),
        "large block, small length": gzipped(record(HEAD, blanks, 50)),
        "blank lines": gzipped(record(HEAD, b"", 0) + b"\r\n" * (1 << 26)),
        "large header": gzipped(HEAD + b"X: " + blanks),
        "endless fields": gzipped(HEAD + b"X: 1\r\n" * (1 << 24)),
        "many tiny records": gzipped(record(HEAD, b"") * 4_000),
        "many members": gzipped(record(HEAD, b"")) * 4_000,
        "no record": gzipped(blanks),
        "largest body": gzipped(record(HEAD, b"HTTP/1.1 200 OK\r\n\r\n" + bytes(MAX_BODY))),
        "large HTTP header": gzipped(record(HEAD, b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 5_000_000 + b"\r\n")),
    }


BOMB_SCRIPT = """
import sys
from pathlib import Path
from alwaght_scraper.captures.warc import read_warc
def peak():  # in KiB; getrusage would tell the parent's peak, which a child inherits
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
before = peak()
for path in map(Path, sys.argv[1:]):
    print(sum(capture.url.endswith("/1") for capture in read_warc(path, on_damage=lambda damage: None)))
print((peak() - before) // 1024)
"""


def test_bombs_cost_little_memory_and_the_reading_goes_on(tmp_path: Path) -> None:
    path, _ = written(tmp_path, 1)
    good, paths = path.read_bytes(), []
    for name, bomb in bombs().items():
        paths.append(tmp_path / f"{name}.warc.gz")
        paths[-1].write_bytes(bomb + good)
    run = subprocess.run([sys.executable, "-c", BOMB_SCRIPT, *map(str, paths)], capture_output=True, text=True, check=True)
    *found, extra_mib = map(int, run.stdout.split())
    assert found == [1] * len(paths)
    assert extra_mib <= 100


@PACKINGS
def test_a_record_too_large_to_keep_is_told_of_and_passed_over(tmp_path: Path, is_packed: bool) -> None:
    path, captures = written(tmp_path, 2, is_packed=is_packed)
    inner = record(HEAD, b"an archive in an archive")
    large = record(HEAD, inner + bytes(MAX_BLOCK))
    good = path.read_bytes()
    found, (damage,) = damaged(path, good + (gzipped(large) if is_packed else large) + good)
    assert keys(found) == keys(captures * 2)
    assert "more than the" in damage.reason
