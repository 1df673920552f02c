"""An adjustment of targets within the year says who approved it, when, and why.

An adjustment (`revision_kind: adjustment`) is a revision of its own, approved within the year of
the table. What corrects an error of the paper is no adjustment, and nobody approves it; a
correction after an adjustment keeps the approval of that.

中文：年度内调整绩效目标须另立版次（`revision_kind: adjustment`），写明批准单位、批准日期和原因；批
准日期在本年度之内。更正差错不是调整，不写批准；调整之后再更正的，保留调整的批准。

Passes: `revision_kind: adjustment` with `revision: 2`, `revision_approved` and `revision_note`.
Fails: `revision_kind: adjustment` without `revision_approved`.
符合：`revision_kind: adjustment`，并有 `revision: 2`、`revision_approved` 和 `revision_note`。
不符合：`revision_kind: adjustment`，没有 `revision_approved`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.plan import Plan, RevisionApproval
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

# The first revision that can be an adjustment; a correction of it comes later.
_FIRST_ADJUSTMENT = 2


def check(context: RuleContext) -> Iterator[Finding]:
    """Adjustments without what they need, and an approval of none."""
    plan = context.plan
    if plan.is_adjustment:
        yield from _check_adjustment(plan)
    elif plan.revision_approved is not None and (plan.revision or 1) <= _FIRST_ADJUSTMENT:
        route = ("revision_approved",)
        yield Finding(rule=RULE.id, message="revision-adjustment-none", route=route)


def _check_adjustment(plan: Plan) -> Iterator[Finding]:
    route = ("revision_kind",)
    if (plan.revision or 1) == 1:
        yield Finding(rule=RULE.id, message="revision-adjustment-first", route=route)
    if plan.revision_approved is None:
        yield Finding(rule=RULE.id, route=route)
    else:
        yield from _check_day(plan.revision_approved, plan.year)
    if plan.revision_note is None:
        yield Finding(rule=RULE.id, message="revision-adjustment-note", route=route)


def _check_day(approved: RevisionApproval, year: int) -> Iterator[Finding]:
    if approved.on.year != year:
        yield Finding(
            rule=RULE.id,
            message="revision-adjustment-year",
            route=("revision_approved", "on"),
            arguments={"day": str(approved.on), "year": year},
        )


RULE = Rule(
    id="revision-adjustment",
    severity=Severity.ERROR,
    check=check,
    reads=("revision", "revision_kind", "revision_approved", "revision_note", "year"),
)
