"""`scripts/install`: a checkout's command in an environment of its own, with what it pins."""

import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from paths import REPOSITORY
from pip_cache import pip_cache

SCRIPT = REPOSITORY / "scripts" / "install"


def install(
    *arguments: object, cwd: Path, python: str = sys.executable
) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        ["sh", SCRIPT, *map(str, arguments)],
        cwd=cwd,
        env={**kept, "PYTHON": python, "PIP_CACHE_DIR": pip_cache(), "PIP_NO_COMPILE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def pinned() -> set[str]:
    """What requirements.txt pins for this Python."""
    lines = (REPOSITORY / "requirements.txt").read_text("utf-8").splitlines()
    requirements = [Requirement(line.removesuffix(" \\")) for line in lines if line[:1].isalpha()]
    return {
        f"{canonicalize_name(requirement.name)}{requirement.specifier}"
        for requirement in requirements
        if requirement.marker is None or requirement.marker.evaluate()
    }


@pytest.mark.weekly
@pytest.mark.slow
def test_the_command_and_what_is_pinned_are_installed_and_nothing_else(tmp_path: Path) -> None:
    # Modules of the working folder are not taken for those of the standard library.
    (tmp_path / "zipfile.py").write_text("raise SystemExit('a module of the working folder')\n")

    ran = install("environment", cwd=tmp_path)

    assert ran.returncode == 0, ran.stderr
    folder = tmp_path / "environment"
    (packages,) = folder.glob("lib/python*/site-packages")
    found = {
        f"{canonicalize_name(found.name)}=={found.version}"
        for found in importlib.metadata.distributions(path=[str(packages)])
        if found.name not in {"pip", "setuptools"}  # the environment comes with them
    }
    version = importlib.metadata.version("perf-report")
    assert found == {*pinned(), f"perf-report=={version}"}
    said = subprocess.run(
        [folder / "bin/perf-report", "--version"], capture_output=True, text=True, check=False
    )
    assert version in said.stdout


@pytest.mark.parametrize("arguments", [(), ("",), ("one", "two")])
def test_the_folder_has_to_be_named(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = install(*arguments, cwd=tmp_path)

    assert ran.returncode == 2
    assert "Usage: scripts/install FOLDER" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_old_python_is_refused(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    ran = install("environment", cwd=tmp_path, python=str(old))

    assert ran.returncode == 2
    assert f"{old} is not Python 3.11 or newer" in ran.stderr
    assert not (tmp_path / "environment").exists()
