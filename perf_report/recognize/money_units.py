"""The units of money that a paper states, and the one of the spec that is made of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from perf_report.model.form import Form, FundsBlock, IndicatorsBlock, TableBlock, ValueType
from perf_report.model.money import FEN_DECIMALS
from perf_report.model.paper import Paper
from perf_report.model.route import Route
from perf_report.recognize.block_labels import block_keys, form_keys, label_keys
from perf_report.recognize.draft import Draft, MoneyUnits
from perf_report.recognize.money import read_amount, stated_units, states_unit_alone
from perf_report.recognize.notes import NoteKind
from perf_report.recognize.rows import Row
from perf_report.recognize.sections import divide

# The unit of a spec where the paper has one that a spec cannot have.
_USUAL = "万元"
# A table with so many labels of a form is one of its tables.
_NEEDED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    """A unit that a text states, and the number of the row that it is in or above.

    `is_label` is whether the text labels amounts, `is_own` whether it is in a table of the form.
    """

    unit: str
    row: int
    is_label: bool = False
    is_own: bool = True


def find_units(paper: Paper, rows: Sequence[Row], form: Form, year: int) -> MoneyUnits:
    """Return the units of money of a paper; what states one nearest to the amounts decides."""
    labels = _money_keys(form, year)
    amounts = next((at for at, row in enumerate(rows) if _has(row, labels)), len(rows))

    def distance(each: _Statement) -> tuple[bool, bool, int]:
        return not each.is_label, each.row > amounts, abs(each.row - amounts)

    found = [*_in_lines(paper, rows, form, year), *_in_rows(rows, form, labels, year)]
    near = sorted((each for each in found if each.is_own), key=distance)
    stated = next((each.unit for each in (*near, *found)), "")
    return MoneyUnits(
        kept=_kept(form, rows, year, stated),
        stated=stated,
        all=tuple(dict.fromkeys(each.unit for each in near)),
        is_far=not near,
    )


def _in_lines(paper: Paper, rows: Sequence[Row], form: Form, year: int) -> Iterator[_Statement]:
    """The units that lines outside tables state."""
    own = _own_tables(rows, form, year) | set(range(len(paper.tables))) - {r.table for r in rows}
    for number, table in enumerate(paper.tables):
        below = (at for at, row in enumerate(rows) if row.table >= number)
        first = next(below, len(rows))
        for line in table.above:
            for unit in stated_units(line.text):
                yield _Statement(unit=unit, row=first, is_own=number in own)
    for line in paper.below:
        for unit in stated_units(line.text):
            yield _Statement(unit=unit, row=0 if paper.is_flat else len(rows))


def _in_rows(
    rows: Sequence[Row], form: Form, labels: frozenset[str], year: int
) -> Iterator[_Statement]:
    """The units that labels of amounts state, and texts that have a row or a cell for them."""
    own = _own_tables(rows, form, year)
    for at, row in enumerate(rows):
        lines = row.line_texts
        for label, value in pairwise(cell.text for cell in row.starting if cell.text):
            # 金额单位： and 万元 in a cell each.
            if states_unit_alone(value) and states_unit_alone(f"{label}{value}"):
                for unit in stated_units(f"{label}{value}"):
                    yield _Statement(unit=unit, row=at, is_own=row.table in own)
        for cell in row.starting:
            is_label = cell.key in labels
            if is_label or cell in lines or states_unit_alone(cell.text):
                for unit in stated_units(cell.cell.text):
                    yield _Statement(unit=unit, row=at, is_label=is_label, is_own=row.table in own)


def _has(row: Row, labels: frozenset[str]) -> bool:
    return any(cell.key in labels for cell in row.starting)


def _own_tables(rows: Sequence[Row], form: Form, year: int) -> set[int]:
    """The tables with labels of a form."""
    keys = form_keys(form, year)
    found: dict[int, set[str]] = {}
    for row in rows:
        found.setdefault(row.table, set()).update({cell.key for cell in row.starting} & keys)
    return {table for table, labels in found.items() if len(labels) >= _NEEDED}


def _money_keys(form: Form, year: int) -> frozenset[str]:
    """The keys of the labels of amounts."""
    blocks = [block_keys(block, year) for block in form.blocks_of(FundsBlock)]
    fields = [f.label for f in form.fields() if f.type is ValueType.MONEY]
    columns = [column for block in form.blocks_of(IndicatorsBlock) for column in block.columns]
    fields += [
        column.label
        for column in columns
        if column.funds or (column.own and column.own.type is ValueType.MONEY)
    ]
    fields += [
        column.label
        for block in form.blocks_of(TableBlock)
        for column in block.columns
        if column.type is ValueType.MONEY
    ]
    return frozenset().union(*blocks, *(label_keys(label, year) for label in fields))


def _kept(form: Form, rows: Sequence[Row], year: int, stated: str) -> str:
    """The unit of the spec: the form's, the one that is stated, or that of all amounts."""
    if form.money is not None:
        return form.money.unit
    units = {stated} if stated else _written(form, rows, year)
    return next(iter(units)) if len(units) == 1 and units <= FEN_DECIMALS.keys() else _USUAL


def _written(form: Form, rows: Sequence[Row], year: int) -> set[str]:
    """The units behind the amounts in the rows of funds."""
    sections = divide(rows, form, year)
    amounts = (
        read_amount(cell.cell.text)
        for each in sections
        if isinstance(each.block, FundsBlock)
        for row in each.rows
        for cell in row.starting
    )
    return {amount.unit for amount in amounts if amount and amount.unit}


def note_units(form: Form, draft: Draft) -> None:
    """Write the unit of money, and mark one that is not certain or is not that of the form."""
    has_own = form.task_sources() is not None and form.money is None
    if not has_own and form.money is None:
        return
    if has_own:
        known = bool(draft.units.stated) or _all_written(draft)
        draft.data["currency_unit"] = draft.units.kept if known else None
    mark_units(("currency_unit",) if has_own else ("funds",), draft)


def mark_units(route: Route, draft: Draft) -> None:
    """Mark a unit of money that is not certain, or is not that of the amounts of a spec."""
    units = draft.units
    if units.stated and units.stated != units.kept:
        draft.mark("import-unit-differs", route, None, unit=units.kept, stated=units.stated)
    if len(units.all) > 1:
        draft.mark(
            "import-units-several", route, None, units="、".join(units.all), unit=units.stated
        )
    if units.stated and units.is_far:
        draft.mark("import-unit-elsewhere", route, None, unit=units.stated)


def _all_written(draft: Draft) -> bool:
    """Whether each amount that was taken has its unit behind it."""
    taken = [
        read_amount(note.text)
        for note in draft.notes
        if note.kind is NoteKind.TAKEN and note.route and _is_amount(note.route)
    ]
    return bool(taken) and all(amount and amount.unit for amount in taken)


def _is_amount(route: Sequence[str | int]) -> bool:
    return route[0] in {"budget", "funds"} or (route[0] == "tasks" and "funds" in route)
