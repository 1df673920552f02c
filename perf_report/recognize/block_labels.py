"""The labels of a form's blocks, as they are looked for in the cells of a table."""

from collections.abc import Iterable, Iterator
from functools import cache

from perf_report.model.form import (
    Block,
    FieldsBlock,
    Form,
    FundsBlock,
    GoalsBlock,
    IndicatorsBlock,
    LineBlock,
    TableBlock,
)
from perf_report.model.form_label import fill_years, without_unit
from perf_report.model.text import Text
from perf_report.recognize.cell_text import label_key
from perf_report.recognize.label_words import other_words


@cache
def label_keys(label: Text | None, year: int) -> frozenset[str]:
    """Return how a label of a form may stand in a cell, in either language."""
    if label is None:
        return frozenset()
    filled = fill_years(without_unit(label), year)
    keys = frozenset(label_key(text) for text in (filled.zh, filled.en) if text)
    return keys.union(*map(other_words, keys))


def block_keys(block: Block, year: int) -> frozenset[str]:
    """Return the keys of all labels of a block."""
    return frozenset(key for label in _labels(block) for key in label_keys(label, year))


def form_keys(form: Form, year: int) -> frozenset[str]:
    """Return the keys of all labels of a form but its title."""
    return frozenset(key for block in form.blocks for key in block_keys(block, year))


def _labels(block: Block) -> Iterator[Text | None]:
    match block:
        case FieldsBlock():
            yield block.label
            yield from (field.label for row in block.rows for field in row)
        case LineBlock():
            yield from ()
        case FundsBlock():
            yield from _funds_labels(block)
        case TableBlock():
            yield from (block.label, block.total, *(column.label for column in block.columns))
        case GoalsBlock():
            yield from (block.label, block.heading, block.number, block.tasks)
            yield from (block.adjusted, block.achieved)
            yield from (horizon.label for horizon in block.horizons)
        case IndicatorsBlock():
            yield from _indicator_labels(block)


def _funds_labels(block: FundsBlock) -> Iterator[Text | None]:
    yield from (block.label, block.number, block.task, block.total)
    for node in block.nodes():
        yield node.label
        yield node.beside.label if node.beside else None
    if len(block.columns) > 1:
        yield from _column_labels(block.columns)


def _column_labels(columns: Iterable[object]) -> Iterator[Text | None]:
    for column in columns:
        yield getattr(column, "label", None)
        yield getattr(column, "group", None)


def _indicator_labels(block: IndicatorsBlock) -> Iterator[Text | None]:
    yield from (block.label, block.goal, block.group, block.total)
    for column in block.columns:
        yield column.label
        yield from column.labels.values()
        yield column.own.group if column.own else column.group
    yield from (horizon.label for horizon in block.horizons if horizon.is_labelled)
