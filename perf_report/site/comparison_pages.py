"""The years of a department or a project beside each other: charts, and the page that has them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.text import Language, Text
from perf_report.site.built_table import SiteTable
from perf_report.site.chart import YearAxis, YearChart, draw_series, lay_out_axis, lay_out_bars
from perf_report.site.page_frame import PageFrame, department_steps, text_and_language
from perf_report.site.paths import comparison_page, table_page
from perf_report.site.series import Point, Series, indicator_series, task_series
from perf_report.site.sums import name_currency


class DrawnSeries(NamedTuple):
    """A series with its drawing in each language, where it has one."""

    series: Series
    charts: Mapping[Language, YearChart]


class YearComparison(NamedTuple):
    """The years of a department or a project and their charts, for both languages.

    Total funds, if the years have one unit; funds by task; targets of indicators by goal.
    """

    canvas: YearAxis
    total: DrawnSeries | None
    funds: list[DrawnSeries]
    goals: list[tuple[Text | None, list[DrawnSeries]]]


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


def compare_years(built_tables: Sequence[SiteTable]) -> YearComparison:
    """Return the years of the tables of a department, or of a project, and their charts."""
    total = _total_series(built_tables)
    funds, goals = task_series(built_tables), indicator_series(built_tables)
    of_goals = (series for _, group in goals for series in group)
    layout = lay_out_bars([*([total] if total else ()), *funds, *of_goals])

    def draw(series: Series) -> DrawnSeries:
        return DrawnSeries(series, draw_series(series, layout))

    return YearComparison(
        canvas=lay_out_axis([built.year for built in built_tables], layout),
        total=draw(total) if total else None,
        funds=list(map(draw, funds)),
        goals=[(goal, list(map(draw, group))) for goal, group in goals],
    )


def _total_series(built_tables: Sequence[SiteTable]) -> Series | None:
    """The total funds over the years, if they have one unit."""
    units = {built.currency_unit for built in built_tables}
    if len(units) != 1:
        return None
    points = tuple(Point(built.year, built.total, None) for built in built_tables)
    return Series(id="total", name=Text(), points=points, unit=Text(zh=units.pop()))


def make_comparison_page(
    frame: PageFrame,
    built_tables: Sequence[SiteTable],
    compared: YearComparison,
    catalogue: Catalogue,
) -> dict[str, bytes]:
    """Return the page that compares years; they are at least one."""
    latest, language = built_tables[-1], catalogue.language
    years = [built.year for built in built_tables]
    units = {built.currency_unit for built in built_tables}
    return frame.render(
        "comparison.html.j2",
        comparison_page(latest.department, latest.project),
        language,
        section="departments",
        name=latest.subject,
        steps=_steps(latest, catalogue),
        years=years,
        canvas=compared.canvas,
        span=f"{years[0]}–{years[-1]}",
        unit=name_currency(units.pop(), catalogue) if len(units) == 1 else "",
        has_tasks=bool(compared.funds) or not latest.form,
        total=chart_of_total(compared, catalogue) if latest.project else {"drawing": None},
        funds=[_view("task", each, language, "") for each in compared.funds],
        goals=[
            {"text": text, "series": [_view("indicator", each, language) for each in group]}
            for text, group in compared.goals
        ],
    )


def chart_of_total(compared: YearComparison, catalogue: Catalogue) -> dict[str, Any]:
    """Return the chart of total funds over the years, with their currency unit."""
    total = compared.total
    if total is None or total.series.unit is None:
        return {"drawing": None}
    return {
        "drawing": total.charts.get(catalogue.language),
        "unit": name_currency(total.series.unit.zh or "", catalogue),
    }


def _steps(latest: SiteTable, catalogue: Catalogue) -> list[dict[str, Any]]:
    """The breadcrumbs: the department, the project if it is about one, and the comparison."""
    steps = department_steps(latest.name, latest.department, catalogue)
    if latest.project_name:
        words = latest.project_name.get(catalogue.language) or latest.project_name.zh
        steps.append({"name": words, "path": table_page(latest.identity)})
    return [*steps, {"name": catalogue.format("site", "compare-title"), "path": None}]


def _view(kind: str, drawn: DrawnSeries, language: Language, unit: str | None = None) -> SeriesView:
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
