"""Take the money of a filled-in form: by source or by main task, without what is worked out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from perf_report.app.import_paper.filled_rows import is_shared, not_applicable
from perf_report.app.import_paper.leaves import walk
from perf_report.app.import_paper.report_values import Values
from perf_report.model.characters import same_width
from perf_report.model.form import Column, FundsBlock, ValueType
from perf_report.model.money import add_amounts
from perf_report.model.source_tree import SourceTree
from perf_report.recognize.cell_text import is_blank
from perf_report.recognize.draft import Draft
from perf_report.recognize.fund_sums import check_source_sums
from perf_report.recognize.money import take_value
from perf_report.recognize.numbers import read_points
from perf_report.recognize.report_rows import NamedRow
from perf_report.render.blocks.report_funds_cells import amount_value

_PER_CENT = 100
# How many of one unit another is, and how far a budget may be from the plan's in it.
_UNIT_RATIOS = (Decimal(10_000), Decimal("0.0001"), Decimal(100_000_000), Decimal("0.00000001"))
_NEAR = Decimal(3)

Row = Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class Execution:
    """The points that a form prints of the execution of the budget."""

    weight: Decimal | None = None
    score: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class MoneyReader:
    """Takes the money of a form into `values`, and its points into `execution`.

    `known` is what the report has by row: what need not be written replaces nothing else.
    """

    draft: Draft
    known: Mapping[str, Any] = field(default_factory=dict)
    values: Values = field(default_factory=dict)
    execution: Execution = field(default_factory=Execution)

    def read_sources(self, blocks: Sequence[FundsBlock]) -> None:
        """Take what the draft has of sources: a total that is the sum of its parts is none."""
        funds: dict[str, Any] = self.draft.data.get("funds", {})
        for block in blocks:
            types = {column.id: column for column in block.columns}
            rows = {node.id: dict(funds[node.id]) for node in block.amounts() if node.id in funds}
            whole = SourceTree.of(block.tree).total
            for id_, own in rows.items():
                self._compare_worked_out(id_, own, is_whole=id_ == whole)
            check_source_sums(self.draft, [block])
            needed = dict(_without_sums(rows, block))
            for id_, row in rows.items():
                if id_ in needed or id_ in self.known:
                    self._put(id_, row, types)

    def read_task(self, id_: str, row: NamedRow, columns: Sequence[Column]) -> dict[str, Any]:
        """Take the money of a main task; return its row."""
        found = self._row(("funds", id_), row, columns)
        self._compare_worked_out(id_, found, is_whole=False)
        self._put(id_, found, {column.id: column for column in columns})
        return found

    def read_total(self, row: NamedRow, tasks: Sequence[Row], columns: Sequence[Column]) -> None:
        """Compare the row of all tasks with their sums."""
        self.draft.use(row.name)
        found = self._row(("funds",), row, columns)
        self._compare_worked_out("", found, is_whole=True)
        for column in columns:
            total = found.get(column.id)
            if column.type is ValueType.MONEY and isinstance(total, Decimal):
                known = [each[column.id] for each in tasks if column.id in each]
                if add_amounts(known) != total:
                    sums = {"sum": str(add_amounts(known)), "total": str(total)}
                    self.draft.mark("import-column-sum", ("funds",), row.cells[column.id], **sums)

    def scale(self, planned: Mapping[str, Decimal], whole: Decimal) -> str:
        """Return how many times the plan's budget that of a form is, if it is in another unit.

        `planned` are the plan's amounts by row. `whole` is what it has, if its rows are others.
        """
        budgets = self._budgets()
        common = budgets.keys() & planned.keys()
        own = sum((budgets[id_] for id_ in common), Decimal(0))
        if common:
            whole = sum((planned[id_] for id_ in common), Decimal(0))
        else:
            own = max(budgets.values(), default=own)
        for times in _UNIT_RATIOS if whole > 0 else ():
            if 1 / _NEAR <= own / whole / times <= _NEAR:
                return f"{times:f}"
        return ""

    def _budgets(self) -> dict[str, Decimal]:
        """The budget of each row: the adjusted one, if there is no initial one."""
        return {
            str(path[1]): amount
            for key in ("adjusted", "initial")
            for path, amount in self.values.items()
            if path[0] == "funds" and path[-1] == key and isinstance(amount, Decimal)
        }

    def _row(
        self, path: tuple[str, ...], row: NamedRow, columns: Sequence[Column]
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for column in columns:
            cell = row.cells.get(column.id)
            if cell is None or is_blank(cell.text):
                continue
            own = (*path, column.id)
            if column.type in {ValueType.PERCENT, ValueType.POINTS}:
                self.draft.use(cell)
                found[column.id] = {"zh": cell.text}
            elif is_shared(cell, row.name, row.cells.values()):
                self.draft.mark("import-amount-shared", own, cell)
            else:
                value = take_value(column, cell, row.heads[column.id], own, self.draft)
                found |= {} if value is None else {column.id: value}
        return found

    def _put(self, id_: str, row: Row, columns: Mapping[str, Column]) -> None:
        for key, value in row.items():
            if key in columns:
                self.values.update(walk(amount_value(columns[key], id_), value))

    def _compare_worked_out(self, id_: str, row: dict[str, Any], *, is_whole: bool) -> None:
        """Take out what a report does not write: the rate is compared, and points are kept."""
        route = ("funds", id_) if id_ else ("funds",)
        rate = _text(row.pop("rate", None))
        if rate and not _is_rate(rate, row):
            self.draft.mark("import-rate-differs", route, None, rate=rate)
        points = {key: _text(row.pop(key, None)) for key in ("weight", "score")}
        for key, text in points.items():
            if text and is_whole:
                setattr(self.execution, key, read_points(text))
            if text and read_points(text) is None and text != not_applicable():
                self.draft.mark("import-points-unread", route, None, text=text)
        is_known = "adjusted" in self.known.get(id_, {})
        if "adjusted" in row and row["adjusted"] == row.get("initial") and not is_known:
            del row["adjusted"]


def _text(value: Any) -> str:
    return value["zh"] if isinstance(value, Mapping) else ""


def _is_rate(text: str, row: Row) -> bool:
    """Whether a rate is executed ÷ budget, to the decimals that it has."""
    budget, executed = row.get("adjusted", row.get("initial")), row.get("executed")
    if not isinstance(budget, Decimal) or not isinstance(executed, Decimal):
        return False
    if not budget:
        return text == not_applicable()
    written = read_points(same_width(text).replace("%", ""))
    if written is None:
        return False
    exponent = written.as_tuple().exponent
    half = Fraction(10) ** (exponent if isinstance(exponent, int) else 0) / 2
    rate = Fraction(executed) / Fraction(budget) * _PER_CENT
    return -half <= rate - Fraction(written) < half


def _without_sums(rows: Mapping[str, Row], block: FundsBlock) -> Iterator[tuple[str, Row]]:
    """The rows but for those of totals that say no more than the sums of their parts."""
    parts = SourceTree.of(block.tree).parts
    for id_, row in rows.items():
        below = [rows[part] for part in parts.get(id_, ()) if part in rows]
        if not below or not all(_is_sum(key, value, below) for key, value in row.items()):
            yield id_, row


def _is_sum(key: str, value: Any, parts: Sequence[Row]) -> bool:
    """Whether an amount is the sum of its parts; a budget that was not adjusted is as it began."""
    if not isinstance(value, Decimal):
        return False
    usual = "initial" if key == "adjusted" else key
    known = [each.get(key, each.get(usual)) for each in parts]
    return any(each is not None for each in known) and add_amounts(known) == value
