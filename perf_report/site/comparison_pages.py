"""The years of a department or a project beside each other: charts, and the page that has them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.text import Language, Text
from perf_report.site.built_table import SiteTable
from perf_report.site.chart import YearBars, draw_series
from perf_report.site.page_frame import PageFrame, department_steps
from perf_report.site.paths import comparison_page, table_page
from perf_report.site.results_view import result_state
from perf_report.site.series import Point, Series, indicator_series, task_series
from perf_report.site.sums import name_currency
from perf_report.site.table_summary import summarize_evaluation
from perf_report.site.text_choice import text_and_language

# So many years stand beside each other in a small chart; more have a row of a table.
_MOST_COLUMNS = 4


class DrawnSeries(NamedTuple):
    """A series with its bars, if it has some."""

    series: Series
    drawing: YearBars | None


class YearComparison(NamedTuple):
    """The years of a department or a project and their charts, for both languages.

    Total funds, if the years have one unit; funds by task; targets of indicators by goal.
    """

    years: tuple[int, ...]
    total: DrawnSeries | None
    funds: list[DrawnSeries]
    goals: list[tuple[Text | None, list[DrawnSeries]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearResult:
    """An indicator in a year: its target, as first disclosed and as it is, and what became of it.

    `state` is met, missed, left-out or unjudged, and `word` says it; both are empty in a year
    without evaluation.
    """

    year: int
    first: Text | None = None
    target: Text | None = None
    actual: Text | None = None
    state: str = ""
    word: str = ""
    score: str = ""
    weight: str = ""


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series in one language: the text for each year, and the bars, if there are some.

    `lang` is the language of the words where it is not the page's, here and beside each year.
    `results` has the same years with what became of targets.
    """

    anchor: str
    name: str
    lang: str | None
    unit: str
    points: tuple[tuple[str, str | None], ...]
    drawing: YearBars | None
    results: tuple[YearResult, ...] = ()


@dataclass(frozen=True, slots=True)
class YearTotal:
    """The points of a year's evaluation."""

    year: int
    total: str
    grade: Text | None
    missed: int
    count: int


def compare_years(built_tables: Sequence[SiteTable]) -> YearComparison:
    """Return the years of the tables of a department, or of a project, and their charts."""
    total = _total_series(built_tables)
    return YearComparison(
        years=tuple(built.year for built in built_tables),
        total=_draw(total) if total else None,
        funds=list(map(_draw, task_series(built_tables))),
        goals=[(goal, list(map(_draw, group))) for goal, group in indicator_series(built_tables)],
    )


def _draw(series: Series) -> DrawnSeries:
    return DrawnSeries(series, draw_series(series))


def _total_series(built_tables: Sequence[SiteTable]) -> Series | None:
    """The total funds over the years, if they have one unit."""
    units = {built.currency_unit for built in built_tables}
    if len(units) != 1:
        return None
    points = tuple(Point.of_amount(built.year, built.total) for built in built_tables)
    return Series(id="total", name=Text(), points=points, unit=Text(zh=units.pop()))


def make_comparison_page(
    frame: PageFrame,
    built_tables: Sequence[SiteTable],
    compared: YearComparison,
    catalogue: Catalogue,
) -> dict[str, bytes]:
    """Return the page that compares years; they are at least one."""
    latest, language = built_tables[-1], catalogue.language
    years = compared.years
    units = {built.currency_unit for built in built_tables}
    return frame.render(
        "comparison.html.j2",
        comparison_page(latest.department, latest.project),
        language,
        section="departments",
        name=latest.subject,
        steps=_steps(latest, catalogue),
        years=years,
        has_columns=len(years) <= _MOST_COLUMNS,
        span=f"{years[0]}–{years[-1]}",
        unit=name_currency(units.pop(), catalogue) if len(units) == 1 else "",
        has_tasks=bool(compared.funds) or not latest.form,
        total=view_total(compared, catalogue) if latest.project else None,
        funds=[_view("task", each, language, "") for each in compared.funds],
        goals=[
            {
                "text": text,
                "series": [_view("indicator", each, language) for each in group],
                "has_results": any(series.has_results for series, _ in group),
            }
            for text, group in compared.goals
        ],
        totals=[
            YearTotal(built.year, found.total, found.grade, found.missed, found.count)
            for built in built_tables
            if (found := summarize_evaluation(built))
        ],
    )


def view_total(compared: YearComparison, catalogue: Catalogue) -> SeriesView | None:
    """Return the total funds over the years with their currency unit, if they are drawn."""
    total = compared.total
    if total is None or total.drawing is None or total.series.unit is None:
        return None
    unit = name_currency(total.series.unit.zh or "", catalogue)
    view = _view("funds", total, catalogue.language, unit)
    return replace(view, name=catalogue.format("site", "total-over-years"), lang=None)


def _steps(latest: SiteTable, catalogue: Catalogue) -> list[dict[str, str]]:
    """The way down to the comparison: the department, and the project if it is about one."""
    steps = department_steps(latest.name, latest.department, catalogue)
    if latest.project_name:
        words = (
            latest.project_name.get(catalogue.language) or latest.project_name.zh or latest.project
        )
        steps.append({"name": words, "path": table_page(latest.identity)})
    return steps


def _view(kind: str, drawn: DrawnSeries, language: Language, unit: str | None = None) -> SeriesView:
    series, drawing = drawn
    name, lang = text_and_language(series.name, language)
    say = load_catalogue(language)
    points = tuple(_printed(point, say) for point in series.points)
    named = (series.unit.get(language) if series.unit else None) or ""
    return SeriesView(
        anchor=f"{kind}-{series.id}",
        name=name,
        lang=lang,
        unit=(named if _lacks_unit(series) else "") if unit is None else unit,
        points=points,
        drawing=drawing,
        results=tuple(_result(point, say) for point in series.points),
    )


def _result(point: Point, say: Catalogue) -> YearResult:
    known = YearResult(year=point.year, first=point.first, target=point.printed)
    if point.result is None:
        return known
    state = result_state(point.result)
    return replace(
        known,
        actual=point.result.actual,
        state=state,
        word=say.format("site", f"result-{state}"),
        score=point.result.score,
        weight=point.result.weight,
    )


def _lacks_unit(series: Series) -> bool:
    """Whether the targets are printed without their unit, which has a column of its own."""
    unit = (series.unit.zh if series.unit else None) or ""
    printed = (point.printed.zh or "" for point in series.points if point.printed)
    return not any(unit in words for words in printed)


def _printed(point: Point, say: Catalogue) -> tuple[str, str | None]:
    if point.printed is None:
        return say.format("site", "no-figure"), None
    return text_and_language(point.printed, say.language)
