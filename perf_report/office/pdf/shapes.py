"""Straight lines and characters of a page of a PDF, in points from the lower left corner."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

# What is drawn no thicker than this is a line, in points.
_THICK = 3.0
# A page of a table has some thousand of each; many more are a drawing, or an attack.
MOST_OBJECTS = 60_000
MOST_CHARACTERS = 60_000
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal or vertical line: where it lies across, and from where to where it goes."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Character:
    """A character with its box and its base line, and whether a blank is printed before it."""

    text: str
    left: float
    right: float
    base: float
    size: float
    is_after_blank: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the character: from the left, and a third of its size above its base."""
        return (self.left + self.right) / 2, self.base + self.size / 3


@dataclass(frozen=True, slots=True)
class PageShapes:
    """What is on a page: horizontal rules, vertical rules and characters."""

    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    characters: tuple[Character, ...]
    images: int


def read_shapes(page: pdfium.PdfPage) -> PageShapes:
    """Return what is drawn on a page."""
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    images = 0
    for number, item in enumerate(page.get_objects(max_depth=_DEPTH)):
        if number > MOST_OBJECTS:
            break
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            images += 1
        elif item.type == raw.FPDF_PAGEOBJ_PATH:
            for left, bottom, right, top in _boxes(item):
                if top - bottom <= _THICK < right - left:
                    horizontal.append(Rule((top + bottom) / 2, left, right))
                elif right - left <= _THICK < top - bottom:
                    vertical.append(Rule((left + right) / 2, bottom, top))
    return PageShapes(tuple(horizontal), tuple(vertical), tuple(_characters(page)), images)


def _boxes(item: pdfium.PdfObject) -> Iterator[tuple[float, float, float, float]]:
    """The boxes of the lines of a path: its strokes, or itself where it is filled and thin."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item.raw, fill, stroke)
    points = list(_points(item))
    if stroke.value:
        yield from _strokes(points)
    elif fill.value:
        for part in _parts(points):
            xs, ys = [x for _, x, _ in part], [y for _, _, y in part]
            yield min(xs), min(ys), max(xs), max(ys)


_Point = tuple[int, float, float]


def _points(item: pdfium.PdfObject) -> Iterator[_Point]:
    matrix = item.get_matrix()
    container = item.container
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(raw.FPDFPath_CountSegments(item.raw)):
        segment = raw.FPDFPath_GetPathSegment(item.raw, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        at = matrix.on_point(x.value, y.value)
        holder = container
        while holder is not None:
            at = holder.get_matrix().on_point(*at)
            holder = holder.container
        kind = raw.FPDFPathSegment_GetType(segment)
        yield kind, at[0], at[1]
        if raw.FPDFPathSegment_GetClose(segment):
            yield -1, at[0], at[1]


def _parts(points: list[_Point]) -> Iterator[list[_Point]]:
    part: list[_Point] = []
    for point in points:
        if point[0] == raw.FPDF_SEGMENT_MOVETO and part:
            yield part
            part = []
        part.append(point)
    if part:
        yield part


def _strokes(points: list[_Point]) -> Iterator[tuple[float, float, float, float]]:
    """The boxes of the straight pieces of a path; a closed part has one back to its start."""
    start = last = (0.0, 0.0)
    for kind, x, y in points:
        here = start if kind == -1 else (x, y)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind in (raw.FPDF_SEGMENT_LINETO, -1):
            (x0, y0), (x1, y1) = last, here
            yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
        last = here


def _characters(page: pdfium.PdfPage) -> Iterator[Character]:
    text = page.get_textpage()
    left, right = ctypes.c_double(), ctypes.c_double()
    bottom, top = ctypes.c_double(), ctypes.c_double()
    x, y = ctypes.c_double(), ctypes.c_double()
    is_after_blank = False
    for number in range(min(text.count_chars(), MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text.raw, number)
        char = chr(code)
        if code in (0, 0xFFFE, 0xFFFF) or (
            raw.FPDFText_IsGenerated(text.raw, number) == 1 and char != " "
        ):
            continue
        if char.isspace():
            is_after_blank = True
            continue
        raw.FPDFText_GetCharBox(text.raw, number, left, right, bottom, top)
        raw.FPDFText_GetCharOrigin(text.raw, number, x, y)
        size = raw.FPDFText_GetFontSize(text.raw, number)
        box = raw.FS_RECTF()
        start, end, height = left.value, right.value, size
        if raw.FPDFText_GetLooseCharBox(text.raw, number, box):
            start, end, height = box.left, box.right, abs(box.top - box.bottom) or size
        yield Character(char, start, end, y.value, height, is_after_blank)
        is_after_blank = False
