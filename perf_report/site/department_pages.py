"""A department's own page, and its years side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.text import LANGUAGES, Language, Text
from perf_report.site.built_table import Sheet
from perf_report.site.chart import Canvas, Chart, draw_charts, lay_out
from perf_report.site.page_frame import Frame, say_text
from perf_report.site.paths import FRONT, comparison_page, department_page
from perf_report.site.series import Point, Series, indicator_series, task_series
from perf_report.site.table_summary import TableSummary

_TWO = 2


class _Drawn(NamedTuple):
    """A series with its drawing in each language, where it has one."""

    series: Series
    charts: Mapping[Language, Chart]


class _Compared(NamedTuple):
    """A department's years on one canvas, drawn for both languages at once.

    What it had in all, where the years have one unit; the funds of its tasks; the targets of its
    indicators by their goals.
    """

    canvas: Canvas
    total: _Drawn | None
    funds: list[_Drawn]
    goals: list[tuple[Text, list[_Drawn]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A year in the department's list."""

    year: int
    path: str
    is_localized: bool
    revision: int
    status: str
    total: str
    unit: str
    tasks: int
    goals: int
    indicators: int
    day: str
    name: Text


class SeriesView(NamedTuple):
    """A series in one language: what is printed for each year, and the drawing, where it has one.

    `lang` is the language of the words where it is not the page's, here and beside each year.
    """

    anchor: str
    name: str
    lang: str | None
    unit: str
    points: tuple[tuple[str, str | None], ...]
    drawing: Chart | None
    label: str


def table_row(table: TableSummary, catalogue: Catalogue) -> TableRow:
    """A table's line in a list in one language."""
    return TableRow(
        year=table.year,
        path=table.path,
        is_localized=table.is_in(catalogue.language),
        revision=table.revision,
        status=table.status,
        total=table.total,
        unit=catalogue.format("form", f"currency-{table.currency}"),
        tasks=table.tasks,
        goals=table.goals,
        indicators=table.indicators,
        day=table.day,
        name=table.name,
    )


def make_department_pages(
    frame: Frame, tables: Sequence[TableSummary], sheets: Sequence[Sheet]
) -> dict[str, bytes]:
    """The pages of a department by its tables, the oldest first; `sheets` are the standing ones."""
    pages: dict[str, bytes] = {}
    compared = _compare(sheets)
    for language in LANGUAGES:
        catalogue = load_catalogue(language)
        pages |= _department_page(frame, tables, compared, catalogue)
        if len(sheets) >= _TWO:
            pages |= _comparison_page(frame, sheets, compared, catalogue)
    return pages


def _compare(sheets: Sequence[Sheet]) -> _Compared:
    total = _total_series(sheets)
    return _Compared(
        canvas=lay_out([sheet.year for sheet in sheets]),
        total=_draw(total) if total else None,
        funds=list(map(_draw, task_series(sheets))),
        goals=[(goal, list(map(_draw, group))) for goal, group in indicator_series(sheets)],
    )


def _draw(series: Series) -> _Drawn:
    return _Drawn(series, draw_charts(series))


def _total_series(sheets: Sequence[Sheet]) -> Series | None:
    """What the department had in all over the years, where they have one unit."""
    units = {sheet.currency_unit for sheet in sheets}
    if len(units) != 1:
        return None
    points = tuple(Point(sheet.year, sheet.totals.printed_total, None) for sheet in sheets)
    return Series(id="total", name=Text(), points=points, unit=Text(zh=units.pop()))


def _department_page(
    frame: Frame, tables: Sequence[TableSummary], compared: _Compared, catalogue: Catalogue
) -> dict[str, bytes]:
    code, name = tables[-1].department, tables[-1].name
    return frame.render(
        "department.html.j2",
        department_page(code),
        catalogue.language,
        section="departments",
        name=name,
        steps=_steps(name, code, catalogue),
        former_names=_former_names(tables),
        tables=[table_row(table, catalogue) for table in reversed(tables)],
        comparison=comparison_page(code) if len(compared.canvas.years) >= _TWO else None,
        canvas=compared.canvas,
        **_totals(compared.total, catalogue),
    )


def _steps(name: Text, code: str, catalogue: Catalogue) -> list[dict[str, Any]]:
    return [
        {"name": catalogue.format("site", "front"), "path": FRONT},
        {"name": name.get(catalogue.language) or name.zh or code, "path": None},
    ]


def _former_names(tables: Sequence[TableSummary]) -> list[dict[str, Any]]:
    """Names that the department had in earlier years, each with the last of these years."""
    # By the Chinese name: a table in Chinese alone has the same name without its English.
    former = {table.name.zh: table for table in tables}
    del former[tables[-1].name.zh]
    return [{"name": table.name, "year": table.year} for table in former.values()]


def _totals(total: _Drawn | None, catalogue: Catalogue) -> dict[str, Any]:
    """The drawing of what the department had in all over the years."""
    if total is None or total.series.unit is None:
        return {"drawing": None}
    return {
        "drawing": total.charts.get(catalogue.language),
        "unit": catalogue.format("form", f"currency-{total.series.unit.zh}"),
    }


def _comparison_page(
    frame: Frame, sheets: Sequence[Sheet], compared: _Compared, catalogue: Catalogue
) -> dict[str, bytes]:
    years = [sheet.year for sheet in sheets]
    code, name, language = sheets[-1].department, sheets[-1].name, catalogue.language
    steps = _steps(name, code, catalogue)
    steps[-1]["path"] = department_page(code)
    units = {sheet.currency_unit for sheet in sheets}
    unit = catalogue.format("form", f"currency-{units.pop()}") if len(units) == 1 else ""
    return frame.render(
        "comparison.html.j2",
        comparison_page(code),
        language,
        section="departments",
        name=name,
        steps=[*steps, {"name": catalogue.format("site", "compare-title"), "path": None}],
        years=years,
        canvas=compared.canvas,
        span=f"{years[0]}–{years[-1]}",
        unit=unit,
        funds=[_view("task", each, language, "") for each in compared.funds],
        goals=[
            {"text": text, "series": [_view("indicator", each, language) for each in group]}
            for text, group in compared.goals
        ],
    )


def _view(kind: str, drawn: _Drawn, language: Language, unit: str | None = None) -> SeriesView:
    series, charts = drawn
    named = series.unit.get(language) if series.unit else None
    name, lang = say_text(series.name, language)
    say = load_catalogue(language)
    return SeriesView(
        anchor=f"{kind}-{series.id}",
        name=name,
        lang=lang,
        unit=(named or "") if unit is None else unit,
        points=tuple(_printed(point, say) for point in series.points),
        drawing=charts.get(language),
        label=say.format("site", "chart-of", name=name) if charts else "",
    )


def _printed(point: Point, say: Catalogue) -> tuple[str, str | None]:
    if point.printed is None:
        return say.format("site", "no-figure"), None
    return say_text(point.printed, say.language)
