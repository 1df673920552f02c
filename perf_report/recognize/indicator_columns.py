"""Columns of indicators that differ from those of the form: added ones, those of one horizon."""

from collections.abc import Iterator, Mapping, Sequence

from perf_report.model.form import IndicatorColumn, IndicatorsBlock, ShownColumn
from perf_report.model.text import Text
from perf_report.recognize.block_labels import label_keys
from perf_report.recognize.columns import Columns
from perf_report.recognize.draft import Draft
from perf_report.recognize.label_words import words_of
from perf_report.recognize.rows import Row, RowCell

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


def settle_columns(
    columns: Columns, head: Sequence[Row], block: IndicatorsBlock, draft: Draft
) -> dict[str, RowCell]:
    """Return the columns of a head, each with the horizon and the meaning that it has there."""
    found = _with_names(columns, head, block)
    for cell in (*columns.values(), *found.values()):
        draft.use(cell)
    return _of_the_year(found, block, draft)


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
        end = level.cell.column + level.cell.columns
        for row in head:
            after = row.at(end)
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

    Labels that name another horizon keep it. That a table of the year is meant is marked.
    """
    names = [name for name in _names(block) if name in columns]
    first, last = block.horizons[0].id, block.horizons[-1].id
    if first == last or len(names) != 1 or not names[0].startswith(f"{first}."):
        return dict(columns)
    if columns[names[0]].key in _horizon_labels(block, first, draft.year):
        return dict(columns)
    draft.mark("import-horizon-unsure", ("indicators",), columns[names[0]])
    return {f"{last}.{name.removeprefix(f'{first}.')}": cell for name, cell in columns.items()}


def _horizon_labels(block: IndicatorsBlock, horizon: str, year: int) -> frozenset[str]:
    """The labels that only columns of a horizon have."""
    own: Mapping[str, Text] = {
        column.id: column.labels[horizon] for column in block.columns if horizon in column.labels
    }
    return frozenset(key for label in own.values() for key in label_keys(label, year))
