"""A benchmark asks a server of its own, never the site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("module", ["full_crawl", "fetch_only"])
def test_a_crawl_that_no_local_server_answers_is_refused(module):
    environment = {"http_proxy": "http://proxy.invalid:9", "https_proxy": "http://proxy.invalid:9"}
    command = [sys.executable, "-m", f"benchmarks.{module}", "1"]
    run = subprocess.run(command, cwd=_ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 1
    assert run.stderr.startswith("run `python -m benchmarks.crawl`")
