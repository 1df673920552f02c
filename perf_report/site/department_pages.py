"""A department's page, and the page that compares its years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.text import LANGUAGES, Language, Text
from perf_report.site.built_table import SiteTable
from perf_report.site.chart import YearAxis, YearChart, draw_series, lay_out_axis, lay_out_bars
from perf_report.site.page_frame import PageFrame, text_and_language
from perf_report.site.paths import FRONT, comparison_page, department_page
from perf_report.site.series import Point, Series, indicator_series, task_series
from perf_report.site.table_summary import TableSummary

_TWO = 2


class _DrawnSeries(NamedTuple):
    """A series with its drawing in each language, where it has one."""

    series: Series
    charts: Mapping[Language, YearChart]


class _YearComparison(NamedTuple):
    """A department's years and their charts, for both languages.

    Total funds, if the years have one unit; funds by task; targets of indicators by goal.
    """

    canvas: YearAxis
    total: _DrawnSeries | None
    funds: list[_DrawnSeries]
    goals: list[tuple[Text, list[_DrawnSeries]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A table in a department's list."""

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
    """A series in one language: the text for each year, and the chart, if there is one.

    `lang` is the language of the words where it is not the page's, here and beside each year.
    """

    anchor: str
    name: str
    lang: str | None
    unit: str
    points: tuple[tuple[str, str | None], ...]
    drawing: YearChart | None
    label: str


def table_row(table: TableSummary, catalogue: Catalogue) -> TableRow:
    """Return a table's row of a list in one language."""
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
    frame: PageFrame, tables: Sequence[TableSummary], built_tables: Sequence[SiteTable]
) -> dict[str, bytes]:
    """Return the pages of a department; `built_tables` are those that are not withdrawn."""
    pages: dict[str, bytes] = {}
    compared = _compare(built_tables)
    for language in LANGUAGES:
        catalogue = load_catalogue(language)
        pages |= _department_page(frame, tables, compared, catalogue)
        if len(built_tables) >= _TWO:
            pages |= _comparison_page(frame, built_tables, compared, catalogue)
    return pages


def _compare(built_tables: Sequence[SiteTable]) -> _YearComparison:
    total = _total_series(built_tables)
    funds, goals = task_series(built_tables), indicator_series(built_tables)
    of_goals = (series for _, group in goals for series in group)
    layout = lay_out_bars([*([total] if total else ()), *funds, *of_goals])

    def draw(series: Series) -> _DrawnSeries:
        return _DrawnSeries(series, draw_series(series, layout))

    return _YearComparison(
        canvas=lay_out_axis([built.year for built in built_tables], layout),
        total=draw(total) if total else None,
        funds=list(map(draw, funds)),
        goals=[(goal, list(map(draw, group))) for goal, group in goals],
    )


def _total_series(built_tables: Sequence[SiteTable]) -> Series | None:
    """The department's total funds over the years, if they have one unit."""
    units = {built.currency_unit for built in built_tables}
    if len(units) != 1:
        return None
    points = tuple(Point(built.year, built.totals.printed_total, None) for built in built_tables)
    return Series(id="total", name=Text(), points=points, unit=Text(zh=units.pop()))


def _department_page(
    frame: PageFrame,
    tables: Sequence[TableSummary],
    compared: _YearComparison,
    catalogue: Catalogue,
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
    """Earlier names of the department, each with its last year."""
    # By the Chinese name: a table in Chinese alone has the same name without its English.
    former = {table.name.zh: table for table in tables}
    del former[tables[-1].name.zh]
    return [{"name": table.name, "year": table.year} for table in former.values()]


def _totals(total: _DrawnSeries | None, catalogue: Catalogue) -> dict[str, Any]:
    """The chart of the department's total funds over the years."""
    if total is None or total.series.unit is None:
        return {"drawing": None}
    return {
        "drawing": total.charts.get(catalogue.language),
        "unit": catalogue.format("form", f"currency-{total.series.unit.zh}"),
    }


def _comparison_page(
    frame: PageFrame,
    built_tables: Sequence[SiteTable],
    compared: _YearComparison,
    catalogue: Catalogue,
) -> dict[str, bytes]:
    years = [built.year for built in built_tables]
    code, name, language = built_tables[-1].department, built_tables[-1].name, catalogue.language
    steps = _steps(name, code, catalogue)
    steps[-1]["path"] = department_page(code)
    units = {built.currency_unit for built in built_tables}
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


def _view(
    kind: str, drawn: _DrawnSeries, language: Language, unit: str | None = None
) -> SeriesView:
    series, charts = drawn
    named = series.unit.get(language) if series.unit else None
    name, lang = text_and_language(series.name, language)
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
    return text_and_language(point.printed, say.language)
