"""What the XML of an .xlsx says beyond the values of its cells: spans, formats, what is hidden."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from perf_report.model.paper import Paper
from perf_report.office.archive import check_archive, read_part
from perf_report.office.formula_inputs import Formula, SavedResults
from perf_report.office.marked_text import TextPart, is_marked, shown_text
from perf_report.office.number_formats import BUILT_IN
from perf_report.office.office_xml import linked_parts, main_part, parse_part
from perf_report.office.read_spreadsheet import (
    FORMULA_EMPTY,
    FORMULA_ERROR,
    FORMULA_ZERO,
    SheetShape,
    read_spreadsheet,
)
from perf_report.office.sheet_addresses import MOST_PLACES, cell_range, whole_number
from perf_report.office.symbol_fonts import is_symbol_font

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_Cell = tuple[int, int]


def read_xlsx(data: bytes) -> Paper:
    """Return the sheets of an .xlsx. Raises SourceError if it is damaged or too large."""
    check_archive(data)
    return read_spreadsheet(data, xlsx_shapes(data))


def xlsx_shapes(data: bytes) -> dict[str, SheetShape]:
    """Return the shape of each sheet of an .xlsx by name. Raises SourceError if it is damaged."""
    name = main_part(data) or "xl/workbook.xml"
    book, linked = parse_part(read_part(data, name)), linked_parts(data, name)
    looks = _Looks.read(_linked(data, linked, "styles"), _linked(data, linked, "sharedStrings"))
    shapes = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = linked.get("worksheet", {}).get(sheet.get(f"{_LINK}id", ""), "")
        part = read_part(data, target)
        if part is not None:
            is_hidden = sheet.get("state", "visible") != "visible"
            shapes[sheet.get("name", "")] = _shape(parse_part(part), looks, is_hidden=is_hidden)
    return shapes


def _linked(data: bytes, linked: Mapping[str, Mapping[str, str]], kind: str) -> Any:
    """The root of a part that the workbook names; nothing if it names none."""
    part = next((read_part(data, each) for each in linked.get(kind, {}).values()), None)
    return parse_part(part) if part else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looks:
    """How cells look by their styles, and the texts that cells share."""

    codes: Sequence[str] = ()
    fonts: Sequence[TextPart] = ()
    texts: Sequence[Any] = ()

    @classmethod
    def read(cls, styles: Any, texts: Any) -> "_Looks":
        shared = [each for each in texts if each.tag == f"{_MAIN}si"]
        if not len(styles):
            return cls(texts=shared)
        known = dict(BUILT_IN)
        for each in styles.iter(f"{_MAIN}numFmt"):
            known[whole_number(each.get("numFmtId"), 0)] = each.get("formatCode", "")
        fonts = [_font(each) for each in styles.iterfind(f"{_MAIN}fonts/{_MAIN}font")]
        cells = [*styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")]
        own = [whole_number(each.get("fontId"), 0) for each in cells]
        return cls(
            codes=[known.get(whole_number(each.get("numFmtId"), 0), "") for each in cells],
            fonts=[fonts[each] if each < len(fonts) else _PLAIN for each in own],
            texts=shared,
        )


_PLAIN = TextPart(text="")


def _font(properties: Any) -> TextPart:
    """How a font shows a text: that of a style, or of a part of a text."""
    struck = properties.find(f"{_MAIN}strike")
    align = properties.find(f"{_MAIN}vertAlign")
    names = [each for tag in ("name", "rFont") for each in properties.iter(f"{_MAIN}{tag}")]
    name = names[0].get("val", "") if names else ""
    return TextPart(
        text="",
        is_struck=struck is not None and struck.get("val", "1") not in {"0", "false"},
        is_raised=align is not None and align.get("val") == "superscript",
        font=name if is_symbol_font(name) else "",
    )


def _shape(sheet: Any, looks: _Looks, *, is_hidden: bool) -> SheetShape:
    merged = (cell_range(each.get("ref", "")) for each in sheet.iter(f"{_MAIN}mergeCell"))
    spans = {
        first: (last[0] - first[0] + 1, last[1] - first[1] + 1)
        for first, last in filter(None, merged)
    }
    rows = {
        whole_number(row.get("r"), 1) - 1
        for row in sheet.iter(f"{_MAIN}row")
        if _is_true(row.get("hidden"))
    }
    columns = {
        number - 1
        for each in sheet.iter(f"{_MAIN}col")
        if _is_true(each.get("hidden"))
        for number in range(
            whole_number(each.get("min"), 1),
            min(whole_number(each.get("max"), 1), MOST_PLACES) + 1,
        )
    }
    cells = _Cells(looks)
    for place, cell in _cells(sheet):
        cells.read(place, cell)
    zeros = dict.fromkeys(cells.saved.doubtful_zeros(), FORMULA_ZERO)
    return SheetShape(
        spans=spans, hidden_rows=frozenset(rows), hidden_columns=frozenset(columns),
        is_hidden=is_hidden, formats=cells.formats, texts=cells.texts,
        doubts=zeros | cells.doubts,
    )  # fmt: skip


def _cells(sheet: Any) -> Iterator[tuple[_Cell, Any]]:
    """The cells of a sheet; those without an address follow the one before."""
    row = -1
    for each in sheet.iter(f"{_MAIN}row"):
        row, column = whole_number(each.get("r"), row + 2) - 1, -1
        for cell in each.iterchildren(f"{_MAIN}c"):
            found = cell_range(cell.get("r", ""))
            row, column = found[0] if found else (row, column + 1)
            yield (row, column), cell


@dataclass(slots=True)
class _Cells:
    """Collects what cells show beyond their values."""

    looks: _Looks
    formats: dict[_Cell, str] = field(default_factory=dict)
    texts: dict[_Cell, str] = field(default_factory=dict)
    doubts: dict[_Cell, str] = field(default_factory=dict)
    saved: SavedResults = field(default_factory=SavedResults)
    shared: dict[str, Formula] = field(default_factory=dict)

    def read(self, place: _Cell, cell: Any) -> None:
        style = whole_number(cell.get("s"), 0)
        if style < len(self.looks.codes) and self.looks.codes[style]:
            self.formats[place] = self.looks.codes[style]
        font = self.looks.fonts[style] if style < len(self.looks.fonts) else _PLAIN
        parts = _parts(cell, self.looks.texts, font)
        if is_marked(parts):
            self.texts[place], self.doubts[place] = shown_text(parts)
        doubt = _doubt(cell)
        if doubt:
            self.doubts[place] = doubt
        self._save(place, cell)

    def _save(self, place: _Cell, cell: Any) -> None:
        """Keep the value of a cell, and its formula, which others may share."""
        value, formula = cell.findtext(f"{_MAIN}v"), cell.find(f"{_MAIN}f")
        if value:
            is_text = cell.get("t") in {"s", "str", "inlineStr"}
            self.saved.values[place] = f'"{value}"' if is_text else value
        if formula is not None:
            own = Formula(text=formula.text, written_for=place) if formula.text else None
            known = self.shared.get(formula.get("si", ""), own)
            if own and formula.get("si"):
                self.shared[formula.get("si")] = own
            if known:
                self.saved.formulas[place] = own or known


def _doubt(cell: Any) -> str:
    value = cell.find(f"{_MAIN}v")
    if cell.get("t") == "e":
        return FORMULA_ERROR
    is_empty = value is None or (not value.text and cell.get("t") != "str")
    return FORMULA_EMPTY if is_empty and cell.find(f"{_MAIN}f") is not None else ""


def _parts(cell: Any, shared: Sequence[Any], font: TextPart) -> list[TextPart]:
    """The parts of the text of a cell; those of a figure in a plain font are of no interest."""
    kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v") or ""
    if kind == "inlineStr":
        return [part for each in cell.iter(f"{_MAIN}is") for part in _runs(each, font)]
    if kind == "s":
        at = whole_number(value, len(shared))
        return [*_runs(shared[at], font)] if at < len(shared) else []
    return [_like(font, value)] if value and font.is_struck else []


def _runs(element: Any, font: TextPart) -> Iterator[TextPart]:
    for child in element:
        if child.tag == f"{_MAIN}t":
            yield _like(font, child.text or "")
        elif child.tag == f"{_MAIN}r":
            own = child.find(f"{_MAIN}rPr")
            yield _like(font if own is None else _font(own), child.findtext(f"{_MAIN}t") or "")


def _like(font: TextPart, text: str) -> TextPart:
    return TextPart(text=text, is_struck=font.is_struck, is_raised=font.is_raised, font=font.font)


def _is_true(written: str | None) -> bool:
    return written in {"1", "true"}
