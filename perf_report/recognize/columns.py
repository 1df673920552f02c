"""The columns of a table by the labels in its head."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from perf_report.recognize.rows import Row, RowCell


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A column that is looked for: its name, and the keys of the labels that it may have."""

    name: str
    keys: frozenset[str]


# The head cells of columns, by the names of these.
Columns = Mapping[str, RowCell]


def find_columns(rows: Iterable[Row], wanted: Sequence[Wanted]) -> dict[str, RowCell]:
    """Return the head cells of the wanted columns, by name.

    Each head cell is of one column: the first with its label that none to the left has. So columns
    with the same label are told apart by their order. In a ragged table with labels below others,
    the columns are those at the right, in the order of `wanted`.
    """
    rows = list(rows)
    cells = sorted(
        (cell for row in rows for cell in row.starting if cell.key),
        key=lambda each: (each.cell.column, each.cell.row),
    )
    found: dict[str, RowCell] = {}
    for cell in cells:
        for each in wanted:
            if each.name not in found and cell.key in each.keys:
                found[each.name] = cell
                break
    if len({cell.cell.row for cell in found.values()}) > 1 and all(row.is_ragged for row in rows):
        return _at_right(found, rows, wanted)
    return found


def _at_right(found: Columns, rows: Sequence[Row], wanted: Sequence[Wanted]) -> dict[str, RowCell]:
    names = [each.name for each in wanted if each.name in found]
    first = max(cell.cell.column for row in rows for cell in row.cells) + 1 - len(names)
    return {
        name: replace(found[name], cell=replace(found[name].cell, column=first + number))
        for number, name in enumerate(names)
    }


def count_labels(row: Row, wanted: Iterable[Wanted]) -> int:
    """Return how many cells of a row are labels of wanted columns."""
    keys = frozenset(key for each in wanted for key in each.keys)
    return sum(cell.key in keys for cell in row.starting)


def head_runs(rows: Sequence[Row], is_head: Sequence[bool]) -> Iterator[tuple[list[Row], Row]]:
    """Yield each row that is no head with the rows of the last head above it."""
    head: list[Row] = []
    in_head = False
    for row, starts in zip(rows, is_head, strict=True):
        if starts:
            head = [*head, row] if in_head else [row]
        else:
            yield head, row.under(head[0]) if head else row
        in_head = starts


def columns_by_row(
    rows: Sequence[Row], is_head: Sequence[bool], wanted: Sequence[Wanted]
) -> Iterator[tuple[Columns, Row]]:
    """Yield each row that is no head with the columns of the heads above it.

    A head in another table, as on the next page, has columns of its own if it names two at least.
    """
    found: Columns = {}
    seen: list[Row] = []
    for head, row in head_runs(rows, is_head):
        if head and head[-1] not in seen:
            is_same = not seen or head[0].table == seen[-1].table
            seen = [*seen, *head] if is_same else head
            own = find_columns(seen, wanted)
            if is_same or len(own) > 1:
                found = own
        yield found, row
