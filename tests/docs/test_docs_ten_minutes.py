"""The page about last year's Word file is followed as it stands, in both languages.

Blocks of `console` are run in their order: each command is after `$ `, and what it says follows,
with `…` for what is left out. What the reader does with a file is done between two blocks, in the
words of the page.
"""

import re
from pathlib import Path

import pytest
from page_reader import is_shown
from paths import REPOSITORY
from sampling import followed_languages
from ten_minutes import (
    BUILT,
    CORRECTED_CODE,
    EDITED,
    FUNDS,
    PAGES,
    SPEC,
    TARGETS,
    Reader,
    blocks,
    page,
    turns_of,
)  # fmt: skip

PICTURE = re.compile(r"!\[([^\]]*)\]\((images/[^)]+\.png)\)")
READY = {"en": "Everything needed is installed.", "zh": "一切就绪。"}


@pytest.mark.slow
@pytest.mark.parametrize("language", followed_languages())
def test_the_page_can_be_followed(tmp_path: Path, language: str) -> None:
    reader = Reader(tmp_path, language)
    by_hand = reader.by_hand()
    for number, turn in enumerate(turns_of(language), 1):
        reader.follow(turn)
        by_hand.pop(number, list)()
    assert by_hand == {}
    assert f"target: {EDITED[1]}\n" in (reader.cwd / SPEC).read_text("utf-8")
    named = re.findall(r"`((?:table|changes)\.[a-z.]+)`", page(language))
    assert {each for each in named if not (reader.cwd / BUILT / each).is_file()} == set()
    assert len(set(named)) == 4
    assert reader.run("perf-report doctor").splitlines()[-1] == READY[language]


@pytest.mark.slow
@pytest.mark.parametrize("language", PAGES)
def test_a_review_mark_is_shown_as_on_the_page(tmp_path: Path, language: str) -> None:
    reader, spec = Reader(tmp_path, language), "specs/2025-commerce.yaml"
    reader.copy_last_year()
    reader.run(f"perf-report import 去年.docx -o {spec}")
    [shown] = blocks(language, "text")
    assert is_shown(reader.run("perf-report validate").partition("\n\n")[0], shown)
    marked = (tmp_path / spec).read_text("utf-8").splitlines()[5]
    reader.replace(spec, {marked: f"  {CORRECTED_CODE}"})
    assert is_shown(reader.run("perf-report validate"), turns_of(language)[2].expected)


@pytest.mark.parametrize("language", PAGES)
def test_what_the_reader_changes_is_on_the_page(language: str) -> None:
    written = [CORRECTED_CODE, *TARGETS.values(), *FUNDS.values()]
    assert [each for each in written if f"`{each}`" not in page(language)] == []
    assert READY[language] in page(language)
    assert all(each in page(language) for each in ("`去年.docx`", "`改后.docx`"))


def test_both_languages_of_the_page_have_the_same_commands() -> None:
    assert [each.command for each in turns_of("en")] == [each.command for each in turns_of("zh")]
    for kind in ("sh", "yaml"):
        assert blocks("en", kind) == blocks("zh", kind)
    assert len(turns_of("en")) > 8


@pytest.mark.parametrize("language", PAGES)
def test_the_pictures_are_small_and_have_a_text(language: str) -> None:
    pictures = PICTURE.findall(page(language))
    assert len(pictures) == page(language).count("![") == 3
    for text, name in pictures:
        assert len(text) > 10
        assert (REPOSITORY / "docs" / name).stat().st_size < 120_000
