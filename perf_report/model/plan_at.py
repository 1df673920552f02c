"""The plan as a report on it saw it: before an adjustment, the targets were those of the time.

Monitoring of July says of the targets of July how likely they are. Where an adjustment of
September lowers one, the paper of July is no other for it.
"""

from dataclasses import replace

from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.report import Report, ReportKind


def precedes_adjustment(plan: Plan, report: Report) -> bool:
    """Return whether the targets were adjusted after the months that a monitoring report covers."""
    approved, last = plan.revision_approved, report.last_day
    is_monitoring = report.kind is ReportKind.MONITORING
    return bool(is_monitoring and approved and last and approved.on > last)


def plan_at(plan: Plan, report: Report) -> Plan:
    """Return the plan with the goals and targets of the time, as far as the report names them."""
    if not precedes_adjustment(plan, report):
        return plan
    goals = tuple(_goal_at(goal, report) for goal in plan.goals)
    return replace(plan, goals=goals, indicators=_indicators_at(plan.indicators, report))


def _goal_at(goal: Goal, report: Report) -> Goal:
    text = report.initial_goals.get(goal.id, goal.text)
    return replace(goal, text=text, indicators=_indicators_at(goal.indicators, report))


def _indicators_at(indicators: tuple[Indicator, ...], report: Report) -> tuple[Indicator, ...]:
    found = ((each, report.indicators.get(each.id)) for each in indicators)
    return tuple(
        replace(each, target=said.initial) if said and said.initial else each
        for each, said in found
    )
