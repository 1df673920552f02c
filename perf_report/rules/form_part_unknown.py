"""Ids that a form does not have: of fields, tables, rows, columns, horizons and weights."""

from collections.abc import Collection, Iterator, Mapping

from perf_report.model.close_match import close_match
from perf_report.model.finding import Finding, Term
from perf_report.model.form import Form
from perf_report.model.form_horizon import (
    goal_horizons,
    horizon_label,
    horizon_of,
    horizon_of_goal,
    indicator_horizons,
)
from perf_report.model.framework import Framework
from perf_report.model.funds import Funds
from perf_report.model.route import Route
from perf_report.rules.form_walk import (
    funds_columns,
    has_goals,
    lists_under_table,
    own_columns,
    shows_weights,
)
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule_context import RuleContext

# The messages where ids are known, where one of them is close, and where there is none.
Messages = tuple[str, str, str]

_PART: Messages = ("form-part", "form-part-close", "form-part-bare")
_EXTRA: Messages = ("form-part-extra", "form-part-extra-close", "form-part-extra-bare")
_WEIGHT: Messages = ("form-part-weight", "form-part-weight-close", "form-part-weight")


def unknown_parts(context: RuleContext, form: Form) -> Iterator[Finding]:
    """Yield every id in a plan that its form does not have."""
    yield from _unknown_fields(context, form)
    yield from _unknown_rows(context, form)
    yield from _unknown_sources(context, form)
    yield from _unknown_horizons(context, form)
    yield from _unknown_extra(context, form)
    if context.framework and shows_weights(form):
        yield from _unknown_weights(context, form, context.framework)


def _unknown_fields(context: RuleContext, form: Form) -> Iterator[Finding]:
    known = form.asked_fields()
    for id_ in context.plan.fields if known else ():
        yield from _unknown(form, "field", ("fields", id_), known)


def _unknown_rows(context: RuleContext, form: Form) -> Iterator[Finding]:
    """Tables and rows of money, and their columns."""
    tables, funds = form.table_columns(), funds_columns(form)
    for id_, rows in context.plan.tables.items() if tables else ():
        yield from _unknown(form, "table", ("tables", id_), tables)
        for index, cells in enumerate(rows if id_ in tables else ()):
            for column in cells:
                yield from _unknown(form, "column", ("tables", id_, index, column), tables[id_])
    for row, cells in context.plan.funds.items() if funds else ():
        yield from _unknown(form, "source", ("funds", row), funds)
        for column in cells if row in funds else ():
            yield from _unknown(form, "column", ("funds", row, column), funds[row])


def _unknown_sources(context: RuleContext, form: Form) -> Iterator[Finding]:
    """Sources of money of tasks, and of the budget."""
    sources, plan = form.task_sources(), context.plan
    if sources is None:
        return
    rows: list[tuple[Route, Funds]] = [(("budget",), plan.budget)] if plan.budget else []
    rows += [(("tasks", index, "funds"), task.funds) for index, task in enumerate(plan.tasks)]
    for route, funds in rows:
        for id_ in funds.amounts:
            yield from _unknown(form, "source", (*route, id_), sources.ids)


def _unknown_horizons(context: RuleContext, form: Form) -> Iterator[Finding]:
    known = goal_horizons(form)
    for index, goal in enumerate(context.plan.goals if has_goals(form) else ()):
        if goal.horizon:
            route: Route = ("goals", index, "horizon")
            yield from _unknown(form, "horizon", route, known, goal.horizon)
    yield from _unknown_horizons_of_indicators(context, form)


def _unknown_horizons_of_indicators(context: RuleContext, form: Form) -> Iterator[Finding]:
    """Horizons without a list, and those of another list than the goal above the indicator."""
    known = indicator_horizons(form)
    for route, holder, indicator in iter_indicators(context.plan):
        place, horizon = (*route, "horizon"), horizon_of(form, context.plan, holder, indicator)
        named = {"form": form.id, "horizon": horizon_label(form, horizon)}
        if indicator.horizon and horizon not in known:
            yield from _unknown(form, "horizon", place, known, horizon)
        elif known and horizon not in known:
            arguments = {**named, "known": ", ".join(known)}
            yield _of_horizon("form-part-horizon", place, arguments)
        elif holder is not None and not lists_under_table(form):
            above = horizon_of_goal(form, holder)
            if horizon != above:
                yield _of_horizon(
                    "form-part-horizon-goal", place, {**named, "goal": horizon_label(form, above)}
                )


def _of_horizon(message: str, place: Route, arguments: Mapping[str, object]) -> Finding:
    return Finding(rule="form-part", message=message, route=place, arguments=arguments)


def _unknown_extra(context: RuleContext, form: Form) -> Iterator[Finding]:
    """Values of own columns that the list of the indicator's horizon does not have."""
    for route, goal, indicator in iter_indicators(context.plan):
        horizon = horizon_of(form, context.plan, goal, indicator)
        has_place = goal is not None or lists_under_table(form)
        if indicator.extra and has_place and horizon in indicator_horizons(form):
            known = own_columns(form, horizon)
            for column in indicator.extra:
                place = (*route, "extra", column)
                yield from _unknown(form, "column", place, known, messages=_EXTRA)


def _unknown_weights(context: RuleContext, form: Form, framework: Framework) -> Iterator[Finding]:
    known = [*(level.id for level in framework.levels), *framework.category_ids()]
    for id_ in context.plan.weights:
        yield from _unknown(form, "level", ("weights", id_), known, messages=_WEIGHT)


def _unknown(
    form: Form,
    kind: str,
    route: Route,
    known: Collection[str],
    value: str = "",
    messages: Messages = _PART,
) -> Iterator[Finding]:
    """The finding of an id at the end of a route, or of a value there, that is not a known one."""
    id_ = value or str(route[-1])
    if id_ in known:
        return
    close = close_match(id_, known)
    plain, with_close, bare = messages
    yield Finding(
        rule="form-part",
        message=with_close if close else plain if known else bare,
        route=route,
        arguments={
            "form": form.id,
            "kind": Term("kind", kind),
            "id": id_,
            "close": close,
            "known": ", ".join(known),
        },
        on_key=not value,
    )
