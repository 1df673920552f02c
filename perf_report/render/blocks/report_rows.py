"""The rows of a report among its indicators: a goal above its own, and the total below all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from perf_report.model.form import IndicatorColumn, IndicatorsBlock, ShownColumn
from perf_report.model.text import Text
from perf_report.render.blocks.context import BlockContext
from perf_report.render.blocks.indicator_lists import ListedIndicators
from perf_report.render.grid.cells import GridColumn, Line, LineCell
from perf_report.render.localized_text import TextRun, TextRuns
from perf_report.render.reported import Reported, plain

# A goal's label stands over the two levels, and its text over all columns behind them.
_LABEL_COLUMNS = 2


def goal_line(
    block: IndicatorsBlock,
    context: BlockContext,
    listed: ListedIndicators,
    columns: Sequence[GridColumn],
) -> Line:
    """Return the row of a goal, above those of its indicators."""
    goal, reported = listed.goal, context.reported
    indicators = [each.indicator for each in listed.horizons[0] if each.indicator]
    points = reported.weight_of(indicators) if reported else None
    values = {"{number}": str(listed.number), "{points}": plain(points or Decimal(0))}
    label = tuple(_filled(run, values) for run in context.label(block.goal_row))
    head = LineCell(
        column=0, columns=_LABEL_COLUMNS, runs=label, kind="heading", is_header=True, room=0
    )
    text = LineCell(
        column=_LABEL_COLUMNS,
        columns=len(columns) - _LABEL_COLUMNS,
        runs=context.text(goal.text if goal else Text()),
        kind="goal-text",
        room=0,
        item=f"goal:{goal.id}" if goal else "",
    )
    return Line(anchor=f"goal-{goal.id if goal else ''}", kind="goal", cells=(head, text))


def report_sums(columns: Sequence[ShownColumn], reported: Reported, start: int) -> dict[int, str]:
    """Return the points of the whole table and what it scored, by the columns of both."""
    total = reported.score.total if reported.score else None
    sums = {IndicatorColumn.WEIGHT: reported.whole_weight, IndicatorColumn.SCORE: total}
    found = {
        at: sums.get(each.builtin) for at, each in enumerate(columns, start=start) if each.builtin
    }
    return {at: plain(points) for at, points in found.items() if points is not None}


def total_words(block: IndicatorsBlock, context: BlockContext) -> TextRuns:
    """Return the label of the total, which says where it was scaled, and why there is none."""
    words, score = context.label(block.total), context.reported and context.reported.score
    whole = context.reported.whole_weight if context.reported else None
    is_known = score and (score.is_empty or score.total is not None)
    if not score or not is_known or whole in {None, score.applicable}:
        return words
    localizer = context.localizer
    return localizer.runs(
        catalogue.format(
            "form",
            "total-nothing" if score.is_empty else "scaled",
            label=run.text,
            points=plain(score.points),
            applicable=plain(score.applicable),
        )
        for catalogue, run in zip(localizer.mode_catalogues, words, strict=True)
    )


def _filled(run: TextRun, values: Mapping[str, str]) -> TextRun:
    for name, value in values.items():
        run = replace(run, text=run.text.replace(name, value))
    return run
