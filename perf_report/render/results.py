"""`results.csv`: what was planned and reached, one row an indicator, year and stage.

The names of the columns are those of IATI (https://iatistandard.org) where it has one: baseline,
target, actual. The stages are `plan`, and those of the reports on it: `monitoring-07`,
`evaluation`.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, Inexact, localcontext
from fractions import Fraction
from typing import Any

from perf_report.model.form import USUAL_HORIZON
from perf_report.model.measure import exact_measure
from perf_report.model.target import Quantity

RESULTS = "results.csv"
RESULTS_COLUMNS = (
    "department", "project", "year", "stage", "indicator", "category", "kind", "better",
    "baseline", "target", "operator", "value", "unit", "actual", "actual_value", "weight", "score",
    "met",
)  # fmt: skip

PLAN = "plan"

# Which way a sign bounds: what IATI calls ascending is more.
_BY_SIGN = {"≥": "more", "＞": "more", "≤": "less", "＜": "less"}

# A converted figure with more digits than this has no end.
_MOST_DIGITS = 40

Row = tuple[object, ...]
Record = Mapping[str, Any]


def result_rows(
    table: Record, reports: Mapping[str, Record], kinds: Mapping[str, str]
) -> Iterator[Row]:
    """Yield the rows of a table, from its `table.json` and those of its reports by their ids.

    `kinds` are what the categories of built-in frameworks measure, where the data do not say it.
    """
    indicators = {
        each["id"]: {"measures": kinds.get(each["category"]), **each}
        for each in _of_year(list(_indicators(table)))
    }
    yield from (_row(table, PLAN, each, {}) for each in indicators.values())
    for stage, report in sorted(reports.items(), key=_stage_order):
        for reported in report["indicators"]:
            planned = indicators.get(reported["id"], reported)
            yield _row(table, stage, planned, reported)


def _stage_order(stage: tuple[str, Record]) -> tuple[bool, str]:
    """Monitoring comes before the evaluation, in the order of its months."""
    return stage[1]["report"] == "evaluation", stage[0]


def _indicators(table: Record) -> Iterator[Record]:
    for goal in table.get("goals", ()):
        yield from goal.get("indicators", ())
    yield from table.get("indicators", ())


def _of_year(indicators: list[Record]) -> Iterable[Record]:
    """Those of the year, where a form has targets of longer horizons, too."""
    of_year = [each for each in indicators if each.get("horizon") == USUAL_HORIZON]
    return of_year or indicators


def _row(table: Record, stage: str, planned: Record, reported: Record) -> Row:
    target = reported.get("target", planned["target"])
    actual = reported.get("actual") or reported.get("so_far") or {}
    met = reported.get("met")
    return (
        table["department"]["code"], table.get("project", {}).get("code"), table["year"], stage,
        planned["id"], planned["category"],
        planned.get("measures"),
        planned.get("better") or _BY_SIGN.get(target.get("operator", "")),
        _text(planned.get("baseline", {}).get("value", {})),
        _text(target), target.get("operator"), _figure(target), _unit(target),
        _text(actual), _figure_in_unit_of(target, actual),
        reported.get("weight", planned.get("weight")), reported.get("score"),
        None if met is None else str(met).lower(),
    )  # fmt: skip


def _text(value: Record) -> str | None:
    text: Mapping[str, str] = value.get("text", {})
    return text.get("zh") or text.get("en")


def _figure(value: Record) -> str | None:
    """The figure of a quantity; one of the two bounds of a range would not be it."""
    return None if "upper" in value else value.get("value")


def _figure_in_unit_of(target: Record, actual: Record) -> str | None:
    """The figure that was reached, in the unit of the target: 1.75 of 21次/年 beside 每月2次.

    None beside words, and where the converted figure has no end.
    """
    figure = _figure(actual)
    if figure is None or not _unit(actual) or _unit(actual) == _unit(target):
        return figure
    base, size = exact_measure(_quantity(target, "1"))
    actual_base, reached = exact_measure(_quantity(actual, figure))
    return _exact_decimal(reached / size) if base == actual_base else None


def _quantity(value: Record, figure: str) -> Quantity:
    unit, per = (value.get(side, {}).get("zh", "") for side in ("unit", "per"))
    return Quantity(operator=None, figure=figure, unit=unit, per=per)


def _exact_decimal(value: Fraction) -> str | None:
    with localcontext(prec=_MOST_DIGITS) as context:
        context.clear_flags()
        found = Decimal(value.numerator) / Decimal(value.denominator)
        return None if context.flags[Inexact] else f"{found:f}"


def _unit(value: Record) -> str | None:
    """The unit with what it is for each: 次/年."""
    sides = (value.get(side, {}).get("zh") for side in ("unit", "per"))
    return "/".join(filter(None, sides)) or None
