"""Number formats, hidden rows and hidden columns of an .xls, from the records of its workbook.

An .xls is a compound file with sectors in chains; its stream `Workbook` is a list of records
([MS-CFB], [MS-XLS]). What cannot be followed is left out: the values are read by others.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from perf_report.errors import SourceError
from perf_report.office.number_formats import BUILT_IN
from perf_report.office.read_spreadsheet import SheetShape

_END = 0xFFFFFFFA
# A stream that is shorter lies in small sectors.
_SMALL, _SMALL_SECTOR = 4096, 64
_NAMES = ("Workbook", "Book")
# An entry of the directory has so many bytes.
_ENTRY = 128
_MOST_RECORDS = 2_000_000
_BOF, _SHEET, _FORMAT, _XF, _ROW, _COLUMN = 0x0809, 0x0085, 0x041E, 0x00E0, 0x0208, 0x007D
# Records of one figure, whose format is the third number of two bytes.
_FIGURES = frozenset({0x0203, 0x027E, 0x0006})
_FIGURE_ROW = 0x00BD


def xls_shapes(data: bytes) -> dict[str, SheetShape]:
    """Return the shapes of the sheets of an .xls by name; none if its records cannot be read.

    Raises SourceError if a chain of sectors has no end, which python-calamine would follow for
    ever.
    """
    try:
        return _shapes(_workbook(data))
    except (struct.error, IndexError, ValueError):
        return {}


# --- The compound file ---


def _workbook(data: bytes) -> bytes:
    (shift,) = struct.unpack_from("<H", data, 30)
    size = 1 << min(shift, 16)
    (first,) = struct.unpack_from("<I", data, 48)
    table = _table(data, size)
    directory = _chain(data[size:], size, table, first)
    (small,) = struct.unpack_from("<I", data, 60)
    _chain(data[size:], size, table, small)
    if len(directory) >= _ENTRY:
        _chain(data[size:], size, table, *struct.unpack_from("<I", directory, 116))
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        (length,) = struct.unpack_from("<H", directory, at + 64)
        name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        if name in _NAMES:
            start, count = struct.unpack_from("<II", directory, at + 116)
            if count >= _SMALL:
                return _chain(data[size:], size, table, start)[:count]
            return _small_stream(data, size, table, directory, start)[:count]
    raise ValueError("no workbook")


def _small_stream(data: bytes, size: int, table: list[int], directory: bytes, start: int) -> bytes:
    """A stream of small sectors, which lie in the stream of the first entry and have a table."""
    (first,) = struct.unpack_from("<I", data, 60)
    (root,) = struct.unpack_from("<I", directory, 116)
    small = _chain(data[size:], size, table, first)
    places = list(struct.unpack(f"<{len(small) // 4}I", small[: len(small) // 4 * 4]))
    return _chain(_chain(data[size:], size, table, root), _SMALL_SECTOR, places, start)


def _table(data: bytes, size: int) -> list[int]:
    """The sector that follows each sector."""
    sectors = [each for each in struct.unpack_from("<109I", data, 76) if each < _END]
    following, _ = struct.unpack_from("<II", data, 68)
    seen: set[int] = set()
    while following < _END:
        if following in seen:
            raise SourceError("paper-damaged")
        seen.add(following)
        more = struct.unpack_from(f"<{size // 4}I", data, (following + 1) * size)
        sectors += [each for each in more[:-1] if each < _END]
        following = more[-1]
    found: list[int] = []
    for sector in sectors:
        found += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    return found


def _chain(sectors: bytes, size: int, table: list[int], first: int) -> bytes:
    parts: list[bytes] = []
    sector = first
    while sector < _END:
        if len(parts) > len(table):
            raise SourceError("paper-damaged")
        parts.append(sectors[sector * size : (sector + 1) * size])
        sector = table[sector]
    return b"".join(parts)


# --- The records ---


@dataclass(slots=True)
class _Sheet:
    name: str
    is_hidden: bool
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    formats: dict[tuple[int, int], int] = field(default_factory=dict)


def _shapes(book: bytes) -> dict[str, SheetShape]:
    codes: dict[int, str] = dict(BUILT_IN)
    styles: list[int] = []
    sheets: dict[int, _Sheet] = {}
    current: _Sheet | None = None
    for at, kind, body in _records(book):
        if kind == _BOF:
            current = sheets.get(at)
        elif kind == _SHEET:
            place, state = struct.unpack_from("<IB", body)
            sheets[place] = _Sheet(_text(body[6:], 1), bool(state & 3))
        elif kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _text(body[2:], 2)
        elif kind == _XF:
            styles.append(struct.unpack_from("<HH", body)[1])
        elif current is not None:
            _read_record(kind, body, current)
    return {sheet.name: _shape(sheet, styles, codes) for sheet in sheets.values()}


def _records(book: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    for _ in range(_MOST_RECORDS):
        if at + 4 > len(book):
            return
        kind, length = struct.unpack_from("<HH", book, at)
        yield at, kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _read_record(kind: int, body: bytes, sheet: _Sheet) -> None:
    if kind in _FIGURES:
        row, column, style = struct.unpack_from("<HHH", body)
        sheet.formats[row, column] = style
    elif kind == _FIGURE_ROW:
        row, first = struct.unpack_from("<HH", body)
        for number in range((len(body) - 6) // 6):
            sheet.formats[row, first + number] = struct.unpack_from("<H", body, 4 + 6 * number)[0]
    elif kind == _ROW:
        row, *_, state = struct.unpack_from("<HHHHHHI", body)
        if state & 0x20:
            sheet.rows.add(row)
    elif kind == _COLUMN:
        first, last, _, _, state = struct.unpack_from("<HHHHH", body)
        if state & 1:
            sheet.columns.update(range(first, min(last, 255) + 1))


def _shape(sheet: _Sheet, styles: list[int], codes: dict[int, str]) -> SheetShape:
    known = {
        place: codes[styles[style]]
        for place, style in sheet.formats.items()
        if style < len(styles) and styles[style] in codes
    }
    return SheetShape(
        hidden_rows=frozenset(sheet.rows),
        hidden_columns=frozenset(sheet.columns),
        is_hidden=sheet.is_hidden,
        formats=known,
    )


def _text(body: bytes, width: int) -> str:
    """A text with its length in so many bytes, and a flag that says how wide its characters are."""
    length = int.from_bytes(body[:width], "little")
    start = width + 1
    if body[width] & 1:
        return body[start : start + 2 * length].decode("utf-16-le", "replace")
    return body[start : start + length].decode("latin-1")
