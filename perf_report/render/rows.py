"""The rows of the indicators table, and the merged cells before them.

A merged cell (goal, level 1, level 2) cannot run over the end of a page: it ends there and begins
again, with its label, at the top of the next. So the spans depend on where the pages break.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from perf_report.render.speech import Runs

# Goal, level 1, level 2: the merged columns before an indicator.
LEVELS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The text of a merged cell; `key` tells one label from another at its level."""

    key: str
    runs: Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An optional remark on an indicator, such as its definition."""

    label: Runs
    runs: Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetCell:
    """The annual target as printed; `kind` is quantity, deadline or statement."""

    kind: str
    runs: Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One indicator before its merged cells are known; `labels` go from the goal inwards."""

    anchor: str
    labels: tuple[Label, Label, Label]
    name: Runs
    notes: tuple[Note, ...]
    target: TargetCell


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedCell:
    """A merged cell: its level (0 goal, 1, 2), its id on the page and how many rows it spans.

    `continued` says that the label stood on an earlier page already.
    """

    level: int
    anchor: str
    label: Label
    span: int
    continued: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A printed row: the merged cells that begin in it, those that it stands under, the line."""

    begins: tuple[MergedCell, ...]
    under: tuple[MergedCell, ...]
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class RowGroup:
    """The rows of one goal on one page."""

    starts_page: bool
    rows: tuple[Row, ...]


def group_rows(lines: Sequence[Line], breaks: Collection[int] = ()) -> tuple[RowGroup, ...]:
    """The lines with their merged cells, in groups of one goal on one page.

    `breaks` are the indices of the lines that begin a page by a break inside the table.
    """
    rows: list[Row] = []
    for index, line in enumerate(lines):
        begins = tuple(
            _merged_cell(lines, index, level, breaks)
            for level in range(LEVELS)
            if _begins(lines, index, level, breaks)
        )
        above = rows[-1].under if rows else ()
        under = above[: LEVELS - len(begins)] + begins
        rows.append(Row(begins=begins, under=under, line=line))
    return tuple(_cut(rows, breaks))


def _path(line: Line, level: int) -> tuple[str, ...]:
    return tuple(label.key for label in line.labels[: level + 1])


def _begins(lines: Sequence[Line], index: int, level: int, breaks: Collection[int]) -> bool:
    if index == 0 or index in breaks:
        return True
    return _path(lines[index], level) != _path(lines[index - 1], level)


def _merged_cell(
    lines: Sequence[Line], index: int, level: int, breaks: Collection[int]
) -> MergedCell:
    end = index + 1
    while end < len(lines) and not _begins(lines, end, level, breaks):
        end += 1
    path = _path(lines[index], level)
    continued = index > 0 and path == _path(lines[index - 1], level)
    # Ids hold no underscore, so that the joint cannot make two paths look alike.
    anchor = "_".join(("of", *path)).replace(".", "_")
    return MergedCell(
        level=level,
        anchor=f"{anchor}_{index}" if continued else anchor,
        label=lines[index].labels[level],
        span=end - index,
        continued=continued,
    )


def _cut(rows: Sequence[Row], breaks: Collection[int]) -> list[RowGroup]:
    starts = [index for index, row in enumerate(rows) if len(row.begins) == LEVELS]
    ends = [*starts[1:], len(rows)] if starts else []
    return [
        RowGroup(starts_page=start in breaks, rows=tuple(rows[start:end]))
        for start, end in zip(starts, ends, strict=True)
    ]
