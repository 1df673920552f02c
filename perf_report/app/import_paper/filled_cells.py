"""Read the cells of an indicator's row on a filled-in form: values, and what is compared."""

from dataclasses import dataclass, field
from decimal import Decimal

from perf_report.app.import_paper.filled_rows import (
    is_shared,
    joined_lines,
    not_applicable,
    split_name,
)
from perf_report.app.import_paper.leaves import walk
from perf_report.app.import_paper.report_groups import read_ticks
from perf_report.app.import_paper.report_values import ValueReader, Values
from perf_report.model.actual_reading import read_actual
from perf_report.model.characters import same_width
from perf_report.model.form import IndicatorColumn, ShownColumn
from perf_report.model.plan import Indicator
from perf_report.model.report import Actual
from perf_report.model.route import Route
from perf_report.model.scoring import is_finer
from perf_report.model.target import Deadline, Quantity, Range, Statement
from perf_report.recognize.cell_text import is_blank, joins_figures, plain_text
from perf_report.recognize.draft import Draft
from perf_report.recognize.indicators import FoundIndicator
from perf_report.recognize.money import take_value
from perf_report.recognize.numbers import read_points
from perf_report.recognize.rows import RowCell
from perf_report.recognize.target_parts import unit_name
from perf_report.score.targets import is_comparable

_ACTUALS = frozenset({IndicatorColumn.ACTUAL, IndicatorColumn.SO_FAR, IndicatorColumn.EXPECTED})
_TARGETS = (
    IndicatorColumn.ADJUSTED, IndicatorColumn.INITIAL, IndicatorColumn.TARGET,
    IndicatorColumn.VALUE,
)  # fmt: skip
_TEXTS = frozenset({IndicatorColumn.REASON, IndicatorColumn.REMEDY})
_POINTS = frozenset({IndicatorColumn.WEIGHT, IndicatorColumn.SCORE})
_WORDS = frozenset({IndicatorColumn.LIKELIHOOD, IndicatorColumn.CAUSES})
# What tells a row from others, or is worked out.
_KNOWN = frozenset(
    {
        IndicatorColumn.LEVEL1, IndicatorColumn.LEVEL2, IndicatorColumn.LEVEL3,
        IndicatorColumn.GOAL, IndicatorColumn.SIGN, IndicatorColumn.UNIT, IndicatorColumn.RATIO,
        *_TARGETS,
    }
)  # fmt: skip
# What a report may have as points.
_MOST_POINTS, _PLACES = 100, 2


