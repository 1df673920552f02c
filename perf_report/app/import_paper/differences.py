"""The texts in which a Word or Excel file of ours and the one that a spec prints differ."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import zip_longest

from perf_report.model.characters import same_width
from perf_report.model.paper import Paper, PaperLine, PaperTable, Place
from perf_report.recognize.rows import line_cell, paper_rows

_FIGURE = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|-?[0-9]+(?:\.[0-9]+)?")
# Between the texts of a row.
_BETWEEN = " | "


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A text of a file that a spec does not print there, or one that the file no longer has.

    `text` is empty for one that is gone, and `printed` for one that is new. A row that only stands
    in another place has the same in both.
    """

    place: Place
    text: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text with its place; `key` is what is compared: figures by value, without blanks."""

    text: str
    place: Place

    @property
    def key(self) -> str:
        """The text without what nobody sees."""
        plain = "".join(same_width(self.text).split())
        return str(Decimal(plain.replace(",", "")).normalize()) if _is_figure(plain) else plain


_Row = tuple[Text, ...]


def form_differences(
    edited: Paper, printed: Paper, is_taken: Callable[[Place], bool], sums: Iterable[Place] = ()
) -> list[Difference]:
    """Return the differences of a file and of what the spec prints, but for values it takes.

    `is_taken` is whether a value was made of the text at a place of the file. `sums` are the places
    of formulas in the printed file, whose results a program may drop.
    """
    rows, wanted = _rows(edited), _rows(printed)
    found: list[Difference] = []
    matcher = SequenceMatcher(None, [*map(_keys, rows)], [*map(_keys, wanted)], autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag != "equal":
            found += _block(rows[start:end], wanted[first:last])
    left = [each for each in found if not (each.text and is_taken(each.place))]
    known = frozenset(sums)
    return _joined([each for each in left if each.text or each.place not in known])


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None


def _rows(paper: Paper) -> list[_Row]:
    """The rows and lines of a paper in their order, with the texts that begin in each."""
    rows: list[_Row] = []
    of_tables: dict[int, list[_Row]] = {}
    for row in paper_rows(paper):
        texts = (Text(text=each.text, place=each.cell.place) for each in row.starting if each.text)
        of_tables.setdefault(row.table, []).append(tuple(texts))
    for number, table in enumerate(paper.tables):
        rows += [*map(_line, table.above), *of_tables.get(number, [])]
    return [*rows, *map(_line, paper.below)]


def _line(line: PaperLine) -> _Row:
    return (Text(text=line_cell(line, line.text).text, place=line.place),)


def _keys(row: _Row) -> tuple[str, ...]:
    return tuple(each.key for each in row)


def _block(rows: Sequence[_Row], wanted: Sequence[_Row]) -> Iterator[Difference]:
    """The differences of rows that are not the same: each with the most similar one."""
    place = 0
    for row in rows:
        number = _most_similar(row, wanted, place)
        if number is None:
            yield Difference(place=row[0].place, text=_BETWEEN.join(each.text for each in row))
            continue
        yield from map(_gone, wanted[place:number])
        yield from _cells(row, wanted[number])
        place = number + 1
    yield from map(_gone, wanted[place:])


def _most_similar(row: _Row, wanted: Sequence[_Row], start: int) -> int | None:
    """The row that has the most texts of one, half of them at least; of single texts, the first."""
    keys, best, most = Counter(_keys(row)), None, 0
    for number in range(start, len(wanted)):
        other = wanted[number]
        shared = (keys & Counter(_keys(other))).total()
        if shared > most and 2 * shared >= min(len(row), len(other)):
            best, most = number, shared
    return start if best is None and len(row) == 1 and start < len(wanted) else best


def _gone(row: _Row) -> Difference:
    return Difference(place=row[0].place, printed=_BETWEEN.join(each.text for each in row))


def _cells(row: _Row, wanted: _Row) -> Iterator[Difference]:
    matcher = SequenceMatcher(None, _keys(row), _keys(wanted), autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal":
            continue
        texts, others = row[start:end], wanted[first:last]
        for number, each in enumerate(texts):
            other = others[number].text if number < len(others) else ""
            yield Difference(place=each.place, text=each.text, printed=other)
        for each in others[len(texts) :]:
            yield Difference(place=each.place, printed=each.text)


def _joined(found: Sequence[Difference]) -> list[Difference]:
    """The differences, a row that is gone here and new there as one that was moved."""
    gone = Counter(each.printed for each in found if not each.text)
    moved = {each.text for each in found if each.text and not each.printed and gone[each.text] == 1}
    joined = []
    for each in found:
        if each.text in moved and not each.printed:
            joined.append(Difference(place=each.place, text=each.text, printed=each.text))
        elif each.text or each.printed not in moved:
            joined.append(each)
    return joined


# --- Sheets of data ---


def sheet_rows(table: PaperTable) -> list[_Row]:
    """The rows of a sheet, each with all its cells; rows without a text are none."""
    rows: dict[int, list[Text]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(Text(text=cell.text.strip(), place=cell.place))
    return [tuple(row) for row in rows.values() if any(each.text for each in row)]


def sheet_differences(
    edited: Sequence[_Row], versions: Sequence[Sequence[_Row]], sums: Iterable[Place] = ()
) -> Iterator[Difference]:
    """Yield the differences of a sheet of data and of what files print there.

    A sheet may be sorted, and is as old as its file: a row that one of the `versions` has is none
    that people changed.
    """
    known = [row for rows in versions for row in rows]
    keys = {_keys(row) for row in known}
    matched = {_keys(row) for row in edited}
    dropped = frozenset(sums)
    for row in (row for row in edited if _keys(row) not in keys):
        best = max(known, key=lambda each: _shared(row, each), default=())
        if _shared(row, best) < 1:
            texts = [each for each in row if each.text]
            yield Difference(place=texts[0].place, text=_BETWEEN.join(each.text for each in texts))
            continue
        matched.add(_keys(best))
        for cell, other in zip_longest(row[: len(best)], best):
            is_dropped = not (cell and cell.text) and other.place in dropped
            if (cell.key if cell else "") != other.key and not is_dropped:
                place, text = (cell.place, cell.text) if cell else (other.place, "")
                yield Difference(place=place, text=text, printed=other.text)
        for cell in row[len(best) :]:
            if cell.text:
                yield Difference(place=cell.place, text=cell.text)
    for row in versions[0] if versions else ():
        if not _is_matched(row, versions, matched):
            yield _gone_row(row)


def _is_matched(
    row: _Row, versions: Sequence[Sequence[_Row]], matched: set[tuple[str, ...]]
) -> bool:
    """Whether a row of a sheet is still there, as it was or as another version has it."""
    if _keys(row) in matched:
        return True
    others = (each for rows in versions[1:] for each in rows if _keys(each) in matched)
    return any(_shared(row, each) > len(row) / 2 for each in others)


def _shared(row: _Row, other: _Row) -> int:
    return sum(bool(a.key) and a.key == b.key for a, b in zip(row, other, strict=False))


def _gone_row(row: _Row) -> Difference:
    texts = [each for each in row if each.text]
    return Difference(place=texts[0].place, printed=_BETWEEN.join(each.text for each in texts))
