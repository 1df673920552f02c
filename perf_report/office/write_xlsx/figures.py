"""Figures of a printed table: which cells hold a number, and which are the sum of others."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perf_report.model.money import add_amounts
from perf_report.office.form_table import FormCell, FormTable

# A spreadsheet keeps fifteen digits of a figure.
_MOST_DIGITS = 15
_PLAIN = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_FIGURES = frozenset({"amount", "weight", "number"})
_ADDED = frozenset({"amount", "weight"})
_SUM = "sum"


def plain_figure(text: str) -> Decimal | None:
    """Return the figure that a text is; None if a spreadsheet could not keep it to the digit."""
    digits = sum(character.isdigit() for character in text)
    return Decimal(text) if digits <= _MOST_DIGITS and _PLAIN.fullmatch(text) else None


def decimals(figure: Decimal) -> int:
    """Return how many decimals a figure is written with."""
    return max(0, -int(figure.as_tuple().exponent))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number in a cell; `parts` are the cells that it is the sum of."""

    value: Decimal
    parts: tuple[FormCell, ...] = ()


Place = tuple[int, int]


def figures_of(table: FormTable) -> Mapping[Place, Figure]:
    """Return the figures of a table by row and column, with what they are the sums of.

    A total is a sum only if it prints as the exact sum of what it adds up.
    """
    plain = {
        (cell.row, cell.column): value
        for row in table.rows
        for cell in row.cells
        if (value := _value(cell)) is not None
    }
    return {
        (cell.row, cell.column): Figure(
            value=plain[cell.row, cell.column], parts=_parts(cell, table, plain)
        )
        for row in table.rows
        for cell in row.cells
        if (cell.row, cell.column) in plain
    }


def _value(cell: FormCell) -> Decimal | None:
    kind, runs = cell.cell.kind, cell.cell.runs
    return plain_figure(runs[0].text) if kind in _FIGURES and len(runs) == 1 else None


def _parts(
    cell: FormCell, table: FormTable, plain: Mapping[Place, Decimal]
) -> tuple[FormCell, ...]:
    for candidates in _candidates(cell, table):
        known = [plain.get((each.row, each.column)) for each in candidates]
        if any(known) and add_amounts(known) == plain[cell.row, cell.column]:
            # Blanks are among them, since somebody may fill them.
            return tuple(candidates)
    return ()


def _candidates(cell: FormCell, table: FormTable) -> Iterator[Sequence[FormCell]]:
    """What a figure may be the sum of: the column above or below it, or parts of a source."""
    own = table.rows[cell.row]
    if own.kind == _SUM and cell.cell.kind in _ADDED:
        rows = [row for row in table.rows if row.grid == own.grid and row.kind != _SUM]
        yield _in_column(cell, (each for row in rows for each in row.cells))
    if cell.cell.adds:
        yield _with_sources(cell, own.cells)
        same = (each for row in table.rows if row.grid == own.grid for each in row.cells)
        yield _with_sources(cell, _in_column(cell, same))


def _in_column(cell: FormCell, cells: Iterable[FormCell]) -> list[FormCell]:
    return [
        each for each in cells if each.column == cell.column and each.cell.kind == cell.cell.kind
    ]


def _with_sources(cell: FormCell, cells: Iterable[FormCell]) -> list[FormCell]:
    return [
        each for each in cells if each.cell.source in cell.cell.adds and each.cell.kind == "amount"
    ]
