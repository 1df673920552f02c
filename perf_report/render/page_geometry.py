"""Dimensions of the PDF's pages, for the style sheet and for the estimate of page breaks.

Sizes of the page and its columns are in millimetres, those of type in points.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Self

from perf_report.render.localized_text import Mode


@dataclass(frozen=True, slots=True)
class PageSize:
    """A sheet of paper: its name in CSS, its width and its height."""

    name: str
    width: float
    height: float


A4_PORTRAIT = PageSize("A4 portrait", 210.0, 297.0)
A4_LANDSCAPE = PageSize("A4 landscape", 297.0, 210.0)
A3_LANDSCAPE = PageSize("A3 landscape", 420.0, 297.0)

MM_PER_POINT = 25.4 / 72
POINTS_PER_MM = 1 / MM_PER_POINT

# The smallest type in points that is still readable in print.
SMALLEST = 7.5

# What the text beside columns of amounts keeps at least; amounts that leave less get smaller type.
_LEAST_TEXT = 36.0

# The width of a digit of an amount relative to the type, and what a decimal point is narrower.
_DIGIT, _POINT = 0.57, 0.25

# A table that is one sheet: its type in points, the height of its lines, the padding of its cells,
# its margins.
_SHEET_TYPE, _SHEET_LINE, _SHEET_PADDING = 10.5, 1.35, 3.5
_SHEET_TOP, _SHEET_SIDE = 32.0, 15.0

# On a screen: the width of a digit relative to the type, and of a cell's padding and border in rem.
_SCREEN_DIGIT, _SCREEN_FRAME = 0.56, 1.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Widths of the columns of the indicators table; the target has the remaining width.

    The usual ones fit the longest words of both frameworks' labels: 服务对象满意度, environmental.
    Labels of levels take no more; each table has what its own texts need (see `part_widths`).
    """

    goal: float
    level1: float
    level2: float
    name: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """The page of one language mode; `second_size` is relative to the first language's.

    `amount` is the width of a column of funds, and `compared` are those of the comparison of funds:
    before, after, difference, percent; `chart` is that of the bars beside them. `amount_scale` is
    the size of amounts relative to the text; `amount_lengths` are the characters of the longest
    amounts, if they need more than is usual. On a page that `is_crowded`, columns are too narrow
    for their words, which break anywhere.
    """

    font_size: float
    line_height: float
    head_size: float
    columns: Columns
    second_size: float = 0.88
    second_line_height: float = 1.3
    second_gap: float = 0.5
    note_size: float = 0.86
    note_gap: float = 2.0
    padding_y: float = 2.5
    padding_x: float = 4.5
    goal_padding: float = 2.0
    goal_head_padding: float = 6.0
    part_gap: float = 5.0
    border: float = 0.75
    margin_top: float = 34.0
    margin_first: float = 10.0
    margin_bottom: float = 20.0
    margin_side: float = 17.0
    number: float = 12.0
    department: float = 12.0
    amount: float = 23.0
    compared: tuple[float, float, float, float] = (19.5, 19.5, 18.3, 16.5)
    amount_scale: float = 1.0
    amount_lengths: tuple[int, ...] = ()
    tasks: float = 16.0
    list_size: float = 9.0
    list_padding_x: float = 3.5
    list_number: float = 10.0
    list_item: float = 45.0
    list_kind: float = 25.0
    list_note: float = 14.0
    chart: float = 27.5
    page: PageSize = A4_PORTRAIT
    is_crowded: bool = False

    def as_sheet(self) -> Self:
        """Return the geometry of a table that is one sheet: type and cells are a little smaller."""
        return replace(
            replace(self, padding_y=_SHEET_PADDING).with_type(min(self.font_size, _SHEET_TYPE)),
            line_height=_SHEET_LINE,
            margin_top=_SHEET_TOP,
            margin_side=_SHEET_SIDE,
        )

    def on_page(self, page: PageSize) -> Self:
        """Return the geometry on another sheet of paper."""
        return replace(self, page=page)

    def with_type(self, size: float) -> Self:
        """Return the geometry with text of a size, in points, and header and cells to fit.

        A second language and remarks are smaller, yet never smaller than `SMALLEST` points.
        """
        scale = size / self.font_size
        second = max(self.second_size, _least_scale(size))
        return replace(
            self,
            font_size=size,
            second_size=second,
            note_size=max(self.note_size, _least_scale(size * second)),
            head_size=min(self.head_size, size),
            padding_x=round(self.padding_x * scale, 2),
            padding_y=round(self.padding_y * scale, 2),
        )

    @property
    def cell_frame(self) -> float:
        """The width of a cell's padding and border, in points."""
        return 2 * self.padding_x + self.border

    @property
    def inner_points(self) -> float:
        """The width of a table without the outer halves of its borders, in points."""
        return self._inner / MM_PER_POINT

    def widths(self, kinds: Sequence[str]) -> tuple[float, ...]:
        """The widths of columns of these kinds, as the style sheet has them for a table in parts.

        What is left is that of the one column that has none of its own.
        """
        columns = self.columns
        own = {
            "label": self.department, "number": self.number, "amount": self.amount,
            "tasks": self.tasks, "goal": columns.goal, "level1": columns.level1,
            "level2": columns.level2, "name": columns.name,
        }  # fmt: skip
        left = self._inner - sum(own.get(kind, 0.0) for kind in kinds)
        return tuple(own.get(kind, left) for kind in kinds)

    @property
    def _inner(self) -> float:
        """The width of a table without the outer halves of its borders."""
        return self.page.width - 2 * self.margin_side - self.border * MM_PER_POINT

    @property
    def rooms(self) -> dict[str, float]:
        """How many Chinese characters a line has, by column of a report of changes."""
        fixed = (self.list_number, self.list_item, self.list_kind, self.list_note)
        widths = {
            "item": self.list_item,
            "kind": self.list_kind,
            "value": (self._inner - sum(fixed)) / 2,
        }
        return {
            name: self._room(width, self.list_size, self.list_padding_x)
            for name, width in widths.items()
        }

    def room(self, width: float) -> float:
        """How many Chinese characters a line of a cell of the table has."""
        return self._room(width, self.font_size, self.padding_x)

    def with_amounts(self, longest: int) -> Self:
        """Return the geometry for a table whose longest amount has so many characters."""
        (width, *_), scale = self.fit_amounts([self.amount] * 4, [longest] * 4)
        if width == self.amount:
            return self
        return replace(self, amount=width, amount_scale=scale, amount_lengths=(longest,) * 4)

    @property
    def screen_amounts(self) -> tuple[float, ...]:
        """The widths in rem of columns of amounts on a screen; empty if the usual ones do.

        The fonts of a reader may have no half-width forms.
        """
        return tuple(
            round(count * _SCREEN_DIGIT * self.amount_scale + _SCREEN_FRAME, 2)
            for count in self.amount_lengths
        )

    def fit_amounts(
        self, usual: Sequence[float], longest: Sequence[int]
    ) -> tuple[tuple[float, ...], float]:
        """The widths of columns that hold their longest texts, and the scale of the type."""
        room, scale = self._inner - self.number - _LEAST_TEXT, 1.0
        widths = [max(width, self.amount_width(n)) for width, n in zip(usual, longest, strict=True)]
        if sum(widths) > room:
            frames = len(longest) * self.amount_width(0)
            digits = sum(map(self.amount_width, longest)) - frames
            scale = floor(100 * (room - frames) / digits) / 100
            widths = [self.amount_width(n, scale) for n in longest]
        return tuple(widths), scale

    def amount_width(self, characters: int, scale: float = 1.0) -> float:
        """The width of a column for amounts of so many characters, to a tenth of a millimetre."""
        digits = max(characters * _DIGIT - _POINT, 0.0)
        points = digits * self.font_size * scale + self.cell_frame
        return ceil(points * MM_PER_POINT * 10) / 10

    def _room(self, width: float, size: float, padding: float) -> float:
        return (width / MM_PER_POINT - 2 * padding - self.border) / size

    @property
    def body_height(self) -> float:
        """The height between the margins of every page but the first."""
        return self.page.height - self.margin_top - self.margin_bottom

    @property
    def body_points(self) -> float:
        """The same in points."""
        return self.body_height / MM_PER_POINT


def _least_scale(size: float) -> float:
    """How small type can be relative to text of a size in points, rounded up."""
    return min(1.0, ceil(10000 * SMALLEST / size) / 10000)


GEOMETRIES: dict[Mode, Geometry] = {
    "zh": Geometry(
        font_size=11,
        line_height=1.45,
        head_size=11,
        columns=Columns(goal=15.7, level1=22.55, level2=30.3, name=45.8),
        padding_x=4.0,
    ),
    "en": Geometry(
        font_size=10,
        line_height=1.35,
        head_size=9,
        columns=Columns(goal=16.5, level1=23.5, level2=28.6, name=47.4),
        padding_x=4.0,
        department=27,
        amount=24,
        compared=(18.5, 18.5, 19.2, 16.5),
        tasks=18,
    ),
    "zh-en": Geometry(
        font_size=10,
        line_height=1.4,
        head_size=10,
        columns=Columns(goal=15.9, level1=22.4, level2=28.2, name=45.8),
        department=25,
        amount=22,
        tasks=16,
    ),
}
