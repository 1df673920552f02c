"""Compare the cells of a table that an earlier version printed with the data in its PDF."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Any

from perf_report.model.source_tree import TOTAL
from perf_report.model.usual_sources import USUAL_SOURCES
from perf_report.pdf_inspect.differences import PdfDifference
from perf_report.pdf_inspect.structure_text import StructureElement, StructureText, name_cell
from perf_report.render.localized_text import Mode, mode_languages

Texts = Mapping[str, str]
Labels = Mapping[str, Texts]
Record = Mapping[str, Any]

_CELLS = ("TH", "TD")

# The sources of money below the total: those of fiscal funds, and the others.
*_FISCAL, _OTHER = USUAL_SOURCES.parts[TOTAL]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRow:
    """The words of a row, without spaces.

    `merged` are those of the cells of several rows that it stands in, of which the last `begun`
    begin with it. The others are there again only where the row is the first of a page.
    """

    cells: tuple[str, ...]
    merged: tuple[str, ...] = ()
    begun: int = 0


def compare_print(structure: StructureText, table: "PrintedTable") -> Iterator[PdfDifference]:
    """Yield the cells, and the headings, whose words are not those of a table."""
    headers_by_id = structure.headers_by_id
    rows = zip_longest(table.rows(), _found_rows(structure))
    for row, cells in rows:
        for text, cell in _unequal_cells(row or PrintedRow(cells=()), cells or []):
            yield _difference(text, cell, headers_by_id)
    texts = {each.words for each in structure.paragraphs}
    for heading in table.headings():
        if heading not in texts:
            yield PdfDifference(kind="text", page=1, before=heading)


def _found_rows(structure: StructureText) -> Iterator[list[StructureElement]]:
    cells = (each for each in structure.elements if each.kind in _CELLS)
    for _, row in groupby(cells, key=lambda cell: (cell.table, cell.line)):
        yield list(row)


def _unequal_cells(
    row: PrintedRow, cells: Sequence[StructureElement]
) -> Iterator[tuple[str | None, StructureElement | None]]:
    """The cells with other words: those of the data, and the cell that is there."""
    leading = min(max(len(cells) - len(row.cells), row.begun), len(row.merged))
    expected = (*row.merged[len(row.merged) - leading :], *row.cells)
    for text, cell in zip_longest(expected, cells):
        if cell is None or text != cell.words:
            yield text, cell


def _difference(
    text: str | None, cell: StructureElement | None, headers_by_id: Mapping[str, StructureElement]
) -> PdfDifference:
    if cell is None:
        return PdfDifference(kind="cell", before=text)
    name = name_cell(cell, headers_by_id)
    return PdfDifference(
        kind="cell", page=cell.page, row=name.row, column=name.column,
        before=text, after=cell.words.replace("\0", " / "),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTable:
    """The words of a table in one language mode, from a table.json and the labels of the form."""

    carried: Record
    labels: Labels
    mode: Mode

    @property
    def title(self) -> str:
        """The title of the document."""
        parts = (
            self.creator,
            " / ".join(self._label("title")),
            " ".join(self._label("year", year=self.carried["year"])),
        )
        return " · ".join(parts)

    @property
    def creator(self) -> str:
        """The department, as the metadata name it."""
        return " / ".join(self._texts(self.carried["department"]["name"]))

    @property
    def description(self) -> str:
        """What the metadata say of the document."""
        goals, names = self.carried["goals"], self.carried["department"]["name"]
        counts = {
            "tasks": len(self.carried["tasks"]),
            "goals": len(goals),
            "indicators": sum(len(goal["indicators"]) for goal in goals),
        }
        return " ".join(
            self.labels["description"][language].format(
                department=names[language], year=self.carried["year"], **counts
            )
            for language in mode_languages(self.mode)
            if names.get(language)
        )

    def bookmarks(self) -> Iterator[str]:
        """Yield the titles of the outline."""
        for name in ("part-funds", "part-goals", "part-indicators"):
            yield " ".join(self._label(name))
        for goal in self.carried["goals"]:
            yield " ".join(self._label("goal-number", number=goal["number"]))

    def headings(self) -> Iterator[str]:
        """Yield the title and the year; each language of theirs is a paragraph."""
        for name in ("title", "year"):
            for text in self._label(name, year=self.carried["year"]):
                yield _words(text)

    def rows(self) -> Iterator[PrintedRow]:
        """Yield the rows of all tables, in the order of print."""
        department = self._texts(self.carried["department"]["name"])
        yield self._row(self._label("department"), department)
        yield from self._funds()
        yield from self._goals()
        yield from self._indicators()

    def _funds(self) -> Iterator[PrintedRow]:
        currency = self.labels[f"currency-{self.carried['currency_unit']}"]
        yield self._row(
            self._label("number"),
            self._label("main-task"),
            [
                self.labels["budget-funds"][language].format(currency=currency[language])
                for language in mode_languages(self.mode)
            ],
        )
        yield self._row(*map(self._label, ("total", "fiscal-funds", _OTHER)))
        yield self._row(*map(self._label, _FISCAL))
        yield self._row(self._label("sum"), *_amounts(self.carried["budget"]))
        for task in self.carried["tasks"]:
            number = [str(task["number"])]
            yield self._row(number, self._texts(task["text"]), *_amounts(task["funds"]))

    def _goals(self) -> Iterator[PrintedRow]:
        yield self._row(*map(self._label, ("number", "annual-goal", "related-task")))
        numbers = {task["id"]: task["number"] for task in self.carried["tasks"]}
        separator = self._label("list-separator")[0]
        for goal in self.carried["goals"]:
            tasks = separator.join(map(str, sorted(numbers[task] for task in goal["tasks"])))
            yield self._row([str(goal["number"])], self._texts(goal["text"]), [tasks])

    def _indicators(self) -> Iterator[PrintedRow]:
        yield self._row(*map(self._label, ("goal", "indicators")))
        yield self._row(*map(self._label, ("level1", "level2", "level3", "target")))
        before: tuple[str, ...] = ()
        for goal in self.carried["goals"]:
            for indicator in goal["indicators"]:
                merged = self._merged(goal, indicator)
                place = (goal["id"], merged[1], indicator["category"])
                same = sum(place[: at + 1] == before[: at + 1] for at in range(len(place)))
                yield PrintedRow(cells=self._own(indicator), merged=merged, begun=len(place) - same)
                before = place

    def _merged(self, goal: Record, indicator: Record) -> tuple[str, ...]:
        labels = self._label("goal-number", number=goal["number"])
        levels = (self._texts(indicator[level]) for level in ("level1", "level2"))
        return tuple(_words(*texts) for texts in (labels, *levels))

    def _own(self, indicator: Record) -> tuple[str, ...]:
        """The name with its notes, and the target, which is printed once where it is the same."""
        target = self._texts(indicator["target"]["text"])
        target = target[:1] if len(set(target)) == 1 else target
        name = self._texts(indicator["name"])
        return _words(*name, *self._notes(indicator)), _words(*target)

    def _notes(self, indicator: Record) -> Iterator[str]:
        colon = self.labels["note-colon"][mode_languages(self.mode)[0]]
        for name in self.labels["notes"]["order"].split():
            if name not in indicator:
                continue
            value, year = indicator[name], None
            if name == "baseline":
                value, year = value["value"]["text"], value["year"]
            label = self._label(f"note-{name}", year=year)
            texts = [str(value)] if name == "weight" else self._texts(value)
            yield _words(*label, colon, *texts)

    def _row(self, *cells: Sequence[str]) -> PrintedRow:
        return PrintedRow(cells=tuple(_words(*texts) for texts in cells))

    def _label(self, name: str, **arguments: object) -> list[str]:
        texts = (self.labels[name][language] for language in mode_languages(self.mode))
        return [text.format(**arguments) for text in texts]

    def _texts(self, text: Texts) -> list[str]:
        return [text[language] for language in mode_languages(self.mode) if text.get(language)]


def _amounts(funds: Texts) -> list[list[str]]:
    return [[funds.get(name, "")] for name in USUAL_SOURCES.ids]


def _words(*texts: str) -> str:
    return "".join("".join(texts).split())
