"""The page about forms is followed as it stands, in both languages.

A block of YAML is saved under the name that the reader gives it. Blocks of `sh` and `console` are
run in their order; in the latter, what a command says follows it, with `…` for what differs.
"""

import re
from pathlib import Path

import pytest
from page_reader import PageReader, turns
from paths import REPOSITORY

PAGES = {"en": "forms.md", "zh": "forms.zh.md"}
BLOCK = re.compile(r"^```(sh|console|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Where the reader saves the two files of the page, in their order.
SAVED = ("office/forms/ours.yaml", "office/specs/2026-demo-water-dikes.yaml")


@pytest.mark.slow
@pytest.mark.parametrize("language", PAGES)
def test_the_page_can_be_followed(tmp_path: Path, language: str) -> None:
    reader = PageReader(tmp_path, language)
    saved = iter(SAVED)
    for kind, block in BLOCK.findall((REPOSITORY / "docs" / PAGES[language]).read_text("utf-8")):
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
