"""What the XML of an .ods says beyond the values of its cells: spans, texts, what is hidden."""

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any

from perf_report.errors import SourceError
from perf_report.model.paper import Paper
from perf_report.office.archive import check_archive, read_part
from perf_report.office.formula_inputs import Formula, SavedResults
from perf_report.office.marked_text import TextPart, shown_text
from perf_report.office.office_xml import parse_part
from perf_report.office.read_spreadsheet import (
    FORMAT,
    FORMULA_EMPTY,
    FORMULA_ERROR,
    FORMULA_ZERO,
    MOST_CELLS,
    SheetShape,
    read_spreadsheet,
)
from perf_report.office.sheet_addresses import MOST_PLACES, whole_number
from perf_report.office.shown_figures import exact_text, percentage
from perf_report.office.symbol_fonts import is_symbol_font

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TABLE, _STYLE, _TEXT = (_NAMES % each for each in ("office", "table", "style", "text"))
_FONT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_ROWS = frozenset({f"{_TABLE}table-row"})
_ROW_GROUPS = frozenset({f"{_TABLE}table-{name}" for name in ("rows", "header-rows", "row-group")})
_COLUMNS = frozenset({f"{_TABLE}table-column"})
_COLUMN_GROUPS = frozenset(
    {f"{_TABLE}table-{name}" for name in ("columns", "header-columns", "column-group")}
)
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_FIGURES = frozenset({"float", "percentage", "currency"})
# Values that say what their cells show.
_PLAIN = frozenset({"boolean", "time"})
_ERROR = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
# A day that names its units, or has no day of the month.
_DAY = re.compile("[年月]|^[0-9]{4}(?:[-./][0-9]{1,2})?$")
_MOST_BLANKS = 1000
_Styles = Mapping[str, TextPart]


def read_ods(data: bytes) -> Paper:
    """Return the sheets of an .ods. Raises SourceError if it is damaged or too large."""
    check_archive(data)
    return read_spreadsheet(data, ods_shapes(data))


def ods_shapes(data: bytes) -> dict[str, SheetShape]:
    """Return the shape of each sheet of an .ods by name. Raises SourceError if it is damaged."""
    root = parse_part(read_part(data, "content.xml"))
    common = read_part(data, "styles.xml")
    styles = _styles([*([parse_part(common)] if common else []), root])
    return {
        table.get(f"{_TABLE}name", ""): _shape(table, styles)
        for table in root.iter(f"{_TABLE}table")
    }


def _styles(roots: Iterable[Any]) -> dict[str, TextPart]:
    """How the texts of each style show; one that is based on another says what differs."""
    found: dict[str, TextPart] = {"": TextPart(text="")}
    for root in roots:
        for style in root.iter(f"{_STYLE}style"):
            base = found.get(style.get(f"{_STYLE}parent-style-name", ""), found[""])
            properties = style.find(f"{_STYLE}text-properties")
            name = style.get(f"{_STYLE}name", "")
            found[name] = base if properties is None else _changed(base, properties)
    return found


def _changed(base: TextPart, properties: Any) -> TextPart:
    lines = [properties.get(f"{_STYLE}text-line-through-{each}") for each in ("style", "type")]
    struck = [each != "none" for each in lines if each is not None]
    raised = properties.get(f"{_STYLE}text-position")
    font = properties.get(f"{_STYLE}font-name") or properties.get(f"{_FONT}font-family")
    return replace(
        base,
        is_struck=all(struck) if struck else base.is_struck,
        is_raised=base.is_raised if raised is None else _is_raised(raised),
        font=base.font if font is None else font if is_symbol_font(font) else "",
    )


def _is_raised(position: str) -> bool:
    """Whether a position such as `super 58%` or `33% 58%` is above the line."""
    first = next(iter(position.split()), "")
    return first == "super" or (first.endswith("%") and not first.startswith(("-", "0%")))


@dataclass(slots=True)
class _Found:
    """What the cells of a row show, by column."""

    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    doubts: dict[int, str] = field(default_factory=dict)
    values: dict[int, str] = field(default_factory=dict)
    formulas: dict[int, str] = field(default_factory=dict)


