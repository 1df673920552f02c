"""The columns of a sheet of projects that say whose table a row belongs to, and its money."""

from collections.abc import Sequence

from perf_report.model.form import AMOUNT, ShownColumn
from perf_report.model.money import add_amounts, format_amount
from perf_report.model.plan import Indicator, Plan
from perf_report.model.route import Route
from perf_report.model.source_funds import printed_amount
from perf_report.render.blocks.context import BlockContext
from perf_report.render.blocks.fields import field_route, field_runs
from perf_report.render.blocks.goals import route_of_goal
from perf_report.render.grid.cells import Line, LineCell
from perf_report.render.localized_text import TextRuns


def sheet_cell(shown: ShownColumn, context: BlockContext, column: int, path: str) -> LineCell:
    """Return a cell beside all rows of a table: one of its fields, or the amount of a source."""
    return LineCell(
        column=column,
        runs=_runs(shown, context),
        kind="amount" if shown.funds else "value",
        key=f"{path}_{shown.id}".replace(".", "_"),
        is_header=shown.field is not None,
        label=context.label(shown.label),
        route=_route(shown),
    )


def _route(shown: ShownColumn) -> Route:
    if shown.field:
        return field_route(shown.field)
    return ("funds", shown.funds.id) if shown.funds else ()


def goal_cell(
    shown: ShownColumn, context: BlockContext, indicator: Indicator, column: int, path: str
) -> LineCell:
    """Return the cell of the goal of an indicator, merged with those of the same goal."""
    goals = {goal.id: goal for goal in context.plan.goals}
    goal = goals.get(_goal_of(indicator, context.plan) or "")
    return LineCell(
        column=column,
        runs=context.text(goal.text) if goal else (),
        kind="goal-text",
        key=f"{path}_{goal.id if goal else ''}",
        label=context.label(shown.label),
        room=0,
        route=(*route_of_goal(context.plan, goal), "text") if goal else (),
    )


def _goal_of(indicator: Indicator, plan: Plan) -> str | None:
    """The goal that an indicator names or stands under, or else the only one of the table."""
    under = (goal.id for goal in plan.goals if indicator in goal.indicators)
    only = plan.goals[0].id if len(plan.goals) == 1 else None
    return indicator.goal or next(under, only)


def sum_line(columns: Sequence[ShownColumn], context: BlockContext, id_: str) -> Line:
    """Return the first row of a sheet: the unit's name, and the sums of all tables."""
    cells = []
    for column, shown in enumerate(columns):
        runs = _sum_runs(shown, context)
        is_header = shown.field is not None and bool(runs)
        kind = "amount" if shown.funds else "value"
        label = context.label(shown.label) if shown.funds and runs else ()
        cells.append(
            LineCell(column=column, runs=runs, kind=kind, is_header=is_header, label=label)
        )
    return Line(anchor=f"{id_}-sum-row", kind="sum", cells=tuple(cells))


def _sum_runs(shown: ShownColumn, context: BlockContext) -> TextRuns:
    if shown.field and shown.field.id == "department.name":
        return field_runs(shown.field, context)
    if shown.funds is None or not shown.has_total:
        return ()
    amounts = (printed_amount(each.plan.funds, shown.funds, AMOUNT) for each in context.tables)
    return context.localizer.number(format_amount(add_amounts(amounts)))


def _runs(shown: ShownColumn, context: BlockContext) -> TextRuns:
    if shown.field:
        return field_runs(shown.field, context)
    amount = printed_amount(context.plan.funds, shown.funds, AMOUNT) if shown.funds else None
    return context.localizer.number(format_amount(amount)) if amount is not None else ()
