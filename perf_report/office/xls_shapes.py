"""Number formats, fonts, hidden rows and columns of an .xls, from the records of its workbook.

The stream `Workbook` of such a file is a list of records ([MS-XLS]). What cannot be followed is
left out: the values are read by others.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from perf_report.office.compound_file import CompoundFile
from perf_report.office.marked_text import TextPart, is_marked, shown_text
from perf_report.office.number_formats import BUILT_IN
from perf_report.office.read_spreadsheet import FORMULA_ERROR, SheetShape
from perf_report.office.symbol_fonts import is_symbol_font
from perf_report.office.xls_texts import shared_texts

_NAMES = ("Workbook", "Book")
_MOST_RECORDS = 2_000_000
_BOF, _SHEET, _FORMAT, _XF, _ROW, _COLUMN = 0x0809, 0x0085, 0x041E, 0x00E0, 0x0208, 0x007D
_FONT = 0x0031
# Records of one figure or text, whose style is the third number of two bytes.
_CELLS = frozenset({0x0203, 0x027E, 0x0006, 0x00FD, 0x0204})
_FIGURE_ROW = 0x00BD
_SHARED, _SHARED_CELL, _MORE = 0x00FC, 0x00FD, 0x003C
_FORMULA, _VALUE = 0x0006, 0x0205
# No font has this number, and those that follow are one lower in the list.
_NO_FONT = 4
# How a formula keeps an error in place of its value.
_FORMULA_ERROR = re.compile(rb"\x02.{5}\xff\xff", re.DOTALL)


def xls_shapes(data: bytes) -> dict[str, SheetShape]:
    """Return the shapes of the sheets of an .xls by name; none if its records cannot be read.

    Raises SourceError if a chain of sectors has no end, which python-calamine would follow for
    ever.
    """
    try:
        return _shapes(CompoundFile(data).stream(_NAMES))
    except (struct.error, IndexError, ValueError):
        return {}


@dataclass(slots=True)
class _Sheet:
    name: str
    is_hidden: bool
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    styles: dict[tuple[int, int], int] = field(default_factory=dict)
    texts: dict[tuple[int, int], int] = field(default_factory=dict)
    errors: set[tuple[int, int]] = field(default_factory=set)


@dataclass(slots=True)
class _Styles:
    """The formats of figures and the fonts of a workbook, and those of each style."""

    codes: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    fonts: list[TextPart] = field(default_factory=list)
    shared: list[bytes] = field(default_factory=list)
    cells: list[tuple[int, int]] = field(default_factory=list)

    def read(self, kind: int, body: bytes) -> None:
        if kind == _FORMAT:
            self.codes[struct.unpack_from("<H", body)[0]] = _text(body[2:], 2)
        elif kind == _FONT:
            self.fonts.append(_font(body))
        elif kind == _XF:
            font, code = struct.unpack_from("<HH", body)
            self.cells.append((font, code))
        elif kind == _SHARED or (kind == _MORE and self.shared):
            self.shared.append(body)

    def formats(self, sheet: _Sheet) -> dict[tuple[int, int], str]:
        known = {place: self.codes.get(code) for place, (_, code) in self._of(sheet)}
        return {place: code for place, code in known.items() if code}

    def looks(self, sheet: _Sheet) -> dict[tuple[int, int], TextPart]:
        known = {place: self._font(font) for place, (font, _) in self._of(sheet)}
        return {place: look for place, look in known.items() if is_marked([look])}

    def texts(self, sheet: _Sheet) -> Iterator[tuple[tuple[int, int], list[TextPart]]]:
        """The texts of cells with parts of other fonts."""
        shared = shared_texts(self.shared) if sheet.texts else []
        fonts = {place: font for place, (font, _) in self._of(sheet)}
        for place, at in sheet.texts.items():
            if at < len(shared) and shared[at].fonts:
                parts = shared[at].parts(fonts.get(place, 0))
                looks = [replace(self._font(font), text=text) for text, font in parts]
                if is_marked(looks):
                    yield place, looks

    def _font(self, number: int) -> TextPart:
        """The font of a number."""
        at = number - 1 if number > _NO_FONT else number
        return self.fonts[at] if at < len(self.fonts) else TextPart(text="")

    def _of(self, sheet: _Sheet) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        for place, style in sheet.styles.items():
            if style < len(self.cells):
                yield place, self.cells[style]


def _font(body: bytes) -> TextPart:
    _, flags, _, _, raised = struct.unpack_from("<HHHHH", body)
    name = _text(body[14:], 1)
    font = name if is_symbol_font(name) else ""
    return TextPart(text="", is_struck=bool(flags & 8), is_raised=raised == 1, font=font)


def _shapes(book: bytes) -> dict[str, SheetShape]:
    styles = _Styles()
    sheets: dict[int, _Sheet] = {}
    current: _Sheet | None = None
    for at, kind, body in _records(book):
        if kind == _BOF:
            current = sheets.get(at)
        elif kind == _SHEET:
            place, state = struct.unpack_from("<IB", body)
            sheets[place] = _Sheet(_text(body[6:], 1), bool(state & 3))
        elif current is not None:
            _read_record(kind, body, current)
        else:
            styles.read(kind, body)
    return {sheet.name: _shape(sheet, styles) for sheet in sheets.values()}


def _records(book: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    for _ in range(_MOST_RECORDS):
        if at + 4 > len(book):
            return
        kind, length = struct.unpack_from("<HH", book, at)
        yield at, kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _read_record(kind: int, body: bytes, sheet: _Sheet) -> None:
    if kind == _SHARED_CELL:
        row, column, _, text = struct.unpack_from("<HHHI", body)
        sheet.texts[row, column] = text
    if (kind == _FORMULA and _FORMULA_ERROR.match(body, 6)) or (kind == _VALUE and body[7]):
        sheet.errors.add(struct.unpack_from("<HH", body))
    if kind in _CELLS:
        row, column, style = struct.unpack_from("<HHH", body)
        sheet.styles[row, column] = style
    elif kind == _FIGURE_ROW:
        row, first = struct.unpack_from("<HH", body)
        for number in range((len(body) - 6) // 6):
            sheet.styles[row, first + number] = struct.unpack_from("<H", body, 4 + 6 * number)[0]
    elif kind == _ROW:
        row, *_, state = struct.unpack_from("<HHHHHHI", body)
        if state & 0x20:
            sheet.rows.add(row)
    elif kind == _COLUMN:
        first, last, _, _, state = struct.unpack_from("<HHHHH", body)
        if state & 1:
            sheet.columns.update(range(first, min(last, 255) + 1))


def _shape(sheet: _Sheet, styles: _Styles) -> SheetShape:
    shown = {place: shown_text(parts) for place, parts in styles.texts(sheet)}
    doubts = {place: doubt for place, (_, doubt) in shown.items() if doubt}
    return SheetShape(
        hidden_rows=frozenset(sheet.rows),
        hidden_columns=frozenset(sheet.columns),
        is_hidden=sheet.is_hidden,
        formats=styles.formats(sheet),
        looks=styles.looks(sheet),
        texts={place: text for place, (text, _) in shown.items()},
        doubts=dict.fromkeys(sheet.errors, FORMULA_ERROR) | doubts,
    )


def _text(body: bytes, width: int) -> str:
    """A text with its length in so many bytes, and a flag that says how wide its characters are."""
    length = int.from_bytes(body[:width], "little")
    start = width + 1
    if body[width] & 1:
        return body[start : start + 2 * length].decode("utf-16-le", "replace")
    return body[start : start + length].decode("latin-1")
