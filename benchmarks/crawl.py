"""How fast a full crawl is beside a spider that only fetches, and how much memory it takes: `python -m benchmarks.crawl`.

Both crawl the same pages of about 70 KB from the same local server, turn about, so that the machine's
noise hits both; the ratio of each turn is what counts.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_PAGES: Final = 300


def main() -> None:
    """Run the turns, then the memory runs, and print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000, help="pages a turn")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--memory", type=int, nargs="*", default=[2000, 20000], help="page counts to take the peak memory at")
    options = parser.parse_args()
    with _served() as environment:
        _speed(options.pages, options.turns, environment)
        _memory(options.memory, environment)


def _speed(pages: int, turns: int, environment: dict[str, str]) -> None:
    print(f"crawl of {pages} pages, concurrency 16, pages/s")
    print(f"{'turn':>5} {'fetch only':>11} {'full crawl':>11} {'with publishing':>16} {'ratio':>6}")
    ratios = []
    for turn in range(1, turns + 1):
        base = _run("benchmarks.fetch_only", pages, environment)[0]
        crawling, whole, _ = _run("benchmarks.full_crawl", pages, environment)
        ratios.append(crawling / base)
        print(f"{turn:>5} {base:>11.0f} {crawling:>11.0f} {whole:>16.0f} {ratios[-1]:>6.2f}")
    print(f"median ratio {statistics.median(ratios):.2f} (goal 0.80)\n")


def _memory(counts: list[int], environment: dict[str, str]) -> None:
    for count in counts:
        print(f"peak memory of a full crawl of {count} pages: {_run('benchmarks.full_crawl', count, environment)[2]:.0f} MB")


def _run(module: str, pages: int, environment: dict[str, str]) -> list[float]:
    done = subprocess.run([sys.executable, "-m", module, str(pages)], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{module} failed: {done.stderr.strip()[-500:]}")
    return [float(word) for word in done.stdout.split()]


@contextmanager
def _served() -> Iterator[dict[str, str]]:
    """A server for the time being; gives the environment that sends a crawl to it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "benchmarks.server", str(port), str(_PAGES)], stdout=subprocess.PIPE, text=True)
    try:
        if server.stdout is None or not server.stdout.readline():
            sys.exit("the local server did not start")
        yield {**os.environ, "http_proxy": f"http://127.0.0.1:{port}", "no_proxy": ""}
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
