"""The measures of the PDF's pages, stated once for the style sheet and for the guess of breaks.

Lengths of the page and its columns are in millimetres, those of type in points.
"""

from dataclasses import dataclass

from perf_report.render.speech import Mode

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Widths of the indicators table; the target has what is left.

    They make the form's own labels break as the form breaks them: 绩效|目标, 对应工|作任务.
    """

    goal: float
    level1: float
    level2: float
    name: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """The page of one language mode. `second` is the size of the second language to the first's."""

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

    @property
    def widths(self) -> tuple[float, float, float, float, float]:
        """The widths of all five columns of the indicators table."""
        columns = self.columns
        fixed = (columns.goal, columns.level1, columns.level2, columns.name)
        return (*fixed, PAGE_WIDTH - 2 * self.margin_side - sum(fixed))

    @property
    def body_height(self) -> float:
        """The height between the margins of every page but the first."""
        return PAGE_HEIGHT - self.margin_top - self.margin_bottom


GEOMETRIES: dict[Mode, Geometry] = {
    "zh": Geometry(
        font_size=11,
        line_height=1.45,
        head_size=11,
        columns=Columns(goal=17, level1=24, level2=31, name=46),
    ),
    "en": Geometry(
        font_size=10,
        line_height=1.35,
        head_size=9,
        columns=Columns(goal=17, level1=23, level2=24, name=48),
        department=27,
        amount=24,
        tasks=18,
    ),
    "zh-en": Geometry(
        font_size=10,
        line_height=1.4,
        head_size=10,
        columns=Columns(goal=16, level1=23, level2=28, name=46),
        padding_y=3.5,
        department=25,
        amount=22,
        tasks=16,
    ),
}
