"""The page about forms is followed as it stands, in both languages.

A block of YAML is saved under the name that the reader gives it. Blocks of `sh` and `console` are
run in their order; in the latter, what a command says follows it, with `…` for what differs.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from paths import REPOSITORY

PAGES = {"en": "forms.md", "zh": "forms.zh.md"}
BLOCK = re.compile(r"^```(sh|console|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Where the reader saves the two files of the page, in their order.
SAVED = ("office/forms/ours.yaml", "office/specs/2026-demo-water-dikes.yaml")


class Reader:
    """Follows the page in a folder; `cd` holds for the blocks behind it."""

    def __init__(self, folder: Path, language: str) -> None:
        tool = folder / "bin" / "perf-report"
        tool.parent.mkdir()
        tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m perf_report "$@"\n')
        tool.chmod(0o755)
        self.folder = folder
        self.cwd = folder
        self.environment = {
            **os.environ,
            "PATH": f"{tool.parent}:{os.environ['PATH']}",
            "LC_ALL": "C.UTF-8",
            "PERF_REPORT_UI_LANGUAGE": language,
        }

    def run(self, script: str) -> str:
        """Run a script, and return what it says."""
        ran = subprocess.run(
            ["bash", "-c", f"{script}\npwd > '{self.folder}/here'"],
            cwd=self.cwd, env=self.environment, check=False, text=True, timeout=300,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.cwd = Path((self.folder / "here").read_text("utf-8").strip())
        return ran.stdout

    def converse(self, block: str) -> None:
        """Type each command of a block, and compare what it says."""
        for turn in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, expected = turn.partition("\n")
            said = self.run(command).strip()
            form = ".*".join(map(re.escape, expected.strip().split("…")))
            assert re.fullmatch(form, said, re.DOTALL), command + said


@pytest.mark.slow
@pytest.mark.parametrize("language", PAGES)
def test_the_page_can_be_followed(tmp_path: Path, language: str) -> None:
    reader = Reader(tmp_path, language)
    saved = iter(SAVED)
    for kind, block in BLOCK.findall((REPOSITORY / "docs" / PAGES[language]).read_text("utf-8")):
        if kind == "yaml":
            (tmp_path / next(saved)).write_text(block, "utf-8")
        elif kind == "console":
            reader.converse(block)
        else:
            said = reader.run(f"set -euo pipefail\n{block}")
            assert not re.search("error|错误|Traceback", said), said
    assert next(saved, None) is None
    assert list(tmp_path.glob("office/output/demo-water/2026/dikes/*.zh.html"))
