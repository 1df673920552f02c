"""A report speaks of tasks, goals and indicators that its plan has.

An id that was mistyped, or that the plan no longer has, would be lost without a word. The same
applies to rows of the form’s funds, and to levels under `weights`.

中文：监控、自评中的任务、目标、指标标识须是目标表中的标识；资金各行、`weights` 中的一级指标也是
如此。写错的标识，所填内容会不声不响地丢失。

Passes: `windows:` for an indicator with `id: windows`.
Fails: `window:` for the same indicator.
符合：指标的标识为 `windows`，自评中写 `windows:`。
不符合：同一指标写作 `window:`。
"""

from collections.abc import Iterable, Iterator

from perf_report.model.close_match import close_match
from perf_report.model.finding import Finding, Severity
from perf_report.model.plan import Plan
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """The ids that the plan does not have."""
    plan, report = context.plan, context.report
    if plan is None or context.vocabulary is None:
        return
    levels = [level.id for level in context.vocabulary.framework.levels]
    named: dict[str, tuple[Iterable[str], list[str]]] = {
        "indicators": (report.indicators, [each.id for each in plan.all_indicators()]),
        "goals": (report.goals, [goal.id for goal in plan.goals]),
        "funds": (report.funds, _rows(context, plan)),
        "weights": (report.weights, levels),
    }
    for key, (ids, known) in named.items():
        for id_ in ids:
            if id_ not in known:
                is_row = key == "funds" and context.tree is not None
                yield _unknown((key, id_), known, "report-unknown-row" if is_row else "")


def _rows(context: ReportContext, plan: Plan) -> list[str]:
    """The rows that money is reported by: the main tasks, or the rows of the form's funds."""
    if context.tree is None:
        return [task.id for task in plan.tasks]
    return list(context.tree.ids)


def _unknown(route: tuple[str, str], known: list[str], message: str) -> Finding:
    id_ = route[-1]
    close = close_match(id_, known)
    return Finding(
        rule=RULE.id,
        message="report-unknown-close" if close else message,
        route=route,
        on_key=True,
        arguments={"id": id_, "close": close, "known": ", ".join(known)},
    )


RULE = ReportRule(id="report-unknown", severity=Severity.ERROR, check=check)
