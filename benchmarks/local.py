"""What keeps a benchmark from asking the site itself."""

from __future__ import annotations

import os
import sys
from typing import Final

_HERE: Final = "http://127.0.0.1:"


def need_local_server() -> None:
    """End the program, with what to run in its place, unless everything that it asks for goes to a server on this machine."""
    if not os.environ.get("http_proxy", "").startswith(_HERE) or os.environ.get("no_proxy"):
        sys.exit("run `python -m benchmarks.crawl`, which starts a local server: alone this would ask the site itself, at full speed")
