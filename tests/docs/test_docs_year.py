"""The page about a whole year is followed as it stands, in both languages."""

import re
from pathlib import Path

import pytest
from page_reader import PageReader, turns
from paths import REPOSITORY
from sampling import followed_languages

PAGES = {"en": "year.md", "zh": "year.zh.md"}
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BUILT = "output/demo-dandelion/2025"


def blocks(language: str) -> list[str]:
    return CONSOLE.findall((REPOSITORY / "docs" / PAGES[language]).read_text("utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("language", followed_languages())
def test_the_year_can_be_followed(tmp_path: Path, language: str) -> None:
    reader = PageReader(tmp_path, language)
    for turn in (turn for block in blocks(language) for turn in turns(block)):
        reader.follow(turn)
    papers = ("table", "monitoring-07", "evaluation")
    assert all((reader.cwd / BUILT / f"{paper}.zh.pdf").is_file() for paper in papers)


def test_both_languages_have_the_same_commands() -> None:
    commands = {
        language: [turn.command for block in blocks(language) for turn in turns(block)]
        for language in PAGES
    }
    assert commands["en"] == commands["zh"]
