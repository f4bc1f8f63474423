"""The docs say what the command line does, the messages name commands that exist, and no file names a registry."""

from __future__ import annotations

import argparse
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from alwaght_scraper import errors
from alwaght_scraper.cli.parser import build

ROOT = Path(__file__).parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "data" / "README.md"])
FOLDERS = (".ci", "alwaght_scraper", "benchmarks", "deploy", "docs", "pipelines", "tests")


def sources() -> list[Path]:
    """The project's own files, without fixtures and this one, which names what it forbids."""
    found = [*ROOT.iterdir(), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))]
    return sorted(path for path in found if path.is_file() and not {"__pycache__", "fixtures"} & set(path.parts) and path != Path(__file__))


LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock")
COMMON = {"--data", "--json", "--debug", "--help"}


def commands() -> dict[str, argparse.ArgumentParser]:
    (action,) = (action for action in build()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(action.choices)


def options(parser: argparse.ArgumentParser) -> set[str]:
    return {word for action in parser._actions for word in action.option_strings if word.startswith("--")}


def sections(text: str) -> dict[str, str]:
    """The parts of a document by their second-level headings."""
    return {part.partition("\n")[0]: part for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]}


def documented(text: str) -> set[str]:
    return set(re.findall(r"^\| `(--[a-z-]+)", text, re.MULTILINE))


@pytest.mark.parametrize("command", commands())
def test_every_option_of_a_command_is_documented_and_no_other(command: str) -> None:
    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert documented(text.partition("\n## ")[0]) == COMMON
    assert documented(sections(text)[command]) == options(commands()[command]) - COMMON


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_command_line_in_the_docs_is_understood(path: Path) -> None:
    known = commands()
    for words in re.findall(r"(?:^ {4}(?:\.venv/bin/)?|`)alwaght ([a-z][^`\n#]*)", path.read_text("utf-8"), re.MULTILINE):
        command, *rest = shlex.split(words)
        assert command in known, f"{path.name}: alwaght {words}"
        assert {word for word in rest if word.startswith("--")} <= options(known[command]), f"{path.name}: alwaght {words}"


def test_messages_name_only_commands_that_exist() -> None:
    known = {*commands(), "--version", "-"}
    for path in (path for path in sources() if path.suffix == ".py" and path.parts[len(ROOT.parts)] in {"alwaght_scraper", "pipelines"}):
        named = set(re.findall(r"`alwaght ([a-z-]+)", path.read_text("utf-8")))
        assert named <= known, f"{path.relative_to(ROOT)} names {', '.join(sorted(named - known))}"


def test_every_exit_code_is_documented_with_its_class() -> None:
    text = (ROOT / "docs" / "exit_codes.md").read_text("utf-8")
    table = {int(code): set(re.findall(r"`(\w+)`", names)) for code, names in re.findall(r"^\| (\d+) \|([^|]*)\|", text, re.MULTILINE)}
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.AlwaghtError)]
    expected: dict[int, set[str]] = {0: set()}
    for kind in kinds:
        if kind is not errors.RejectedPage:
            expected.setdefault(kind.exit_code, set()).add(kind.__name__)
    assert table == expected


def test_every_dependency_has_its_line_and_every_pin_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    for title, wanted, lock in (
        ("To run", project["dependencies"], "requirements.lock"),
        ("To export to Delta Lake (the extra `delta`)", project["optional-dependencies"]["delta"], "requirements-dev.lock"),
        ("To check", project["optional-dependencies"]["dev"], "requirements-dev.lock"),
        ("To compare with (`make bench`)", project["optional-dependencies"]["bench"], "requirements-bench.lock"),
    ):
        names = [re.split(r"[<>=!~ ;\[]", requirement)[0] for requirement in wanted]
        assert re.findall(r"^\| `([a-z0-9.-]+)` \|", sections(text)[title], re.MULTILINE) == names
        pinned = set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / lock).read_text("utf-8"), re.MULTILINE))
        assert {re.sub(r"[-_.]+", "-", name) for name in names} <= pinned


def test_every_link_in_the_docs_leads_somewhere() -> None:
    for path in DOCS:
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


@pytest.mark.parametrize("name", LOCKS)
def test_the_pins_are_whole_and_name_no_place(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    requirements = re.sub(r" \\\n +--hash=sha256:[0-9a-f]{64}", "", text).split("\n")
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9._-]*==\S+( ; .+)?", line) for line in requirements if line and not line.startswith("#"))
    assert text.count("--hash=") >= len(requirements)


def test_the_checks_run_with_the_pins_of_the_user() -> None:
    run, dev = (set(re.findall(r"^[^\s=]+==\S+", (ROOT / name).read_text("utf-8"), re.MULTILINE)) for name in LOCKS[:2])
    assert {pin for pin in run if not pin.startswith("setuptools==")} <= dev


def test_no_file_names_a_registry_or_leans_on_a_folder_outside() -> None:
    registry = re.compile(rb"pypi\.org|pythonhosted|(?<!emit-)index-url|npmjs|deb\.debian|devpi|artifactory", re.IGNORECASE)
    outside = re.compile(rb"\.\./shared|/work/shared|/work/lab")
    for path in sources():
        data = path.read_bytes()
        assert not registry.search(data), path
        assert not outside.search(data), path
