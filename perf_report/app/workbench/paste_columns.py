"""Which columns of a pasted block are which of the form: by the labels over it, or by place."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, islice

from perf_report.app.workbench.page_cells import PageCell, PagePart
from perf_report.model.form import IndicatorColumn
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.target_reading import is_readable, is_sign
from perf_report.model.unit_column import is_without_unit
from perf_report.recognize.cell_text import is_blank, label_key
from perf_report.recognize.label_words import filling_words, other_words, words_of

Block = Sequence[Sequence[str]]

SIGN, VALUE, UNIT, TARGET = "sign", "value", "unit", "target"
TARGET_PARTS = (SIGN, VALUE, UNIT, TARGET)
LEVELS = ("level1", "level2")
TYPE = "type"
# The column of names is the third level in a grid.
_NAME = "level3"
# What a block may have though the form prints no such column, by the key of an indicator.
_BESIDE: Mapping[str, IndicatorColumn] = {
    "weight": IndicatorColumn.WEIGHT,
    "better": IndicatorColumn.DIRECTION,
    **{name: IndicatorColumn(name) for name in INDICATOR_NOTES},
}
# So many rows of labels stand above a block.
_MOST_HEADS = 3
# A row with fewer labels is none of labels, unless it is below one.
_FEWEST_LABELS = 2
_MOST_SIGN = 6


def band_and_name(id_: str) -> tuple[str, str]:
    """Split the id of a column into that of its horizon and the name that others have, too."""
    band, dash, name = id_.rpartition("-")
    return (f"{band}{dash}", name) if name in {*IndicatorColumn} else ("", id_)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a block, each with the name of that of the form, and its rows below labels.

    `unused` are the labels of columns that the form has not; `heads` are all texts above the rows,
    and `labels` those of the columns by name.
    """

    names: Mapping[int, str]
    rows: Block
    unused: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    def heads_of(self, name: str) -> str:
        """The label of a column; its name where no labels were pasted."""
        return self.labels.get(name, name)

    def texts(self, line: Sequence[str]) -> dict[str, str]:
        """The texts of a line by the names of their columns."""
        return {name: line[at] for at, name in self.names.items() if at < len(line)}


def by_labels(block: Block, part: PagePart) -> Columns | None:
    """Return the columns by the labels in the first rows; None if there are none."""
    labels = _labels(part)
    known = {key for keys in labels.values() for key in keys}
    count = 0
    for row in block[:_MOST_HEADS]:
        keys = [label_key(text) for text in row if text.strip()]
        found = sum(key in known for key in keys)
        if found < _FEWEST_LABELS and not (count and found == len(keys)):
            break
        count += 1
    if not count:
        return None
    heads = list(block[:count])
    names: dict[int, str] = {}
    labels_of: dict[str, str] = {}
    unused = []
    for at in range(max(map(len, heads))):
        texts = [row[at] for row in heads if at < len(row) and row[at].strip()]
        name = _name(texts, labels, set(names.values())) or _between(names, at)
        if name:
            names[at] = name
            labels_of[name] = texts[-1]
        elif texts and label_key(texts[-1]) not in _passed_over():
            unused.append(texts[-1])
    said = tuple(text for row in heads for text in row)
    return Columns(
        names=names, rows=block[count:], unused=tuple(unused), heads=said, labels=labels_of
    )


def _between(names: Mapping[int, str], at: int) -> str:
    """The figure stands behind the sign of a target, whatever the label over it."""
    band, name = band_and_name(names.get(at - 1, ""))
    return f"{band}{VALUE}" if name == SIGN and f"{band}{VALUE}" not in names.values() else ""


def _name(
    texts: Sequence[str], labels: Mapping[str, frozenset[str]], taken: set[str]
) -> str | None:
    """The column of a label, the lowest one first: 符号 below 指标值."""
    for text in reversed(texts):
        for name, keys in labels.items():
            if label_key(text) in keys and name not in taken:
                return name
    return None


def _labels(part: PagePart) -> dict[str, frozenset[str]]:
    """The labels of the columns of a part, by the ids of these."""
    runs = {head.id: head.runs for row in part.head for head in row}
    found: dict[str, frozenset[str]] = {}
    for id_ in part.columns:
        own = {label_key(run.text) for run in runs.get(id_, ())}
        others = (other_words(key) for key in own)
        found[id_] = frozenset(own).union(*others, _built_in(band_and_name(id_)[1]))
    if part.kind == "indicators":
        for name in (SIGN, VALUE, UNIT):
            found.setdefault(name, words_of(IndicatorColumn(name)))
        for name, column in _BESIDE.items():
            found.setdefault(name, words_of(column))
    return found


def _built_in(id_: str) -> frozenset[str]:
    name = "name" if id_ == _NAME else id_
    return words_of(IndicatorColumn(name)) if name in set(IndicatorColumn) else frozenset()


@cache
def _passed_over() -> frozenset[str]:
    """Labels of columns that say nothing of their own: numbers of rows, types of targets."""
    return frozenset(map(label_key, filling_words("numbers"))) | words_of(IndicatorColumn.TYPE)


def by_place(block: Block, part: PagePart, cells: Sequence[PageCell]) -> Columns:
    """Return the columns by the cells of a row, from the one that is pasted at.

    Where a target is expected, its sign, figure and unit may stand in columns of their own; and it
    may be in one column where the form has several.
    """
    names: dict[int, str] = {}
    for slot in _slots(part, cells):
        band, first = band_and_name(slot[0])
        parts = [f"{band}{each}" for each in _parts_at(block, len(names), slot)]
        for name in parts if first in TARGET_PARTS and part.kind == "indicators" else slot[:1]:
            names[len(names)] = name
    return Columns(names=names, rows=block, unused=tuple(_beyond(block, len(names))))


def _beyond(block: Block, width: int) -> Iterator[str]:
    """What stands to the right of the last cell, one text of each column."""
    for at in range(width, max(map(len, block), default=0)):
        texts = (row[at] for row in block if at < len(row) and not is_blank(row[at]))
        yield from islice(texts, 1)


def _slots(part: PagePart, cells: Sequence[PageCell]) -> Iterator[tuple[str, ...]]:
    """The ids of the columns of cells; those of one target together."""
    for _, same in groupby(cells, lambda each: each.route):
        yield tuple(part.columns[each.cell.column] for each in same)


def _parts_at(block: Block, at: int, slot: tuple[str, ...]) -> tuple[str, ...]:
    """The parts of a target in the columns of a block from one on."""
    names = tuple(band_and_name(each)[1] for each in slot)
    if names[0] in {VALUE, UNIT} and not _all(block, at, _is_whole):
        return names
    has_sign = _all(block, at, _is_sign)
    value = at + has_sign
    has_unit = _all(block, value, is_without_unit) and _all(block, value + 1, _is_unit)
    found = ((SIGN,) if has_sign else ()) + ((VALUE, UNIT) if has_unit else (VALUE,))
    return found if has_sign or has_unit else (TARGET,)


def _all(block: Block, at: int, holds: Callable[[str], bool]) -> bool:
    """Whether something holds of all texts of a column, of which there are some."""
    texts = [row[at].strip() for row in block if at < len(row) and not is_blank(row[at])]
    return bool(texts) and all(map(holds, texts))


def _is_sign(text: str) -> bool:
    if text in filling_words("worded"):
        return True
    return len(text) <= _MOST_SIGN and is_sign(text)


def _is_unit(text: str) -> bool:
    return not is_without_unit(f"1{text}") and is_readable(f"1{text}")


def _is_whole(text: str) -> bool:
    return is_readable(text) and not is_without_unit(text)
