"""The page about last year's Word file is followed as it stands, in both languages.

Blocks of `console` are run in their order: each command is after `$ `, and what it says follows,
with `…` for what is left out. What the reader does with a file is done between two blocks, in the
words of the page.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from page_reader import PageReader, Turn, is_shown, turns
from paths import REPOSITORY

PAGES = {"en": "ten-minutes.md", "zh": "ten-minutes.zh.md"}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PICTURE = re.compile(r"!\[([^\]]*)\]\((images/[^)]+\.png)\)")
LAST_YEAR = REPOSITORY / "tests" / "office" / "files" / "overall-2015.docx"
READY = {"en": "Everything needed is installed.", "zh": "一切就绪。"}
SPEC = "specs/2026-commerce.yaml"
BUILT = "output/commerce/2026"

# What the page has the reader change, in its words, and what is in the file before.
CORRECTED_CODE = "code: commerce"
TARGETS = {"≥120家": "≥130家", "≤300.5万元": "≤324万元"}
FUNDS = {"funds: {total: 300.50, project: 300.50}": "funds: {total: 324.00, project: 324.00}"}
EDITED = ("≥62人", "≥65人")


def page(language: str) -> str:
    return (REPOSITORY / "docs" / PAGES[language]).read_text("utf-8")


def blocks(language: str, kind: str) -> list[str]:
    return [block for each, block in BLOCK.findall(page(language)) if each == kind]


def turns_of(language: str) -> list[Turn]:
    return [turn for block in blocks(language, "console") for turn in turns(block)]


class Reader(PageReader):
    """Does what the page says between its commands, too."""

    def replace(self, name: str, replacements: dict[str, str]) -> None:
        """Change a file in an editor; each of the texts is in it once."""
        path = self.cwd / name
        text = path.read_text("utf-8")
        for before, after in replacements.items():
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        path.write_text(text, "utf-8")

    def copy_last_year(self) -> None:
        shutil.copy(LAST_YEAR, self.cwd / "去年.docx")

    def fill_in(self) -> None:
        budget, indicator = blocks(self.language, "yaml")
        before, after = budget.splitlines()
        self.replace(SPEC, {before: after, **TARGETS})
        path = self.cwd / SPEC
        text = re.sub(" +# 待核：.*", "", path.read_text("utf-8"))
        path.write_text(text, "utf-8")
        line = f"        target: {TARGETS['≥120家']}\n"
        self.replace(SPEC, {line: line + indicator})

    def correct_funds(self) -> None:
        self.replace(SPEC, FUNDS)

    def edit_in_word(self) -> None:
        """Do what the colleague does."""
        before, after = EDITED
        document = docx.Document(str(self.cwd / BUILT / "table.zh.docx"))
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        runs = [run for cell in cells for each in cell.paragraphs for run in each.runs]
        [found] = [run for run in runs if run.text == before]
        found.text = after
        document.save(str(self.cwd / "改后.docx"))


@pytest.mark.slow
@pytest.mark.parametrize("language", PAGES)
def test_the_page_can_be_followed(tmp_path: Path, language: str) -> None:
    reader = Reader(tmp_path, language)
    # By hand, after as many commands.
    by_hand: dict[int, Callable[[], None]] = {
        1: reader.copy_last_year,
        4: reader.fill_in,
        5: reader.correct_funds,
        8: reader.edit_in_word,
    }
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
