"""Imports run one way, each heavy library has its place, and importing a package does nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("alwaght_scraper", "pipelines")

# Each layer may import itself and the layers above it in this list. A new module must be given its place here.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors", "arrow_memory", "compiled", "columns", "items", "tables", "text", "search",
     "calendars", "date_forms", "dates", "labels", "site"),
    ("captures",),
    ("parsers",),
    ("pipelines",),
    ("capture_row", "visits", "scope", "queues", "frontier", "garbage", "traps", "lock", "crawl_summary", "run_record", "schedule"),
    ("agenda", "known", "folding", "apart", "packing", "reading", "beside", "suspects", "workspace", "rederive", "verification"),
    ("middlewares", "spiders", "settings", "crawl"),
    ("replica", "report"),
    ("cli",),
)  # fmt: skip
RANK = {unit: rank for rank, layer in enumerate(LAYERS) for unit in layer}

# Where a library may be imported; everywhere else it would tie a part to something it has no business with.
PLACES = {
    "lxml": ("alwaght_scraper/parsers/",),
    "bs4": ("alwaght_scraper/parsers/",),
    "dateparser": ("alwaght_scraper/date_forms.py",),
    "scrapy": ("alwaght_scraper/middlewares/", "alwaght_scraper/spiders/", "alwaght_scraper/crawl.py", "pipelines/adapters.py"),
    "twisted": ("alwaght_scraper/middlewares/", "alwaght_scraper/spiders/", "alwaght_scraper/crawl.py"),
    "pyarrow": ("pipelines/",),
    "ahocorasick_rs": ("pipelines/mentions.py",),
    "duckdb": ("pipelines/",),
    "pandas": ("pipelines/",),
    "deltalake": ("pipelines/exports/",),
    "jinja2": ("alwaght_scraper/report/",),
    "matplotlib": ("alwaght_scraper/report/",),
    "networkx": ("alwaght_scraper/report/",),
    "rensa": ("pipelines/signatures.py",),
    "warcio": ("alwaght_scraper/captures/", "alwaght_scraper/replica/"),
    "argparse": ("alwaght_scraper/cli/", "alwaght_scraper/replica/__main__.py"),
    "rich": ("alwaght_scraper/cli/",),
}
# The pipelines know rows, never pages: that is what lets any source of captures feed them.
PIPELINES_MAY_IMPORT = {"errors", "columns", "items", "tables", "text", "search"}


def modules() -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


@cache
def imports(module: str) -> tuple[str, ...]:
    """All names that a module imports, also for types only and inside functions."""
    tree = ast.parse((ROOT / module).read_text("utf-8"))
    return tuple(name for node in ast.walk(tree) for name in _names(node))


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "relative imports hide where a name comes from"
        yield node.module or ""
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def unit(name: str) -> str | None:
    """The part of the project that a dotted name belongs to; None for other projects and for bare packages."""
    head, _, rest = name.partition(".")
    if head == "pipelines":
        return head
    return rest.partition(".")[0] or None if head == "alwaght_scraper" else None


def unit_of_file(module: str) -> str | None:
    return unit(module.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))


@pytest.mark.parametrize("module", modules())
def test_imports_run_one_way(module: str) -> None:
    own = unit_of_file(module)
    if own is None:
        return
    assert own in RANK, f"{module} has no place in LAYERS"
    upward = sorted({other for name in imports(module) if (other := unit(name)) and RANK.get(other, 99) > RANK[own]})
    assert not upward, f"{module} imports {', '.join(upward)}, which stand above it"


@pytest.mark.parametrize("module", [module for module in modules() if module.startswith("pipelines/")])
def test_pipelines_know_rows_and_errors_only(module: str) -> None:
    foreign = sorted({other for name in imports(module) if (other := unit(name)) and other != "pipelines"} - PIPELINES_MAY_IMPORT)
    assert not foreign, f"{module} imports {', '.join(foreign)}"


@pytest.mark.parametrize("module", modules())
def test_each_library_stays_in_its_place(module: str) -> None:
    heads = {name.partition(".")[0] for name in imports(module)}
    strays = sorted(library for library, places in PLACES.items() if library in heads and not module.startswith(places))
    assert not strays, f"{module} imports {', '.join(strays)}"


def test_packages_are_empty_but_for_the_one_entry_of_analysts() -> None:
    filled = [module for module in modules() if module.endswith("__init__.py") and (ROOT / module).read_text("utf-8").strip()]
    assert filled == ["alwaght_scraper/__init__.py"]


def test_importing_the_package_loads_nothing_until_an_archive_is_opened() -> None:
    code = "import sys, alwaght_scraper; print(len({'pyarrow', 'duckdb', 'pandas', 'scrapy', 'lxml', 'pipelines'} & set(sys.modules)))"
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}; print(alwaght_scraper.open_archive.__name__)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert ran.stdout.split() == ["0", "open_archive"]


@pytest.mark.parametrize("module", modules())
def test_no_module_and_no_function_grows_past_its_bound(module: str) -> None:
    text = (ROOT / module).read_text("utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert not [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 50]
    assert text.count("\n") <= 300
