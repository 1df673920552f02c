"""Divide the rows of a paper among the blocks of a form, by the labels that stand in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from perf_report.model.form import Block, Form, LineBlock
from perf_report.recognize.block_labels import block_keys
from perf_report.recognize.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The rows of a block of a form; those before the first label are of none."""

    block: Block | None
    rows: tuple[Row, ...]


def divide(rows: Sequence[Row], form: Form, year: int) -> tuple[Section, ...]:
    """Return the rows by block, one section a block at most."""
    keys = [
        frozenset() if isinstance(block, LineBlock) else block_keys(block, year)
        for block in form.blocks
    ]
    found: dict[int | None, list[Row]] = {}
    current: int | None = None
    for row, below in zip(rows, (*rows[1:], None), strict=True):
        current = _block_of(row, below, keys, current)
        found.setdefault(current, []).append(row)
    return tuple(
        Section(block=None if number is None else form.blocks[number], rows=tuple(each))
        for number, each in found.items()
    )


def _block_of(
    row: Row, below: Row | None, keys: Sequence[frozenset[str]], current: int | None
) -> int | None:
    """The block with most labels in a row; the current one, or the next after it, in a tie.

    The label of a block may stand beside the first row below a head, so that the row below decides
    between blocks with the same head.
    """
    scores = _scores(row, keys)
    best = max(scores, default=0)
    if best == 0:
        return current
    ties = [number for number, score in enumerate(scores) if score == best]
    if best == 1 and current in ties:
        # Two blocks may have one label at their side.
        return current
    if len(ties) > 1 and below is not None:
        hints = _scores(below, keys)
        most = max(hints[number] for number in ties)
        ties = [number for number in ties if hints[number] == most]
    if current in ties:
        return current
    after = [number for number in ties if current is None or number > current]
    return (after or ties)[0]


def _scores(row: Row, keys: Sequence[frozenset[str]]) -> list[int]:
    texts = [each.key for each in row.starting if each.key]
    return [sum(text in labels for text in texts) for labels in keys]
