"""Matching of the rows of a small table in two plans.

Rows that say the same are the same row. Of the others, those are matched whose words are alike, the
most alike first. The result does not depend on the order of rows, and swapping the plans gives the
same pairs.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter

from perf_report.diff.form_values import Reading, as_text
from perf_report.diff.matching import MAX_COMPARISONS, MIN_LIKENESS
from perf_report.model.field_value import Cells

Rows = Sequence[Cells]

# The positions of a row in the two plans; None in the plan that does not have it.
Places = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    index: int
    written: str
    key: str
    words: str
    cells: frozenset[tuple[str, str]]


def match_rows(old: Rows, new: Rows, readings: tuple[Reading, Reading]) -> list[Places]:
    """The places of rows that changed, came or went, in the order of the revision."""
    before, after = _differing(list(_rows(old, readings[0])), list(_rows(new, readings[1])))
    pairs = dict(_alike(before, after))
    came, gone = (sorted(row.index for row in rows) for rows in (after, before))
    places: list[Places] = [(pairs.get(index), index) for index in came]
    paired = set(pairs.values())
    return [*places, *((index, None) for index in gone if index not in paired)]


def written_row(row: Cells) -> str:
    """A row as it is written, whatever the order of its cells."""
    return repr(sorted(row.items(), key=itemgetter(0)))


def _rows(rows: Rows, reading: Reading) -> Iterator[_Row]:
    for index, row in enumerate(rows):
        yield _Row(
            index=index,
            written=written_row(row),
            key=reading.row(row),
            words=_words(row),
            cells=frozenset((id_, reading.value(value)) for id_, value in row.items()),
        )


def _words(row: Cells) -> str:
    """The Chinese of a row's texts; dates and codes have no words."""
    texts = ((as_text(row[id_]) or None) for id_ in sorted(row))
    words = (text.zh or "" for text in texts if text is not None)
    return "\n".join(each for each in words if any(map(str.isalpha, each)))


def _differing(old: list[_Row], new: list[_Row]) -> tuple[list[_Row], list[_Row]]:
    """The rows that the other plan does not have; of equal ones, as many as are more."""
    return _without(old, new), _without(new, old)


def _without(rows: list[_Row], others: list[_Row]) -> list[_Row]:
    left: dict[str, int] = defaultdict(int)
    for row in others:
        left[row.key] += 1
    kept = []
    # Of rows that say the same, which one is left must not depend on their order.
    for row in sorted(rows, key=attrgetter("written")):
        left[row.key] -= 1
        if left[row.key] < 0:
            kept.append(row)
    return kept


def _alike(old: list[_Row], new: list[_Row]) -> Iterator[tuple[int, int]]:
    """The pairs of rows with like words, as places in the revision and in the base."""
    from rapidfuzz.fuzz import ratio

    if len(old) * len(new) > MAX_COMPARISONS:
        return
    candidates = [
        (-round(ratio(first.words, second.words)), -len(first.cells & second.cells), first, second)
        for first in old
        for second in new
        if first.words and second.words
    ]
    candidates.sort(key=lambda each: (*each[:2], *sorted((each[2].written, each[3].written))))
    olds, news = set[int](), set[int]()
    for likeness, _, first, second in candidates:
        if -likeness >= MIN_LIKENESS and first.index not in olds and second.index not in news:
            olds.add(first.index)
            news.add(second.index)
            yield second.index, first.index
