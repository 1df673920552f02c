"""Every part of the form is filled.

The rule reports a block of fields with none filled, a block of money without any amount, a small
table without a row, and a horizon without a goal or without an indicator. A field that is alone in
its block may stay blank if others are filled. A goal without its `horizon` counts under the first
horizon of the form, so the intended one is empty.

中文：数据源文件写明了表样的，各部分都应有内容：整块栏目一项未填、整块资金没有金额、小表没有一行、
某一期限没有目标或指标，都会提示。自成一块的单个栏目，其他栏目已填时可以空白。目标没有写
`horizon` 的，算作表样的第一个期限，原定的期限便没有目标。

Passes: `funds: {total: 12.00}` with `form: project-2021`.
Fails: no `funds:` with `form: project-2021`.
符合：`form: project-2021` 的表有 `funds: {total: 12.00}`。
不符合：`form: project-2021` 的表没有 `funds:`。
"""

from collections.abc import Iterator
from dataclasses import dataclass

from perf_report.model.finding import Finding, Severity
from perf_report.model.form import (
    PLAN_FIELDS,
    FieldsBlock,
    Form,
    FundsBlock,
    GoalsBlock,
    IndicatorsBlock,
    Stage,
    Subject,
    TableBlock,
)
from perf_report.model.form_blocks import fields_of
from perf_report.model.form_horizon import horizon_of, horizon_of_goal
from perf_report.model.form_label import fill_years, without_unit
from perf_report.model.plan import Plan
from perf_report.model.source_tree import TOTAL
from perf_report.model.text import Text
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

# The parts that a message names at most.
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Empty:
    """An empty part of the form: its message, its key in a spec, its label, its id."""

    message: str
    key: str
    label: Text
    id: str


def check(context: RuleContext) -> Iterator[Finding]:
    """The parts of the form that are empty; those of a kind have one finding."""
    form, plan = context.form, context.plan
    if form is None or plan.form is None or form.stage is not Stage.PLAN:
        return
    found: dict[str, list[_Empty]] = {}
    for part in (*_fields(plan, form), *_funds(plan, form), *_horizons(plan, form)):
        found.setdefault(part.message, []).append(part)
    for parts in found.values():
        yield _finding(plan, parts)


def _fields(plan: Plan, form: Form) -> Iterator[_Empty]:
    """The fields of the blocks of which none is filled.

    A field alone in its block is often an opinion that somebody writes on the paper, so that it may
    stay blank where others are filled.
    """
    for block in form.blocks_of(FieldsBlock):
        asked = [field for field in fields_of(block) if field.id not in PLAN_FIELDS]
        is_alone = len(asked) == 1 and bool(plan.fields)
        if not is_alone and not any(field.id in plan.fields for field in asked):
            for field in asked:
                yield _Empty(
                    message="form-empty-fields", key="fields", label=field.label, id=field.id
                )


def _funds(plan: Plan, form: Form) -> Iterator[_Empty]:
    """The blocks of money without an amount, and the small tables without a row."""
    if form.subject is Subject.PROJECTS and not plan.funds:
        yield _Empty(message="form-empty-budget", key="funds", label=form.title, id=TOTAL)
    for block in form.blocks_of(FundsBlock):
        ids = [node.id for node in block.amounts()]
        if block.rows == "sources" and not any(id_ in plan.funds for id_ in ids):
            label = without_unit(block.label)
            yield _Empty(message="form-empty-funds", key="funds", label=label, id=ids[0])
    for table in form.blocks_of(TableBlock):
        if not plan.tables.get(table.id):
            yield _Empty(message="form-empty-table", key="tables", label=table.label, id=table.id)


def _horizons(plan: Plan, form: Form) -> Iterator[_Empty]:
    """The horizons without a goal or an indicator, where others have one."""
    goals = {horizon_of_goal(form, goal) for goal in plan.goals}
    targets = {horizon_of(form, plan, holder, each) for _, holder, each in iter_indicators(plan)}
    for key, filled, blocks in (
        ("goals", goals, form.blocks_of(GoalsBlock)),
        ("indicators", targets, form.blocks_of(IndicatorsBlock)),
    ):
        known = {each.id: each.label for block in blocks for each in block.horizons}
        for id_, label in known.items() if filled else ():
            if id_ not in filled:
                yield _Empty(message=f"form-empty-{key}", key=key, label=label, id=id_)


def _finding(plan: Plan, parts: list[_Empty]) -> Finding:
    """The finding of empty parts, at their key, or at the form where the spec has no such key."""
    first = parts[0]
    labels = [fill_years(part.label, plan.year) for part in parts[:_MOST_NAMED]]
    label = Text(
        zh="、".join(each.zh or "" for each in labels),
        en=", ".join(each.en or each.zh or "" for each in labels),
    )
    return Finding(
        rule=RULE.id,
        message=first.message,
        route=(first.key,) if getattr(plan, first.key) else ("form",),
        arguments={"form": plan.form, "label": label, "id": first.id},
    )


_GOALS = ("form", "goals.*.horizon")
_TARGETS = (*_GOALS, "indicators", "goals.*.indicators")

RULE = Rule(
    id="form-empty",
    severity=Severity.WARNING,
    check=check,
    reads=("form", "funds"),
    reads_by_message={
        "form-empty-fields": ("form", "fields"),
        "form-empty-table": ("form", "tables"),
        "form-empty-goals": (*_GOALS, "goals"),
        "form-empty-indicators": (*_TARGETS, "goals"),
    },
)
