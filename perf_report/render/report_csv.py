"""A report on a plan as `evaluation.csv`, or `monitoring-07.csv`: one row an indicator."""

from collections.abc import Iterator
from typing import Any

from perf_report.model.plan import Indicator, Plan
from perf_report.model.report import ReportKind
from perf_report.model.target import Target
from perf_report.model.text import Text
from perf_report.model.vocabulary import Vocabulary
from perf_report.render.form_values import csv_cells, csv_columns
from perf_report.render.reported import Reported
from perf_report.render.table_csv import DataTable, write_csv
from perf_report.render.target_data import figure_text, target_record

_PLANNED = (
    "goal", "id", "category", "level1_zh", "level1_en", "level2_zh", "level2_en", "name_zh",
    "name_en",
)  # fmt: skip
# What is said of a target and of what became of it, each behind its name and an underscore.
_VALUE = ("zh", "en", "operator", "value", "unit_zh", "unit_en", "deadline", "upper", "per")

# The values, the plain columns and the texts of each kind of report, in their order.
_VALUES = {ReportKind.EVALUATION: ("actual",), ReportKind.MONITORING: ("so_far", "expected")}
_PLAIN = {
    ReportKind.EVALUATION: ("weight", "score", "met", "tier"),
    ReportKind.MONITORING: ("likelihood", "causes"),
}
_TEXTS = {
    ReportKind.EVALUATION: ("reason", "remedy", "score_reason", "not_applicable"),
    ReportKind.MONITORING: ("reason", "remedy"),
}


def render_report_csv(plan: Plan, vocabulary: Vocabulary, reported: Reported) -> bytes:
    """Return the CSV file of a report; its rows are in the order of the plan's file."""
    rows = list(_rows(plan, vocabulary, reported))
    return write_csv(DataTable(header=_header(reported), rows=rows))


def _header(reported: Reported) -> tuple[str, ...]:
    kind = reported.report.kind
    known = (
        *_PLANNED,
        *(f"{name}_{part}" for name in ("target", *_VALUES[kind]) for part in _VALUE),
        *_PLAIN[kind],
        *(f"{name}_{language}" for name in _TEXTS[kind] for language in ("zh", "en")),
    )
    return (*known, *csv_columns(reported.form.own_columns().values(), frozenset(known)))


def _rows(plan: Plan, vocabulary: Vocabulary, reported: Reported) -> Iterator[tuple[object, ...]]:
    numbers = {
        each.id: number for number, goal in reported.goals for each in plan.indicators_of(goal)
    }
    levels = {each.id: (level, each) for level, each in vocabulary.framework.categories()}
    own = reported.form.own_columns().values()
    for indicator in reported.indicators:
        level, category = levels[indicator.category]
        said = reported.of(indicator)
        yield (
            numbers.get(indicator.id), indicator.id, indicator.category,
            *level.label.both, *category.label.both, *indicator.name.both,
            *_value(indicator.target, indicator, vocabulary),
            *_said(indicator, vocabulary, reported),
            *csv_cells({**indicator.extra, **said.extra}, own, reported.form),
        )  # fmt: skip


def _said(indicator: Indicator, vocabulary: Vocabulary, reported: Reported) -> Iterator[object]:
    said, kind = reported.of(indicator), reported.report.kind
    for name in _VALUES[kind]:
        yield from _value(getattr(said, name), indicator, vocabulary)
    plain = _plain(indicator, reported)
    yield from (plain[name] for name in _PLAIN[kind])
    for name in _TEXTS[kind]:
        yield from (getattr(said, name) or Text()).both


def _plain(indicator: Indicator, reported: Reported) -> dict[str, object]:
    said, score = reported.of(indicator), reported.score_of(indicator)
    return {
        "weight": figure_text(score.weight),
        "score": figure_text(score.score),
        "met": "" if score.met is None else str(score.met).lower(),
        "tier": said.tier,
        "likelihood": said.likelihood and str(said.likelihood),
        "causes": ";".join(map(str, said.causes)),
    }


def _value(value: Target | None, indicator: Indicator, vocabulary: Vocabulary) -> Iterator[object]:
    """The cells of a target, or of what became of it; blank where there is none."""
    record: dict[str, Any] = {}
    if value is not None:
        record = target_record(value, indicator, vocabulary, ("zh", "en"))
    text, unit = record.get("text", {}), record.get("unit", {})
    yield from (text.get("zh"), text.get("en"), record.get("operator"))
    yield from (record.get("value"), unit.get("zh"), unit.get("en"), record.get("deadline"))
    yield from (record.get("upper"), record.get("per", {}).get("zh"))
