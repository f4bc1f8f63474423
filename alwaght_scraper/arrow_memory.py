"""Imported for its effect, before anything imports pyarrow: in a run, all of Arrow takes its memory from the system.

Its own allocator keeps what is freed, 35 to 60 MB through a publish. What pyarrow lets one choose later does not hold for the pages of
Parquet files. An analyst's process is left as it is: only what starts runs imports this.
"""

from __future__ import annotations

import os

os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
