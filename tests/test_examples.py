"""The examples run on a small dataset, and are kept without the output of anybody's run."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import nbclient
import nbformat
import pytest

from alwaght_scraper.items import GlossaryEntry, Outcome, RelatedLink
from tests.pipelines.folding import fold
from tests.pipelines.making import DAY_ONE, article_capture, failed_capture, url_of

EXAMPLES = Path(__file__).parent.parent / "examples"
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))
SCRIPTS = sorted(EXAMPLES.glob("*.py"))
# What Jupyter's own packages deprecate, and the sockets to the kernel that they close after the test.
pytestmark = [pytest.mark.filterwarnings("default::DeprecationWarning"), pytest.mark.filterwarnings("default::ResourceWarning")]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    link = (RelatedLink(7, url_of("en", 7), "Nets Are Mended"),)
    fold(folder, [
        article_capture(5, glossary=[GlossaryEntry("pier", "a landing", 0)], related=link),
        article_capture(5, when=DAY_ONE + timedelta(days=2), title="Fishermen Stay Ashore", related=link),
        article_capture(7, category=None),
        article_capture(20_005, "ar", published=None, teaser="قصير"),
        failed_capture(Outcome.SOFT_404, 6),
    ])  # fmt: skip
    return folder


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_its_first_cell_to_its_last(path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALWAGHT_DATA", str(data))
    monkeypatch.setenv("PYTHONPATH", str(EXAMPLES.parent))
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(EXAMPLES)}}).execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(cells) >= 6
    assert all(cell.outputs and {output.output_type for output in cell.outputs} <= {"stream", "execute_result"} for cell in cells)
    assert "5" in str(cells[-1].outputs) + str(cells[0].outputs)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_valid_and_holds_nobodys_output(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert all(not cell.outputs and cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_runs_and_shows_the_dataset(path: Path, data: Path) -> None:
    ran = subprocess.run([sys.executable, path, data / "current"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "en" in ran.stdout
    assert "2021" in ran.stdout


def test_every_example_stands_in_their_readme() -> None:
    text = (EXAMPLES / "README.md").read_text("utf-8")
    names = {path.name for path in EXAMPLES.iterdir() if path.is_file()} - {"README.md"}
    assert {name for name in names if f"| `{name}` |" in text} == names
