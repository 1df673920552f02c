"""Columns of indicators that differ from those of the form: added ones, those of one horizon."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from perf_report.model.form import Horizon, IndicatorColumn, IndicatorsBlock, ShownColumn
from perf_report.model.text import Text
from perf_report.recognize.block_labels import label_keys
from perf_report.recognize.columns import Columns, Wanted, find_columns
from perf_report.recognize.draft import Draft
from perf_report.recognize.label_words import horizon_words, words_of
from perf_report.recognize.rows import Row, RowCell
from perf_report.recognize.target_columns import settle_targets

# A label of a column spans so many rows of a head at most.
_HIGHEST = 3
# More columns than tables have.
_LAST = 10**6
# Columns that go with a target, and are added to each horizon.
_BESIDE_TARGETS = (IndicatorColumn.SIGN, IndicatorColumn.UNIT)
# What a table may say of an indicator though its form does not ask for it.
_ADDED = (
    IndicatorColumn.SIGN,
    IndicatorColumn.UNIT,
    IndicatorColumn.TYPE,
    IndicatorColumn.DIRECTION,
    IndicatorColumn.WEIGHT,
    IndicatorColumn.DEFINITION,
    IndicatorColumn.NOTE,
)


def added_columns(block: IndicatorsBlock) -> Iterator[ShownColumn]:
    """Yield the built-in columns that an office may add to those of a block."""
    known = {column.builtin for column in block.columns}
    for builtin in _ADDED:
        if builtin not in known:
            yield ShownColumn(id=f"#{builtin.value}", label=Text(), builtin=builtin)


def with_spanned_heads(
    rows: Sequence[Row], is_head: Sequence[bool], wanted: Sequence[Wanted]
) -> list[bool]:
    """Return which rows are heads, with those that a label of a head spans: 指标值 above 本年."""
    found = list(is_head)
    keys = frozenset(key for each in wanted for key in each.keys)
    for at, starts in enumerate(is_head):
        if starts:
            labels = [c.cell for c in rows[at].cells if c.key in keys and c.cell.rows <= _HIGHEST]
            for near in (at - 1, at + 1):
                if 0 <= near < len(rows) and rows[near].table == rows[at].table:
                    found[near] |= any(
                        c.cell is label for c in rows[near].cells for label in labels
                    )
    return found


def settle_columns(
    head: Sequence[Row], wanted: Sequence[Wanted], block: IndicatorsBlock, draft: Draft
) -> dict[str, RowCell]:
    """Return the columns of a head, each with the horizon and the meaning that it has there."""
    columns = _by_group(head, wanted, block, draft)
    if columns is None:
        columns = _of_the_year(find_columns(head, _first_wanted(wanted, block)), block, draft)
    columns = _with_added(columns, head, wanted, block)
    named = _with_names(columns, head, block)
    for cell in (*columns.values(), *named.values()):
        draft.use(cell)
    return settle_targets(named, head, draft)


def _first_wanted(wanted: Sequence[Wanted], block: IndicatorsBlock) -> list[Wanted]:
    """The columns to look for in a whole head, in which an added one is of no certain horizon."""
    is_single = len(block.horizons) == 1
    return [each for each in wanted if is_single or "." not in each.name or "#" not in each.name]


def _by_group(
    head: Sequence[Row], wanted: Sequence[Wanted], block: IndicatorsBlock, draft: Draft
) -> dict[str, RowCell] | None:
    """The columns under the labels of their horizons, in any order; None if there are none."""
    groups = {each.id: _group(head, each, draft.year) for each in block.horizons}
    labels = {id_: cell for id_, cell in groups.items() if cell is not None}
    if len(block.horizons) == 1 or len(labels) < len(block.horizons):
        return None
    first = min(cell.cell.column for cell in labels.values())
    found = find_columns(_cut(head, 0, first), _first_wanted(wanted, block))
    for id_, cell in labels.items():
        draft.use(cell)
        start, end = cell.cell.column, cell.end
        own = [each for each in wanted if each.name.startswith(f"{id_}.")]
        found |= find_columns(_cut(head, start, end), own)
    return found


def _group(head: Sequence[Row], horizon: Horizon, year: int) -> RowCell | None:
    """The label over the columns of a horizon."""
    keys = label_keys(horizon.label, year) | horizon_words(horizon.id)
    for row in head:
        for cell in row.starting:
            if cell.key in keys and cell.cell.columns > 1:
                return cell
    return None


def _cut(head: Sequence[Row], start: int, end: int) -> list[Row]:
    """The rows of a head with the cells that begin in a range of columns."""
    return [
        replace(row, cells=tuple(c for c in row.cells if start <= c.cell.column < end))
        for row in head
    ]


def _with_added(
    columns: Columns, head: Sequence[Row], wanted: Sequence[Wanted], block: IndicatorsBlock
) -> dict[str, RowCell]:
    """The columns with those that an office added to a form of several horizons.

    Beside the columns of one horizon alone these are all of that; else only signs and units.
    """
    found = dict(columns)
    if len(block.horizons) == 1:
        return found
    shared = f".{IndicatorColumn.LEVEL1}"
    names = [name for name in columns if "." in name and not name.endswith(shared)]
    starts = {
        horizon.id: min(columns[name].cell.column for name in own)
        for horizon in block.horizons
        if (own := [name for name in names if name.startswith(f"{horizon.id}.")])
    }
    for id_, start in starts.items():
        end = min((each for each in starts.values() if each > start), default=_LAST)
        kinds = _BESIDE_TARGETS if len(starts) > 1 else _ADDED
        own_names = {f"{id_}.#{each.value}" for each in kinds}
        added = [each for each in wanted if each.name in own_names and each.name not in found]
        found |= find_columns(_cut(head, start, end), added)
    return found


def _with_names(
    columns: Columns, head: Sequence[Row], block: IndicatorsBlock
) -> dict[str, RowCell]:
    """The columns with that of the names where a further column of levels stands before it.

    Below 三级指标 stands a level if 指标名称 follows.
    """
    found = dict(columns)
    keys = words_of(IndicatorColumn.NAME)
    for name in _names(block):
        level = found.get(name)
        if level is None:
            continue
        for row in head:
            after = row.after(level)
            if after and after.key in keys - {level.key} and after not in found.values():
                found[name] = after
    return found


def _names(block: IndicatorsBlock) -> Iterator[str]:
    for horizon in block.horizons:
        for column in block.columns:
            if column.builtin is IndicatorColumn.NAME:
                yield f"{horizon.id}.{column.id}"


def _of_the_year(columns: Columns, block: IndicatorsBlock, draft: Draft) -> dict[str, RowCell]:
    """The columns as those of the last horizon, if there is one set of them for several horizons.

    Labels that name another horizon keep it. That a table of the year is meant is marked, unless
    all its goals are those of the year: 年度总体目标.
    """
    names = [name for name in _names(block) if name in columns]
    first, last = block.horizons[0].id, block.horizons[-1].id
    if first == last or len(names) != 1 or not names[0].startswith(f"{first}."):
        return dict(columns)
    if columns[names[0]].key in _horizon_labels(block, first, draft.year):
        return dict(columns)
    if {goal["horizon"] for goal in draft.data.get("goals", ())} != {last}:
        draft.mark("import-horizon-unsure", ("indicators",), columns[names[0]])
    return {f"{last}.{name.removeprefix(f'{first}.')}": cell for name, cell in columns.items()}


def _horizon_labels(block: IndicatorsBlock, horizon: str, year: int) -> frozenset[str]:
    """The labels that only columns of a horizon have."""
    own: Mapping[str, Text] = {
        column.id: column.labels[horizon] for column in block.columns if horizon in column.labels
    }
    return frozenset(key for label in own.values() for key in label_keys(label, year))