@dataclass(slots=True, kw_only=True)
class Points:
    """The points that a form prints of indicators, by id: weights and scores."""

    weights: dict[str, Decimal] = field(default_factory=dict)
    scores: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CellReader:
    """Reads the rows of indicators; what it reads goes into `values` and `points`."""

    reader: ValueReader
    draft: Draft
    values: Values = field(default_factory=dict)
    points: Points = field(default_factory=Points)

    def read(self, indicator: Indicator, row: FoundIndicator) -> None:
        """Take what a row says of an indicator."""
        ticks: dict[str, list[tuple[str, RowCell]]] = {}
        shared: set[str | None] = set()
        for id_, column in row.columns.items():
            cell = row.cells.get(id_)
            if cell is None:
                continue
            if is_blank(cell.text):
                self._pass_blank(("indicators", indicator.id, id_), cell)
                continue
            if is_shared(cell, row.name, row.cells.values()) and column.builtin not in _KNOWN:
                self.draft.mark("import-cell-shared", ("indicators", indicator.id), cell)
                shared.add(column.builtin)
            elif column.ticks and column.builtin:
                ticks.setdefault(column.builtin.value, []).append((column.ticks, cell))
            else:
                self._read_cell(indicator, column, cell, row)
        for kind, cells in ticks.items() if not shared & _WORDS else ():
            self._read_ticks(("indicators", indicator.id, kind), cells)

    def _pass_blank(self, route: Route, cell: RowCell) -> None:
        """Know that a cell says nothing, but doubt one whose text was struck out."""
        self.draft.use(cell)
        if cell.cell.doubt:
            self.draft.mark(cell.cell.doubt, route, cell)

    def _read_cell(
        self, indicator: Indicator, column: ShownColumn, cell: RowCell, row: FoundIndicator
    ) -> None:
        path = ("indicators", indicator.id, str(column.builtin))
        if column.own:
            self._read_own(indicator, column, cell, row)
        elif column.builtin is IndicatorColumn.NAME:
            self._read_name(indicator, cell)
        elif column.builtin in _ACTUALS:
            self._read_actual(path, indicator, cell, row)
        elif column.builtin in _TEXTS:
            self.take(path, cell, joined_lines(cell.cell.text))
        elif column.builtin in _WORDS:
            self.take(path, cell, cell.text)
        elif column.builtin in _POINTS:
            self._read_points(indicator, column, cell)
        elif column.builtin in _KNOWN:
            self.draft.use(cell)
        else:
            self._compare_note(indicator, column, cell)

    def take(self, path: tuple[str, ...], cell: RowCell, text: str) -> None:
        """Take a value as `--into` takes it from a file of ours; what cannot be read is marked."""
        found = self.reader.read_text(path, text)
        if found is None:
            self.draft.mark("import-answer-unread", path, cell)
            return
        self.values.update(found)
        for each in found:
            self.draft.take(each, cell, text)

    def _read_name(self, indicator: Indicator, cell: RowCell) -> None:
        self.draft.use(cell)
        notes = split_name(cell.cell.text)[1]
        if notes:
            self.take(("indicators", indicator.id, "reason"), cell, joined_lines(notes))

    def _read_actual(
        self, path: tuple[str, ...], indicator: Indicator, cell: RowCell, row: FoundIndicator
    ) -> None:
        if cell.text == not_applicable():
            self.draft.mark("import-not-applicable", path, cell)
            return
        text = same_width(plain_text(cell.cell.text))
        known = read_actual(text, self.draft.year)
        if isinstance(indicator.target, Statement) and not _is_bare(known):
            self.take(path, cell, joined_lines(cell.cell.text))
        elif joins_figures(cell.cell.text) or not _is_of_kind(known, indicator):
            self.draft.mark("import-answer-unread", path, cell)
        else:
            self._take_figure(path, text, indicator, cell, row)

    def _take_figure(
        self,
        path: tuple[str, ...],
        text: str,
        indicator: Indicator,
        cell: RowCell,
        row: FoundIndicator,
    ) -> None:
        """Take a figure; one without a unit has that of its row, and is left out without one."""
        found = read_actual(text, self.draft.year)
        if found is None or not is_comparable(indicator.target, found):
            self.draft.mark("import-answer-not-comparable", path, cell)
            return
        if _is_bare(found) and isinstance(indicator.target, Quantity | Range) and _unit(indicator):
            unit, has_column = _unit_in(row)
            if not unit or read_actual(f"{text}{unit}", self.draft.year) is None:
                self.draft.mark("import-answer-without-unit", path, cell)
                return
            text = f"{text}{unit}"
            if not has_column:
                self.draft.mark("import-answer-unit", path, cell, unit=unit)
        self.take(path, cell, text)

    def _read_points(self, indicator: Indicator, column: ShownColumn, cell: RowCell) -> None:
        points = read_points(cell.text)
        path = ("indicators", indicator.id, str(column.builtin))
        if points is None or points > _MOST_POINTS or is_finer(points, _PLACES):
            self.draft.mark("import-answer-unread", path, cell)
            return
        self.draft.use(cell)
        if cell.cell.doubt:
            self.draft.mark(cell.cell.doubt, path, cell)
        is_weight = column.builtin is IndicatorColumn.WEIGHT
        known = self.points.weights if is_weight else self.points.scores
        known[indicator.id] = points

    def _read_own(
        self, indicator: Indicator, column: ShownColumn, cell: RowCell, row: FoundIndicator
    ) -> None:
        if column.own is None:
            return
        path = ("indicators", indicator.id, "extra", column.own.id)
        value = take_value(column.own, cell, row.heads.get(column.id), path, self.draft)
        if value is not None:
            self.values.update(walk(path, value))

    def _compare_note(self, indicator: Indicator, column: ShownColumn, cell: RowCell) -> None:
        """Know what the plan says of an indicator; what it does not say stays unread."""
        said = getattr(indicator, str(column.builtin), None)
        if plain_text(getattr(said, "zh", None) or "") == cell.text:
            self.draft.use(cell)

    def _read_ticks(self, path: tuple[str, ...], cells: list[tuple[str, RowCell]]) -> None:
        found = read_ticks(self.reader, path, ((id_, cell.text) for id_, cell in cells))
        for _, cell in cells:
            if found is None:
                self.draft.mark("import-answer-unread", path, cell)
            else:
                self.draft.take(path, cell)
        known = {each: value for each, value in (found or {}).items() if value is not None}
        self.values.update(known)


def target_cell(row: FoundIndicator) -> RowCell | None:
    """Return the cell with the target of a row: the adjusted one, if there are two."""
    return next((cell for each in _TARGETS if (cell := row.cell(each)) is not None), None)


def _unit_in(row: FoundIndicator) -> tuple[str, bool]:
    """The unit of a row, and whether it has a column of its own: else it is that of the target."""
    own = row.cell(IndicatorColumn.UNIT)
    if own is not None:
        return own.text, True
    target = target_cell(row)
    return (unit_name(same_width(target.text)) if target else ""), False


def _unit(indicator: Indicator) -> str:
    target = indicator.target
    return target.unit_name if isinstance(target, Quantity | Range) else ""


def _is_bare(found: Actual | None) -> bool:
    """Whether an actual value is a figure without a unit."""
    return isinstance(found, Quantity) and not found.unit_name


def _is_of_kind(found: Actual | None, indicator: Indicator) -> bool:
    """Whether an actual value is a day where the target is one: 44561 is a day of a spreadsheet.

    Words are no figure, either.
    """
    if found is None or isinstance(indicator.target, Statement):
        return False
    return isinstance(found, Deadline) or not isinstance(indicator.target, Deadline)
