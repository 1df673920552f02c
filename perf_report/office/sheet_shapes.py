"""Merged cells, hidden rows and hidden columns of a workbook, from the XML of its sheets."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from lxml import etree

from perf_report.errors import SourceError
from perf_report.model.paper import Paper
from perf_report.office.archive import check_archive, read_part
from perf_report.office.number_formats import BUILT_IN
from perf_report.office.read_spreadsheet import MOST_CELLS, SheetShape, read_spreadsheet

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
# Values that a cell shows in a way that is part of what it says.
_SHOWN = frozenset({"percentage", "date"})
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ROWS = frozenset({f"{_TABLE}table-row"})
_ROW_GROUPS = frozenset({f"{_TABLE}table-{name}" for name in ("rows", "header-rows", "row-group")})
_COLUMNS = frozenset({f"{_TABLE}table-column"})
_COLUMN_GROUPS = frozenset(
    {f"{_TABLE}table-{name}" for name in ("columns", "header-columns", "column-group")}
)
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_NUMBER = re.compile("[0-9]{1,7}")
# A row or a column that is written once may stand for many; a sheet has no more than so many.
_MOST = 20_000


def read_xlsx(data: bytes) -> Paper:
    """Return the sheets of an .xlsx. Raises SourceError if it is damaged or too large."""
    check_archive(data)
    return read_spreadsheet(data, xlsx_shapes(data))


def read_ods(data: bytes) -> Paper:
    """Return the sheets of an .ods. Raises SourceError if it is damaged or too large."""
    check_archive(data)
    return read_spreadsheet(data, ods_shapes(data))


def xlsx_shapes(data: bytes) -> dict[str, SheetShape]:
    """Return the shape of each sheet of an .xlsx by name. Raises SourceError if it is damaged."""
    book = _parse(read_part(data, "xl/workbook.xml"))
    links = _parse(read_part(data, "xl/_rels/workbook.xml.rels"))
    targets = {each.get("Id"): each.get("Target", "") for each in links}
    styles = read_part(data, "xl/styles.xml")
    codes = _codes(_parse(styles)) if styles else []
    shapes = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(f"{_LINK}id"), "")
        part = read_part(data, posixpath.normpath(posixpath.join("xl", target)).lstrip("/"))
        part = part or read_part(data, target.lstrip("/"))
        if part is not None:
            is_hidden = sheet.get("state", "visible") != "visible"
            shapes[sheet.get("name", "")] = _xlsx_shape(_parse(part), codes, is_hidden=is_hidden)
    return shapes


def _codes(styles: Any) -> list[str]:
    """The number format of each style of cells; empty for one that is plain."""
    known = dict(BUILT_IN)
    for each in styles.iter(f"{_MAIN}numFmt"):
        known[_number(each.get("numFmtId"), 0)] = each.get("formatCode", "")
    cells = styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")
    return [known.get(_number(each.get("numFmtId"), 0), "") for each in cells]


def _xlsx_formats(sheet: Any, codes: list[str]) -> Iterator[tuple[tuple[int, int], str]]:
    for cell in sheet.iter(f"{_MAIN}c"):
        style = _number(cell.get("s"), 0)
        found = _RANGE.fullmatch(cell.get("r", ""))
        if found and style < len(codes) and codes[style]:
            yield (int(found[2]) - 1, _column(found[1])), codes[style]


def _xlsx_shape(sheet: Any, codes: list[str], *, is_hidden: bool) -> SheetShape:
    spans = {}
    for merged in sheet.iter(f"{_MAIN}mergeCell"):
        found = _RANGE.fullmatch(merged.get("ref", ""))
        if found and found[3]:
            first, last = (
                (int(found[2]) - 1, _column(found[1])),
                (int(found[4]) - 1, _column(found[3])),
            )
            spans[first] = (last[0] - first[0] + 1, last[1] - first[1] + 1)
    rows = {
        _number(row.get("r"), 1) - 1
        for row in sheet.iter(f"{_MAIN}row")
        if _is_true(row.get("hidden"))
    }
    columns = {
        number - 1
        for each in sheet.iter(f"{_MAIN}col")
        if _is_true(each.get("hidden"))
        for number in range(
            _number(each.get("min"), 1), min(_number(each.get("max"), 1), _MOST) + 1
        )
    }
    return SheetShape(
        spans=spans,
        hidden_rows=frozenset(rows),
        hidden_columns=frozenset(columns),
        is_hidden=is_hidden,
        formats=dict(_xlsx_formats(sheet, codes)),
    )


def ods_shapes(data: bytes) -> dict[str, SheetShape]:
    """Return the shape of each sheet of an .ods by name. Raises SourceError if it is damaged."""
    root = _parse(read_part(data, "content.xml"))
    return {
        table.get(f"{_TABLE}name", ""): _ods_shape(table) for table in root.iter(f"{_TABLE}table")
    }


def _ods_shape(table: Any) -> SheetShape:
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    hidden_rows: set[int] = set()
    texts: dict[tuple[int, int], str] = {}
    for rows, element in _runs(_elements(table, _ROWS, _ROW_GROUPS), "rows"):
        if _is_collapsed(element):
            hidden_rows |= {*rows}
        row_spans, row_texts = _ods_row(element)
        for row in rows if row_spans or row_texts else ():
            spans |= {(row, column): span for column, span in row_spans.items()}
            texts |= {(row, column): text for column, text in row_texts.items()}
            if len(spans) + len(texts) > MOST_CELLS:
                raise SourceError("paper-too-large")
    found = _runs(_elements(table, _COLUMNS, _COLUMN_GROUPS), "columns")
    hidden_columns = {
        each for columns, element in found if _is_collapsed(element) for each in columns
    }
    return SheetShape(
        spans=spans,
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(hidden_columns),
        texts=texts,
    )


_Spans = dict[int, tuple[int, int]]
_Texts = dict[int, str]


def _ods_row(row: Any) -> tuple[_Spans, _Texts]:
    """The spans of a row, and the texts of cells that show more than their value, by column."""
    spans: _Spans = {}
    texts: _Texts = {}
    for columns, cell in _runs(_elements(row, _CELLS), "columns"):
        height = _number(cell.get(f"{_TABLE}number-rows-spanned"), 1)
        width = _number(cell.get(f"{_TABLE}number-columns-spanned"), 1)
        if (height, width) != (1, 1):
            spans |= dict.fromkeys(columns, (height, width))
        if cell.get(f"{_OFFICE}value-type") in _SHOWN:
            texts |= dict.fromkeys(columns, "".join(cell.itertext()).strip())
    return spans, texts


def _elements(
    parent: Any, kinds: AbstractSet[str], groups: AbstractSet[str] = frozenset()
) -> Iterator[Any]:
    """The elements of some kinds in one, and in groups of them."""
    for element in parent:
        if element.tag in kinds:
            yield element
        elif element.tag in groups:
            yield from _elements(element, kinds, groups)


def _runs(elements: Iterable[Any], kind: str) -> Iterator[tuple[range, Any]]:
    """The elements, each with the positions that it stands for."""
    at = 0
    for element in elements:
        count = _number(element.get(f"{_TABLE}number-{kind}-repeated"), 1)
        yield range(at, min(at + count, _MOST)), element
        at += count
        if at > _MOST:
            return


def _is_collapsed(element: Any) -> bool:
    return element.get(f"{_TABLE}visibility") in {"collapse", "filter"}


def _parse(part: bytes | None) -> Any:
    if part is None:
        raise SourceError("paper-damaged")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError("paper-damaged") from error


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _number(written: str | None, default: int) -> int:
    return int(written) if written and _NUMBER.fullmatch(written) else default


def _is_true(written: str | None) -> bool:
    return written in {"1", "true"}