def _shape(table: Any, styles: _Styles) -> SheetShape:
    hidden_rows: set[int] = set()
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    texts: dict[tuple[int, int], str] = {}
    doubts: dict[tuple[int, int], str] = {}
    saved = SavedResults()
    for rows, element in _runs(_elements(table, _ROWS, _ROW_GROUPS), "rows"):
        if _is_collapsed(element):
            hidden_rows |= {*rows}
        found = _row(element, styles)
        for row in rows if found.spans or found.texts or found.doubts or found.values else ():
            _save(row, found, saved)
            spans |= {(row, column): span for column, span in found.spans.items()}
            texts |= {(row, column): text for column, text in found.texts.items()}
            doubts |= {(row, column): doubt for column, doubt in found.doubts.items()}
            if len(spans) + len(texts) > MOST_CELLS:
                raise SourceError("paper-too-large")
    columns = _runs(_elements(table, _COLUMNS, _COLUMN_GROUPS), "columns")
    hidden_columns = {
        each for places, element in columns if _is_collapsed(element) for each in places
    }
    return SheetShape(
        spans=spans, texts=texts, doubts=_zeros(saved) | doubts,
        hidden_rows=frozenset(hidden_rows), hidden_columns=frozenset(hidden_columns),
    )  # fmt: skip


def _save(row: int, found: _Found, saved: SavedResults) -> None:
    saved.values |= {(row, column): value for column, value in found.values.items()}
    saved.formulas |= {
        (row, column): Formula(text=formula, written_for=(row, column))
        for column, formula in found.formulas.items()
    }


def _zeros(saved: SavedResults) -> dict[tuple[int, int], str]:
    return dict.fromkeys(saved.doubtful_zeros(), FORMULA_ZERO)


def _row(row: Any, styles: _Styles) -> _Found:
    """The spans of a row, and what its cells show beyond their values."""
    found = _Found()
    for columns, cell in _runs(_elements(row, _CELLS), "columns"):
        height = whole_number(cell.get(f"{_TABLE}number-rows-spanned"), 1)
        width = whole_number(cell.get(f"{_TABLE}number-columns-spanned"), 1)
        if (height, width) != (1, 1):
            found.spans |= dict.fromkeys(columns, (height, width))
        value, formula = cell.get(f"{_OFFICE}value"), cell.get(f"{_TABLE}formula")
        text, doubt = _text(cell, styles)
        if value or text:
            found.values |= dict.fromkeys(columns, value or f'"{text}"')
        if formula:
            found.formulas |= dict.fromkeys(columns, formula)
        if text is not None:
            found.texts |= dict.fromkeys(columns, text)
        if doubt:
            found.doubts |= dict.fromkeys(columns, doubt)
    return found


def _text(cell: Any, styles: _Styles) -> tuple[str | None, str]:
    """What a cell shows, with the digits of its value; None where the value alone says it."""
    kind, value = cell.get(f"{_OFFICE}value-type"), cell.get(f"{_OFFICE}value", "")
    base = styles.get(cell.get(f"{_TABLE}style-name", ""), styles[""])
    paragraphs = [each for each in cell if each.tag == f"{_TEXT}p"]
    if kind is None and not paragraphs and cell.get(f"{_TABLE}formula"):
        return None, FORMULA_EMPTY
    if kind in _PLAIN or not paragraphs:
        return (percentage(value) if kind == "percentage" else None), ""
    parts = [part for each in paragraphs for part in (*_parts(each, styles, base), _BREAK)]
    text, doubt = shown_text(parts)
    text = text.strip()
    if cell.get(_ERROR) == "error":
        return text, FORMULA_ERROR
    if kind in _FIGURES and not doubt:
        exact = exact_text(text, value)
        return (text, FORMAT) if exact is None else (exact, "")
    if kind == "date" and text and not _DAY.search(text):
        return cell.get(f"{_OFFICE}date-value", text).replace("T", " "), doubt
    return text, doubt


_BREAK = TextPart(text="\n")
_BLANKS = {f"{_TEXT}s": " ", f"{_TEXT}tab": "  ", f"{_TEXT}line-break": "\n"}
_SKIPPED = frozenset({f"{_OFFICE}annotation", f"{_OFFICE}annotation-end", f"{_TEXT}ruby-text"})


def _parts(element: Any, styles: _Styles, base: TextPart) -> Iterator[TextPart]:
    """The parts of a text without the comments in it."""
    own = styles.get(element.get(f"{_TEXT}style-name") or "", base)
    look = own if element.tag == f"{_TEXT}span" else base
    yield replace(look, text=element.text or "")
    for child in element:
        if child.tag in _BLANKS:
            count = min(whole_number(child.get(f"{_TEXT}c"), 1), _MOST_BLANKS)
            yield TextPart(text=_BLANKS[child.tag] * count)
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _parts(child, styles, look)
        yield replace(look, text=child.tail or "")


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
        count = whole_number(element.get(f"{_TABLE}number-{kind}-repeated"), 1)
        yield range(at, min(at + count, MOST_PLACES)), element
        at += count
        if at > MOST_PLACES:
            return


def _is_collapsed(element: Any) -> bool:
    return element.get(f"{_TABLE}visibility") in {"collapse", "filter"}
