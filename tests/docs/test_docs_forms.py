"""The page about forms is followed as it stands; see sampling.py for the languages.

A block of YAML is saved under the name that the reader gives it. Blocks of `sh` and `console` are
run in their order; in the latter, what a command says follows it, with `…` for what differs.
"""

import re
from pathlib import Path

import pytest
from page_reader import PageReader, turns
from paths import REPOSITORY
from sampling import followed_languages

PAGES = {"en": "forms.md", "zh": "forms.zh.md"}
BLOCK = re.compile(r"^```(sh|console|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Where the reader saves the two files of the page, in their order.
SAVED = ("office/forms/ours.yaml", "office/specs/2026-demo-water-dikes.yaml")


def blocks(language: str) -> list[tuple[str, str]]:
    return BLOCK.findall((REPOSITORY / "docs" / PAGES[language]).read_text("utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("language", followed_languages())
def test_the_page_can_be_followed(tmp_path: Path, language: str) -> None:
    reader = PageReader(tmp_path, language)
    saved = iter(SAVED)
    for kind, block in blocks(language):
        if kind == "yaml":
            (tmp_path / next(saved)).write_text(block, "utf-8")
        elif kind == "console":
            for turn in turns(block):
                reader.follow(turn)
        else:
            said = reader.run(f"set -euo pipefail\n{block}")
            assert not re.search("error|错误|Traceback", said), said
    assert next(saved, None) is None
    assert list(tmp_path.glob("office/output/demo-water/2026/dikes/*.zh.html"))


def test_both_languages_have_the_same_commands() -> None:
    commands = {
        language: [(kind, uncommented(kind, block)) for kind, block in blocks(language)]
        for language in PAGES
    }
    assert commands["en"] == commands["zh"]


def uncommented(kind: str, block: str) -> list[str]:
    """The commands of a block, without comments and without what they say; YAML as it is."""
    if kind == "yaml":
        return [block]
    lines = [line for line in block.splitlines() if kind == "sh" or line.startswith("$ ")]
    return [line.partition("  #")[0].rstrip() for line in lines]
