"""The rows of the indicators table, and the merged cells before them.

A merged cell (goal, level 1, level 2) cannot run over the end of a page: it ends there and begins
again, with its label, at the top of the next. So the spans depend on where the pages break.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from perf_report.render.localized_text import Runs

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
    paths = [tuple(label.key for label in line.labels) for line in lines]
    for index, line in enumerate(lines):
        begins = tuple(
            _merged_cell(line.labels[level], paths, index, level, breaks)
            for level in range(LEVELS)
            if _begins(paths, index, level, breaks)
        )
        above = rows[-1].under if rows else ()
        under = above[: LEVELS - len(begins)] + begins
        rows.append(Row(begins=begins, under=under, line=line))
    return tuple(_cut(rows, breaks))


# The keys of a line's labels, from the goal inwards.
_Path = tuple[str, ...]


def _begins(paths: Sequence[_Path], index: int, level: int, breaks: Collection[int]) -> bool:
    return index == 0 or index in breaks or _differs(paths, index, level)


def _differs(paths: Sequence[_Path], index: int, level: int) -> bool:
    """Whether a line stands under another label of this level than the line before it."""
    return paths[index][: level + 1] != paths[index - 1][: level + 1]


def _merged_cell(
    label: Label, paths: Sequence[_Path], index: int, level: int, breaks: Collection[int]
) -> MergedCell:
    end = index + 1
    while end < len(paths) and not _begins(paths, end, level, breaks):
        end += 1
    continued = index > 0 and not _differs(paths, index, level)
    # Ids hold no underscore, so that the joint cannot make two paths look alike.
    anchor = "_".join(("of", *paths[index][: level + 1])).replace(".", "_")
    return MergedCell(
        level=level,
        anchor=f"{anchor}_{index}" if continued else anchor,
        label=label,
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
