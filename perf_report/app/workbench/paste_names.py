"""The rows of a report that a pasted block names: those are of its plan, in any order."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from perf_report.app.workbench.page_cells import PageCell, PagePart, PageRow
from perf_report.app.workbench.paste_columns import Columns
from perf_report.recognize.cell_text import label_key


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRows:
    """Lines of a block, each with its row; `unknown` are names that no row has, or several have."""

    lines: tuple[tuple[PageRow, Sequence[str]], ...]
    unknown: tuple[str, ...]


def named_rows(part: PagePart, columns: Columns) -> NamedRows | None:
    """Return the rows that a block names; None if it has no names, or they can be edited."""
    if (at := _column_of_names(part, columns)) is None:
        return None
    lines = _lines(columns, at)
    known = _rows(part)
    found: list[tuple[PageRow, Sequence[str]]] = []
    unknown: list[str] = []
    for key, same in lines.items():
        rows = known.get(key, [])
        # Which of several is meant cannot be told unless all are there.
        if len(rows) == len(same):
            found += zip(rows, same, strict=True)
        else:
            unknown += (line[at] for line in same)
    return NamedRows(lines=tuple(found), unknown=tuple(unknown))


def _column_of_names(part: PagePart, columns: Columns) -> int | None:
    names = {part.columns[cell.cell.column] for row in part.rows for cell in _names(row)}
    return next((at for at, name in columns.names.items() if name in names), None)


def _names(row: PageRow) -> Iterator[PageCell]:
    """The cells with the words of what a row is about, which only the plan can change."""
    return (cell for cell in row.cells if cell.cell.item and not cell.route)


def _rows(part: PagePart) -> Mapping[str, list[PageRow]]:
    """The rows by their names, in each language."""
    found: dict[str, list[PageRow]] = defaultdict(list)
    for row in part.rows:
        for cell in _names(row):
            for key in {label_key(run.text) for run in cell.cell.runs}:
                found[key].append(row)
    return found


def _lines(columns: Columns, at: int) -> Mapping[str, list[Sequence[str]]]:
    """The lines that have a name, by it."""
    found: dict[str, list[Sequence[str]]] = defaultdict(list)
    for line in columns.rows:
        if at < len(line) and line[at].strip():
            found[label_key(line[at])].append(line)
    return found
