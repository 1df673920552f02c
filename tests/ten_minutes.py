"""A reader of the page about last year's Word file, who types its commands and edits its files."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
from page_reader import PageReader, Turn, turns
from paths import REPOSITORY

PAGES = {"en": "ten-minutes.md", "zh": "ten-minutes.zh.md"}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LAST_YEAR = REPOSITORY / "tests" / "office" / "files" / "overall-2015.docx"
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

    def by_hand(self) -> dict[int, Callable[[], None]]:
        """Name what the reader does by hand, after as many commands."""
        return {
            1: self.copy_last_year,
            4: self.fill_in,
            5: self.correct_funds,
            8: self.edit_in_word,
        }

    def edit_in_word(self) -> None:
        """Do what the colleague does."""
        before, after = EDITED
        document = docx.Document(str(self.cwd / BUILT / "table.zh.docx"))
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        runs = [run for cell in cells for each in cell.paragraphs for run in each.runs]
        [found] = [run for run in runs if run.text == before]
        found.text = after
        document.save(str(self.cwd / "改后.docx"))


def follow_to_built(folder: Path, language: str) -> None:
    """Do what the page says until this year's table is built, without looking at what is said."""
    reader = Reader(folder, language)
    by_hand = reader.by_hand()
    for number, turn in enumerate(turns_of(language), 1):
        if "docx" in turn.command and "build" in turn.command:
            return
        reader.run(turn.command)
        by_hand.pop(number, list)()
