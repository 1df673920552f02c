"""Find the columns of amounts whose blank cells were lost, by the sums of rows and columns.

Text that was taken out of a PDF has the amounts of a row in their order, and no blanks between
them. Each row adds up to its total and each column to that of the table, which often leaves one
way to assign them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from perf_report.model.money import add_amounts
from perf_report.model.source_tree import SourceTree

Amounts = Mapping[str, Decimal]
_Sums = tuple[Decimal, ...]

# So many sums of columns are kept at once; a table with more ways is too uncertain to solve.
_MOST_SUMS = 50_000
# So many ways are listed where there are several.
MOST_WAYS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """How the amounts of each row fall on the sources.

    `ways` are all ways that agree with the sums, each a row's amounts by source; there is one where
    the sums decide. Where there is none, `failed_row` is the row that cannot add up, or None if it
    is a column.
    """

    ways: tuple[tuple[Amounts, ...], ...]
    failed_row: int | None = None


def assign_amounts(
    rows: Sequence[Sequence[Decimal]], totals: Amounts, tree: SourceTree
) -> Assignment:
    """Return how the amounts of rows, each in the order of print, fall on the sources of a tree.

    `totals` are those of the columns; a source without one has no column in the table.
    """
    ids = [id_ for id_ in tree.ids if id_ in totals]
    options = [list(_row_options(row, ids, tree)) for row in rows]
    for number, each in enumerate(options):
        if not each:
            return Assignment(ways=(), failed_row=number)
    goal = tuple(totals[id_] for id_ in ids)
    found = _solve(options, ids, goal)
    return Assignment(ways=tuple(tuple(way) for way in found))


def _row_options(row: Sequence[Decimal], ids: Sequence[str], tree: SourceTree) -> Iterator[Amounts]:
    for chosen in combinations(ids, len(row)):
        amounts = dict(zip(chosen, row, strict=True))
        if _adds_up(amounts, tree):
            yield amounts


def _adds_up(amounts: Amounts, tree: SourceTree) -> bool:
    """Whether every sum of a row is there and is the sum of its parts."""
    for source, parts in tree.parts.items():
        known = [amounts[part] for part in parts if part in amounts]
        total = amounts.get(source)
        if (total is None) != (not known) or (total is not None and add_amounts(known) != total):
            return False
    return True


def _solve(
    options: Sequence[Sequence[Amounts]], ids: Sequence[str], goal: _Sums
) -> list[list[Amounts]]:
    """All ways by which the columns add up, up to `MOST_WAYS`: sums are built row by row."""
    sums: dict[_Sums, list[list[Amounts]]] = {tuple(Decimal(0) for _ in ids): [[]]}
    for row in options:
        below: dict[_Sums, list[list[Amounts]]] = {}
        for reached, ways in sums.items():
            for amounts in row:
                added = tuple(
                    total + amounts.get(id_, Decimal(0))
                    for total, id_ in zip(reached, ids, strict=True)
                )
                if all(each <= most for each, most in zip(added, goal, strict=True)):
                    known = below.setdefault(added, [])
                    known += [[*way, amounts] for way in ways[: MOST_WAYS - len(known)]]
        if len(below) > _MOST_SUMS:
            return []
        sums = below
    return sums.get(goal, [])
