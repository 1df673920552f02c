"""The form has a place for everything in the spec, and the spec has everything the form requires.

Nothing is lost in print: content that the form has no place for is an error, and so is a framework
or a unit of money that it does not accept. Tasks, goals and indicators are required if the form has
such blocks, the tasks of a goal if it has that column, and so are its required fields.

中文：数据源文件写明的内容，表样上都应有其位置，不得漏印；表样不接受的指标体系和金额单位也不得使用。
表样列有工作任务、目标、指标的，须有其内容；列有“对应工作任务”的，目标须写明任务；必填项须填写。

Passes: `funds: {total: 12.00}` with `form: project-2021`.
Fails: `tasks:` with `form: project-2021`, which prints no main tasks.
符合：`form: project-2021` 的表有 `funds: {total: 12.00}`。
不符合：`form: project-2021` 的表有 `tasks:`，该表样不列主要工作任务。
"""

from collections.abc import Iterator, Mapping

from perf_report.model.finding import Finding, Severity, Term
from perf_report.model.form import ANY_FRAMEWORK, Form, GoalsBlock, Stage
from perf_report.rules.form_part_missing import missing_parts
from perf_report.rules.form_part_unknown import unknown_parts
from perf_report.rules.form_walk import (
    funds_columns,
    has_goals,
    lists_under_goals,
    lists_under_table,
    shows_weights,
)
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """What the form has no place for, and what it needs."""
    form = context.form
    if form is None or form.stage is not Stage.PLAN:
        return
    yield from _keys_without_place(context, form)
    yield from _goals_without_place(context, form)
    yield from _not_admitted(context, form)
    yield from unknown_parts(context, form)
    yield from missing_parts(context.plan, form)


def _keys_without_place(context: RuleContext, form: Form) -> Iterator[Finding]:
    """Keys at the top of which the form prints nothing."""
    plan = context.plan
    places = {
        "tasks": form.has_tasks,
        "budget": form.has_tasks,
        "funds": bool(funds_columns(form)),
        "fields": bool(form.asked_fields()),
        "tables": bool(form.table_columns()),
        "goals": has_goals(form),
        "weights": shows_weights(form),
    }
    for key, has_place in places.items():
        if getattr(plan, key) and not has_place:
            arguments = {"form": form.id, "part": Term("part", key), "key": key}
            yield _finding("form-part-none", (key,), arguments)
    if plan.indicators and not lists_under_table(form):
        message = "form-part-under-goals" if lists_under_goals(form) else "form-part-none"
        part = Term("part", "indicators")
        arguments = {"form": form.id, "part": part, "key": "indicators"}
        yield _finding(message, ("indicators",), arguments)


def _goals_without_place(context: RuleContext, form: Form) -> Iterator[Finding]:
    """Keys of goals and of their indicators of which the form prints nothing."""
    has_tasks = any(block.tasks for block in form.blocks_of(GoalsBlock))
    for index, goal in enumerate(context.plan.goals if has_goals(form) else ()):
        places = {"tasks": has_tasks, "weight": shows_weights(form)}
        for key, has_place in places.items():
            if getattr(goal, key) not in {None, ()} and not has_place:
                arguments = {"form": form.id, "part": Term("part", f"goal-{key}"), "key": key}
                yield _finding("form-part-none", ("goals", index, key), arguments, on_key=True)
        for number, indicator in enumerate(goal.indicators):
            if indicator.goal is not None:
                route = ("goals", index, "indicators", number, "goal")
                yield _finding("form-part-goal", route, {"number": index + 1}, on_key=True)


def _not_admitted(context: RuleContext, form: Form) -> Iterator[Finding]:
    """A framework or a unit of money that is not one of the form's."""
    plan, admitted = context.plan, form.frameworks
    if ANY_FRAMEWORK not in admitted and plan.framework not in admitted and context.framework:
        arguments = {
            "form": form.id,
            "framework": plan.framework,
            "known": ", ".join(admitted),
        }
        yield _finding("form-part-framework", ("framework",), arguments)
    if form.money and plan.currency_unit not in {"", form.money.unit}:
        arguments = {"form": form.id, "unit": form.money.unit, "written": plan.currency_unit}
        yield _finding("form-part-currency", ("currency_unit",), arguments)


def _finding(
    message: str,
    route: tuple[str | int, ...],
    arguments: Mapping[str, object],
    *,
    on_key: bool = False,
) -> Finding:
    return Finding(rule=RULE.id, message=message, route=route, arguments=arguments, on_key=on_key)


_HORIZONS = ("@indicator.horizon", "goals.*.horizon")

RULE = Rule(
    id="form-part",
    severity=Severity.ERROR,
    check=check,
    needed=True,
    reads=("@", "form"),
    reads_by_message={
        "form-part-extra": ("@", "form", *_HORIZONS),
        "form-part-extra-close": ("@", "form", *_HORIZONS),
        "form-part-extra-bare": ("@", "form", *_HORIZONS),
        "form-part-horizon": ("@", "form", *_HORIZONS),
        "form-part-horizon-goal": ("@", "form", *_HORIZONS),
        "form-part-weight": ("@", "form", "framework"),
        "form-part-weight-close": ("@", "form", "framework"),
        "form-part-missing-tasks": ("form", "tasks"),
        "form-part-missing-goals": ("form", "goals"),
        "form-part-missing-framework": ("form", "framework"),
        "form-part-missing-indicators": ("form", "indicators", "goals.*.indicators"),
        "form-part-required": ("@", "form", "fields"),
    },
)
