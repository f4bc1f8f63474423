"""How fast a full crawl is beside a spider that only fetches, and how much memory it takes: `python -m benchmarks.crawl`.

Both crawl the same pages of about 70 KB from the same local server, turn about, so that the machine's noise hits both; the ratio of
each turn is what counts. A full crawl publishes, which counts, and reads its pages in a second process. CPU time is that of all
processes but the server's.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

_PAGES: Final = 300
_Ran = dict[str, Any]


def main() -> None:
    """Run the turns, then the memory runs, and print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000, help="pages a turn")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--memory", type=int, nargs="*", default=[2000, 20000], help="page counts to take the peak memory at")
    parser.add_argument(
        "--frames", choices=("same", "own"), default="same", help="one frame around all pages, as in a crawl, or one around each"
    )
    options = parser.parse_args()
    with _served(options.frames) as environment:
        if options.turns:
            _speed(options.pages, options.turns, environment)
        _memory(options.memory, environment)


def _speed(pages: int, turns: int, environment: dict[str, str]) -> None:
    print(f"crawl of {pages} pages, concurrency 16\n")
    print(f"{'turn':>5}{'':>14}{'pages/s':>9}{'CPU ms/page':>13}")
    ratios = []
    for turn in range(1, turns + 1):
        base, full = (_run(module, pages, environment) for module in ("benchmarks.fetch_only", "benchmarks.full_crawl"))
        for name, ran in (("fetch only", base), ("full crawl", full)):
            print(f"{turn:>5}{name:>14}{_rate(ran):>9.0f}{1000 * (ran['cpu'] + ran['cpu_beside']) / ran['pages']:>13.2f}", flush=True)
        ratios.append((_rate(full) / _rate(base), (base["cpu"] + base["cpu_beside"]) / (full["cpu"] + full["cpu_beside"])))
    wall, cpu = (statistics.median(column) for column in zip(*ratios, strict=True))
    print(f"\nmedian ratio of pages/s {wall:.2f} (goal 0.80), of pages per CPU second {cpu:.2f}\n")


def _rate(ran: _Ran) -> float:
    return float(ran["pages"] / ran["seconds"])


def _memory(counts: list[int], environment: dict[str, str]) -> None:
    for count in counts:
        ran = _run("benchmarks.full_crawl", count, environment)
        both = f"{ran['peak']:.0f} MB, and {ran['peak_beside']:.0f} MB in the process that reads beside it"
        print(f"peak memory of a full crawl of {count} pages: {both} ({ran['whole']:.0f} s)", flush=True)


def _run(module: str, pages: int, environment: dict[str, str]) -> _Ran:
    done = subprocess.run([sys.executable, "-m", module, str(pages)], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{module} failed: {done.stderr.strip()[-500:]}")
    ran: _Ran = json.loads(done.stdout)
    return ran


@contextmanager
def _served(frames: str) -> Iterator[dict[str, str]]:
    """A server for the time being; gives the environment that sends a crawl to it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "benchmarks.server", str(port), str(_PAGES), frames]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        if server.stdout is None or not server.stdout.readline():
            sys.exit("the local server did not start")
        yield {**os.environ, "http_proxy": f"http://127.0.0.1:{port}", "no_proxy": ""}
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
