"""What tests share: the real spec, the real command line, and one real build of it."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from perf_report.model.plan import Plan
from perf_report.spec.load import load_plan
from perf_report.spec.source import read_source

REPOSITORY = Path(__file__).resolve().parent.parent
REAL_SPEC = REPOSITORY / "specs" / "2025-ccpit-tianjin.yaml"


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code, what it printed and what it said."""

    code: int
    stdout: str
    stderr: str


Runner = Callable[..., Ran]


def run_tool(
    *arguments: object,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    timeout: float = 120,
) -> Ran:
    """Run the installed command line in a clean locale; `environment` is added to it."""
    ran = subprocess.run(
        [sys.executable, "-m", "perf_report", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})},
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


@pytest.fixture(scope="session")
def tool() -> Runner:
    """The command line, run in a process of its own."""
    return run_tool


@pytest.fixture(scope="session")
def repository() -> Path:
    """The top of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def real_spec() -> Path:
    """The real table's file."""
    return REAL_SPEC


@pytest.fixture(scope="session")
def real_plan() -> Plan:
    """The real table."""
    plan = load_plan(read_source(REAL_SPEC)).plan
    assert plan is not None
    return plan


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the real table's files, built once: table.zh.html and so on."""
    output = tmp_path_factory.mktemp("built")
    ran = run_tool("build", REAL_SPEC, "--output", output)
    assert ran.code == 0, ran.stderr
    return output / "ccpit-tianjin" / "2025"
