"""Rows of the indicators table, with the merged cells of goals and levels.

A merged cell (goal, level 1, level 2) cannot cross the end of a page: it ends there, and begins
again with its label on the next page. So its row span depends on the page breaks.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from perf_report.render.localized_text import TextRuns

# The columns with merged cells: goal, level 1, level 2.
MERGED_COLUMNS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLabel:
    """The text of a merged cell; `key` identifies it at its level."""

    key: str
    runs: TextRuns


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorNote:
    """An optional field of an indicator, such as its definition."""

    label: TextRuns
    runs: TextRuns


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetCell:
    """The annual target as printed; `kind` is quantity, deadline or statement."""

    kind: str
    runs: TextRuns


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLine:
    """One indicator, without merged cells; `labels` are those of its goal, level 1 and level 2."""

    anchor: str
    labels: tuple[CellLabel, CellLabel, CellLabel]
    name: TextRuns
    notes: tuple[IndicatorNote, ...]
    target: TargetCell


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedCell:
    """A merged cell: its level (0 for the goal, 1, 2), its id in the page and its row span.

    `continued` is whether it continues a cell of the page before.
    """

    level: int
    anchor: str
    label: CellLabel
    span: int
    continued: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """A printed row: the merged cells that begin in it, all that span it, and the indicator."""

    begins: tuple[MergedCell, ...]
    under: tuple[MergedCell, ...]
    line: IndicatorLine


@dataclass(frozen=True, slots=True, kw_only=True)
class RowGroup:
    """The rows of one goal on one page."""

    starts_page: bool
    rows: tuple[IndicatorRow, ...]


def group_rows(
    lines: Sequence[IndicatorLine], breaks: Collection[int] = ()
) -> tuple[RowGroup, ...]:
    """Compute the merged cells of the lines; a group has the rows of one goal on one page.

    `breaks` are the indices of the lines before which the page breaks.
    """
    rows: list[IndicatorRow] = []
    paths = [tuple(label.key for label in line.labels) for line in lines]
    for index, line in enumerate(lines):
        begins = tuple(
            _merged_cell(line.labels[level], paths, index, level, breaks)
            for level in range(MERGED_COLUMNS)
            if _begins(paths, index, level, breaks)
        )
        above = rows[-1].under if rows else ()
        under = above[: MERGED_COLUMNS - len(begins)] + begins
        rows.append(IndicatorRow(begins=begins, under=under, line=line))
    return tuple(_split_groups(rows, breaks))


# The keys of a line's labels: goal, level 1, level 2.
_Path = tuple[str, ...]


def _begins(paths: Sequence[_Path], index: int, level: int, breaks: Collection[int]) -> bool:
    return index == 0 or index in breaks or _differs(paths, index, level)


def _differs(paths: Sequence[_Path], index: int, level: int) -> bool:
    """Whether a line has another label at this level or above than the line before."""
    return paths[index][: level + 1] != paths[index - 1][: level + 1]


def _merged_cell(
    label: CellLabel, paths: Sequence[_Path], index: int, level: int, breaks: Collection[int]
) -> MergedCell:
    end = index + 1
    while end < len(paths) and not _begins(paths, end, level, breaks):
        end += 1
    continued = index > 0 and not _differs(paths, index, level)
    # Ids have no underscores, so that different paths have different anchors.
    anchor = "_".join(("of", *paths[index][: level + 1])).replace(".", "_")
    return MergedCell(
        level=level,
        anchor=f"{anchor}_{index}" if continued else anchor,
        label=label,
        span=end - index,
        continued=continued,
    )


def _split_groups(rows: Sequence[IndicatorRow], breaks: Collection[int]) -> list[RowGroup]:
    starts = [index for index, row in enumerate(rows) if len(row.begins) == MERGED_COLUMNS]
    ends = [*starts[1:], len(rows)] if starts else []
    return [
        RowGroup(starts_page=start in breaks, rows=tuple(rows[start:end]))
        for start, end in zip(starts, ends, strict=True)
    ]
