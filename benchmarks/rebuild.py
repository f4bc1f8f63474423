"""One `alwaght rebuild` of a data folder, and what it cost."""

from __future__ import annotations

import json
import sys
import time

from alwaght_scraper.cli.main import main as alwaght
from benchmarks.cost import cost


def main() -> None:
    """Rebuild; print the seconds and the cost as JSON, on the last line."""
    start = time.perf_counter()
    if code := alwaght(["rebuild", "--data", sys.argv[1]]):
        sys.exit(code)
    print(json.dumps({"whole": time.perf_counter() - start, **cost()._asdict()}))


if __name__ == "__main__":
    main()
