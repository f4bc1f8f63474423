"""What lies in `deploy/` is well formed, and each command line in it is one that the program understands."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from alwaght_scraper.cli.parser import build

DEPLOY = Path(__file__).parent.parent / "deploy"


def unit(name: str) -> configparser.ConfigParser:
    found = configparser.ConfigParser(strict=True, interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read_string((DEPLOY / name).read_text("utf-8"))
    return found


def understood(words: list[str]) -> None:
    assert words[0].endswith("/alwaght")
    args = build().parse_args([word.replace("${ALWAGHT_CONTACT}", "you@example.org") for word in words[1:]])
    assert args.command in {"refresh", "crawl"}


def test_the_service_runs_a_command_that_exists_and_may_write_where_its_data_are() -> None:
    service = unit("alwaght-refresh.service")["Service"]
    words = shlex.split(service["ExecStart"])
    understood(words)
    assert service["ProtectSystem"] == "strict"
    places = [words[words.index(option) + 1] for option in ("--data", "--metrics")]
    assert all(Path(place).is_relative_to(service["ReadWritePaths"]) for place in places)
    assert service["SuccessExitStatus"].split() == ["5", "18"]


def test_the_timer_starts_the_service() -> None:
    timer = unit("alwaght-refresh.timer")
    assert timer["Timer"]["OnCalendar"]
    assert timer["Install"]["WantedBy"] == "timers.target"
    assert (DEPLOY / "alwaght-refresh.service").exists()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
def test_systemd_finds_no_fault_with_the_units(tmp_path: Path) -> None:
    for path in DEPLOY.glob("alwaght-refresh.*"):
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", path.read_text("utf-8"), flags=re.MULTILINE)
        (tmp_path / path.name).write_text(re.sub(r"^(?:User|Documentation)=.*\n", "", text, flags=re.MULTILINE))
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(tmp_path.iterdir())], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def cron_command() -> str:
    (line,) = (line for line in (DEPLOY / "alwaght.cron").read_text("utf-8").splitlines() if line.startswith("17 "))
    minute, hour, day, month, weekday, user, command = line.split(" ", 6)
    assert (minute, hour, day, month, weekday, user) == ("17", "*", "*", "*", "*", "alwaght")
    assert "%" not in command  # cron would end the command there
    return command


def test_the_cron_line_runs_a_command_that_exists() -> None:
    understood(shlex.split(cron_command().partition(" >")[0]))


@pytest.mark.parametrize(("code", "is_told"), [(0, False), (5, False), (18, False), (4, True), (12, True)])
def test_the_cron_line_is_silent_unless_a_person_is_needed(code: int, is_told: bool, tmp_path: Path) -> None:
    program = tmp_path / "alwaght"
    program.write_text(f"#!/bin/sh\necho summary\necho 'alwaght: what to do' >&2\nexit {code}\n")
    program.chmod(0o755)
    line = cron_command().replace("/opt/alwaght/.venv/bin/alwaght", str(program)).replace("/var/lib/alwaght", str(tmp_path))
    ran = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False)
    assert ran.stdout == ("alwaght: what to do\n" if is_told else "")
    assert (ran.returncode != 0) == is_told


def steps() -> dict[str, str]:
    workflow = yaml.safe_load((DEPLOY / "github-workflow.yml").read_text("utf-8"))
    assert workflow[True]["schedule"]  # YAML 1.1 takes `on` for a truth value; GitHub does not
    return {step["name"]: step["run"] for step in workflow["jobs"]["refresh"]["steps"] if "run" in step}


def test_the_workflow_runs_commands_that_exist() -> None:
    makefile = (DEPLOY.parent / "Makefile").read_text("utf-8")
    assert steps()["Set up"] == "make .venv/.run"
    assert re.search(r"^\$\(VENV\)/\.run:", makefile, re.MULTILINE)
    (line,) = (line.strip() for line in steps()["Refresh"].splitlines() if "/alwaght " in line)
    for command in ("refresh", "crawl"):
        words = shlex.split(line.partition(" >")[0].replace("$command", command).replace('"$ALWAGHT_CONTACT"', "you@example.org"))
        understood(words)


@pytest.mark.parametrize(("code", "fails"), [(0, False), (18, False), (4, True)])
@pytest.mark.parametrize("is_first", [True, False])
def test_the_workflow_crawls_first_then_refreshes_and_fails_as_the_command_does(
    tmp_path: Path, code: int, fails: bool, is_first: bool
) -> None:
    program = tmp_path / ".venv" / "bin" / "alwaght"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\necho "$1"\nexit {code}\n')
    program.chmod(0o755)
    if not is_first:
        (tmp_path / "data" / "current").mkdir(parents=True)
    ran = subprocess.run(["bash", "-e", "-c", steps()["Refresh"]], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (ran.returncode != 0) == fails
    assert ran.stdout == ("crawl\n" if is_first else "refresh\n")


@pytest.mark.parametrize("name", ["Fetch the archive of the last run", "Pack", "Refresh"])
def test_the_workflow_scripts_are_well_formed(name: str) -> None:
    assert subprocess.run(["bash", "-n", "-c", steps()[name]], capture_output=True, check=False).stderr == b""
