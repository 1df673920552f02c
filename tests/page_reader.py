"""A reader who types the commands of a page, and sees what the page says."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Turn(NamedTuple):
    """A command of a page, and what it says."""

    command: str
    expected: str


def turns(block: str) -> Iterator[Turn]:
    """The commands of a `console` block: each is after `$ `, and what it says follows."""
    for turn in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = turn.partition("\n")
        yield Turn(command, expected)


def is_shown(said: str, expected: str) -> bool:
    """Whether a text is what a page shows, where `…` is for what is left out or differs."""
    form = ".*".join(map(re.escape, expected.strip().split("…")))
    return re.fullmatch(form, said.strip(), re.DOTALL) is not None


def path_with_tool(folder: Path) -> str:
    """Put the tool into a folder as a command, and return the PATH that finds it."""
    tool = folder / "bin" / "perf-report"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m perf_report "$@"\n')
    tool.chmod(0o755)
    return f"{tool.parent}:{os.environ['PATH']}"


def environment_with_tool(folder: Path, language: str) -> dict[str, str]:
    """The environment, with the tool as a command that speaks a language."""
    return {
        **os.environ,
        "PATH": path_with_tool(folder),
        "LC_ALL": "C.UTF-8",
        "PERF_REPORT_UI_LANGUAGE": language,
    }


class PageReader:
    """Types what a page says; `cd` holds for the commands that follow."""

    def __init__(self, folder: Path, language: str) -> None:
        self.folder = folder
        self.cwd = folder
        self.language = language
        self.environment = environment_with_tool(folder, language)

    def run(self, script: str) -> str:
        """Run a script, and return what it says."""
        ran = subprocess.run(
            ["bash", "-c", f"{script}\npwd > '{self.folder}/here'"],
            cwd=self.cwd, env=self.environment, check=False, text=True, timeout=300,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.cwd = Path((self.folder / "here").read_text("utf-8").strip())
        return ran.stdout

    def follow(self, turn: Turn) -> None:
        """Type a command, and compare what it says."""
        said = self.run(turn.command)
        assert is_shown(said, turn.expected), turn.command + said
