"""Dimensions of the PDF's pages, for the style sheet and for the estimate of page breaks.

Sizes of the page and its columns are in millimetres, those of type in points.
"""

from dataclasses import dataclass

from perf_report.render.localized_text import Mode

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0

_MM_PER_PT = 25.4 / 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Widths of the columns of the indicators table; the target has the remaining width.

    With them, the labels break as on the form: 绩效|目标, 对应工|作任务. A column has the width of
    a whole number of characters, and fits the longest words of both frameworks' labels:
    服务对象满意度, environmental.
    """

    goal: float
    level1: float
    level2: float
    name: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """The page of one language mode; `second_size` is relative to the first language's."""

    font_size: float
    line_height: float
    head_size: float
    columns: Columns
    second_size: float = 0.88
    second_line_height: float = 1.3
    second_gap: float = 0.5
    note_size: float = 0.86
    note_gap: float = 2.0
    padding_y: float = 4.0
    padding_x: float = 4.5
    goal_padding: float = 2.0
    goal_head_padding: float = 10.0
    border: float = 0.75
    margin_top: float = 34.0
    margin_first: float = 10.0
    margin_bottom: float = 20.0
    margin_side: float = 17.0
    number: float = 12.0
    department: float = 12.0
    amount: float = 23.0
    tasks: float = 16.0
    list_size: float = 9.0
    list_padding_x: float = 3.5
    list_item: float = 31.0
    list_kind: float = 25.0
    list_judgement: float = 40.0

    @property
    def widths(self) -> tuple[float, float, float, float, float]:
        """The widths of all five columns of the indicators table."""
        columns = self.columns
        fixed = (columns.goal, columns.level1, columns.level2, columns.name)
        return (*fixed, self._inner - sum(fixed))

    @property
    def _inner(self) -> float:
        """The width of a table without the outer halves of its borders."""
        return PAGE_WIDTH - 2 * self.margin_side - self.border * _MM_PER_PT

    @property
    def rooms(self) -> dict[str, float]:
        """How many Chinese characters a line has, by column of text."""
        inner = self._inner
        listed = inner - self.list_item - self.list_kind - self.list_judgement
        table = {
            "task": inner - self.number - 4 * self.amount,
            "goal": inner - self.number - self.tasks,
            "name": self.columns.name,
            "target": self.widths[-1],
        }
        changes = {
            "item": self.list_item,
            "kind": self.list_kind,
            "value": listed / 2,
            "judgement": self.list_judgement,
        }
        return {
            **{
                name: self._room(width, self.font_size, self.padding_x)
                for name, width in table.items()
            },
            **{
                name: self._room(width, self.list_size, self.list_padding_x)
                for name, width in changes.items()
            },
        }

    def _room(self, width: float, size: float, padding: float) -> float:
        return (width / _MM_PER_PT - 2 * padding - self.border) / size

    @property
    def body_height(self) -> float:
        """The height between the margins of every page but the first."""
        return PAGE_HEIGHT - self.margin_top - self.margin_bottom


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
        tasks=18,
        list_item=36,
        list_kind=21,
    ),
    "zh-en": Geometry(
        font_size=10,
        line_height=1.4,
        head_size=10,
        columns=Columns(goal=15.9, level1=22.4, level2=28.2, name=45.8),
        padding_y=3.5,
        department=25,
        amount=22,
        tasks=16,
    ),
}
