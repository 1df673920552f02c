"""A plan while it is recognized: plain data of a spec's shape, and the notes about it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from perf_report.model.paper import PaperCell, PaperLine, Place
from perf_report.model.route import Route
from perf_report.recognize.cell_text import bare_label, is_blank, joins_figures, mendings
from perf_report.recognize.label_words import filling_words, goal_label
from perf_report.recognize.notes import Note, NoteKind
from perf_report.recognize.references import is_number
from perf_report.recognize.rows import Row, RowCell, is_note, line_cell

# So many characters tell which row is meant.
_LONGEST = 60
_LABEL = re.compile(".{1,12}[:：]")


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyUnits:
    """The units of money of a paper.

    `kept` is that of the spec's amounts, `stated` that of figures without a unit, empty if the
    paper states none. `all` are those that the paper states; `is_far` is whether only another
    table states one.
    """

    kept: str = ""
    stated: str = ""
    all: tuple[str, ...] = ()
    is_far: bool = False


@dataclass(slots=True)
class Draft:
    """The data of a spec, without ids of goals, tasks and indicators, and the notes about it.

    `year` is that of the paper, `labels` are the keys of the form's labels. Items of lists have the
    row's id in the file, if it keeps one, under `id`. `used` are the places of cells that
    something was made of, `passed` those that are known to be of no place in a spec.
    `task_numbers` are the numbers that tasks have on paper, `goal_numbers`
    those of goals, and `links` are the cells that name the tasks of goals.
    """

    year: int
    labels: frozenset[str] = frozenset()
    data: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    used: set[Place] = field(default_factory=set)
    passed: set[Place] = field(default_factory=set)
    task_numbers: dict[int, str] = field(default_factory=dict)
    goal_numbers: dict[int, str] = field(default_factory=dict)
    links: dict[int, list[RowCell]] = field(default_factory=dict)
    units: MoneyUnits = MoneyUnits()

    def take(self, route: Route, cell: RowCell, text: str | None = None) -> None:
        """Note that a value comes from a cell, what is mended, and a doubt about it.

        `text` is what of the cell's text makes the value, if that is not all of it.
        """
        self._note(NoteKind.TAKEN, "taken", {}, route, cell)
        for id_ in mendings(cell.cell.text, is_figure=route[-1] != "zh"):
            self.mend(id_, route, cell)
        if joins_figures(cell.cell.text if text is None else text):
            self.mark("import-figures-joined", route, cell)
        if cell.cell.doubt:
            self.mark(cell.cell.doubt, route, cell)

    def mend(self, id_: str, route: Route, cell: RowCell, **arguments: str | int) -> None:
        """Note that a value is written differently than in its cell, and says the same."""
        self._note(NoteKind.MENDED, id_, arguments, route, cell)

    def mark(self, id_: str, route: Route, cell: RowCell | None, **arguments: str | int) -> None:
        """Note that a person must look at a value."""
        self._note(NoteKind.MARKED, id_, arguments, route, cell)

    def mark_sum(self, id_: str, route: Route, **arguments: str | int) -> None:
        """Note that amounts do not add up, which a rule finds in the spec, too."""
        self._tell(id_, route, **arguments)

    def _tell(self, id_: str, route: Route, **arguments: str | int) -> None:
        """Mark a value of which another check says the same."""
        self.notes.append(
            Note(
                kind=NoteKind.MARKED, id=id_, arguments=arguments, route=route, is_told=True
            )
        )  # fmt: skip

    def use(self, cell: RowCell) -> None:
        """Note that a cell was read for what stands beside it, as the label of a level is."""
        self.used.add(cell.cell.place)

    def pass_over(self, cell: RowCell) -> None:
        """Note that a cell is known to be of no place in a spec; the report lists its text."""
        self.passed.add(cell.cell.place)

    def leave_unused(self, rows: Iterable[Row]) -> None:
        """Note the texts of which nothing was made, but for labels of the form, and doubts."""
        for row in rows:
            for cell in row.starting:
                if cell.cell.doubt and cell.cell.place not in self.used:
                    self._note(NoteKind.MARKED, cell.cell.doubt, {}, None, cell)
                elif not is_blank(cell.text) and not self._is_known(cell):
                    self._note(NoteKind.NOT_UNDERSTOOD, "import-cell-unread", {}, None, cell)

    def leave_doubtful(self, cells: Iterable[PaperCell]) -> None:
        """Note doubts about cells of rows that have no text, as those that are struck out."""
        for cell in cells:
            if cell.doubt and cell.place not in self.used:
                self._note(NoteKind.MARKED, cell.doubt, {}, None, RowCell(cell=cell, starts=True))

    def mark_rows(self, rows: Iterable[Row], route: Route) -> None:
        """Mark the rows of a block with texts of which nothing was made, but for notes below it.

        Texts below each other in rows that were read are of one column, which has one mark.
        """
        left = [(row, cells) for row in rows if (cells := self._left(row)) and not is_note(row)]
        columns: dict[tuple[int, int], list[RowCell]] = {}
        for row, cells in left:
            for cell in cells if self._is_read(row) else ():
                columns.setdefault((row.table, cell.cell.column), []).append(cell)
        within = [cells for cells in columns.values() if len(cells) > 1]
        for cells in within:
            text = " | ".join(dict.fromkeys(cell.text for cell in cells))
            self._tell("import-column-unread", route, text=_cut(text))
        told = {id(cell) for cells in within for cell in cells}
        for _, cells in left:
            texts = [cell.text for cell in cells if id(cell) not in told]
            if texts:
                self._tell("import-row-unread", route, text=_cut(" | ".join(texts)))

    def _left(self, row: Row) -> list[RowCell]:
        """The cells of a row with texts of which nothing was made."""
        return [
            cell for cell in row.starting
            if _says(cell)
            and cell.cell.place not in self.passed
            and not self._is_known(cell)
            and not self._is_number(cell, row)
        ]  # fmt: skip

    def _is_read(self, row: Row) -> bool:
        return any(cell.text and self._is_known(cell) for cell in row.starting)

    def _is_number(self, cell: RowCell, row: Row) -> bool:
        """Whether a cell has the number of what stands to its right."""
        right = (each for each in row.starting if each.cell.column > cell.cell.column)
        return is_number(cell.text) and any(each.cell.place in self.used for each in right)

    def _is_known(self, cell: RowCell) -> bool:
        is_label = not self.labels.isdisjoint((cell.key, bare_label(cell.text)))
        return is_label or cell.cell.place in self.used

    def leave_lines(self, lines: Iterable[PaperLine]) -> None:
        """Note the lines outside tables of which nothing was made, each text once."""
        texts = {line.text: line for line in lines if line.place not in self.used}
        for text, line in texts.items():
            cell = line_cell(line, text)
            if cell.key not in self.labels:
                self._note(NoteKind.NOT_UNDERSTOOD, "import-cell-unread", {}, None, cell)

    def miss(self, id_: str, route: Route, **arguments: str | int) -> None:
        """Note that the paper does not have what the form asks for."""
        self.notes.append(Note(kind=NoteKind.MISSING, id=id_, arguments=arguments, route=route))

    def _note(
        self,
        kind: NoteKind,
        id_: str,
        arguments: Mapping[str, str | int],
        route: Route | None,
        cell: RowCell | None,
    ) -> None:
        if cell is not None:
            self.used.add(cell.cell.place)
        place: Place | None = cell.cell.place if cell else None
        text = cell.cell.text if cell else ""
        self.notes.append(
            Note(kind=kind, id=id_, arguments=arguments, route=route, place=place, text=text)
        )


def _says(cell: RowCell) -> bool:
    """Whether a text says more than that there is nothing, or what was to stand beside it."""
    is_label = _LABEL.fullmatch(cell.text) or goal_label().fullmatch(cell.key)
    return not (is_blank(cell.text) or is_label or cell.key in filling_words("numbers"))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
