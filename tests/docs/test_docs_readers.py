"""The pages on which readers begin are followed in their order, in both languages.

Commands of `console` blocks are run, and what they say is compared, with `…` for what is left out.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import run_here
from page_reader import Turn, is_shown, turns
from paths import REPOSITORY

READERS = ("fill", "review", "publish", "run", "develop")
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ENDINGS = {"zh": ".zh.md", "en": ".md"}


def turns_of(reader: str, language: str) -> Iterator[Turn]:
    text = (REPOSITORY / "docs" / "readers" / f"{reader}{ENDINGS[language]}").read_text("utf-8")
    return (turn for block in CONSOLE.findall(text) for turn in turns(block))


class QuickReader:
    """Types the commands into this process, which takes a tenth of the time."""

    def __init__(self, folder: Path, language: str) -> None:
        self.cwd = folder
        self.environment = {"PERF_REPORT_UI_LANGUAGE": language}

    def follow(self, turn: Turn) -> None:
        said = "".join(map(self._type, turn.command.split(" && ")))
        assert is_shown(said, turn.expected), turn.command + said

    def _type(self, command: str) -> str:
        command, _, target = command.partition(" > ")
        program, *words = command.split()
        if program == "cd":
            self.cwd /= words[0]
        elif program == "mkdir":
            (self.cwd / words[-1]).mkdir()
        else:
            assert program == "perf-report"
            ran = run_here(*words, cwd=self.cwd, environment=self.environment)
            if not target:
                return ran.stdout + ran.stderr
            (self.cwd / target).write_text(ran.stdout, "utf-8")
        return ""


@pytest.mark.slow
def test_the_readers_pages_can_be_followed(tmp_path: Path) -> None:
    """What was built on the Chinese pages is up to date on the English ones."""
    built: Path | None = None
    for language in ENDINGS:
        (tmp_path / language).mkdir()
        reader = QuickReader(tmp_path / language, language)
        for name in READERS:
            for turn in turns_of(name, language):
                reader.follow(turn)
            if built and name == READERS[0]:
                shutil.copytree(built, reader.cwd / "output", dirs_exist_ok=True)
        built = reader.cwd / "output"
        assert (built / "demo-dandelion" / "2026" / "table.zh.pdf").is_file()
        assert (reader.cwd / "forms" / "ours.yaml").is_file()


@pytest.mark.parametrize("reader", READERS)
def test_both_languages_of_a_page_have_the_same_commands(reader: str) -> None:
    commands = [[turn.command for turn in turns_of(reader, language)] for language in ENDINGS]
    assert commands[0] == commands[1]
    assert commands[0]
