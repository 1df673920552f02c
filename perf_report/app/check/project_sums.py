"""Money across the tables of a run: projects and units against the table they are part of.

A project's task is one of its department's table. The projects of a task, and all projects of a
department, have no more than the project expenditure of that table; the units below a department
have no more than its total. Only tables of the same run are compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perf_report.app.check.check_result import CheckedSpec
from perf_report.app.check.checker import Checker
from perf_report.model.close_match import close_match
from perf_report.model.finding import Finding, LocatedFinding, Severity
from perf_report.model.identity import Identity
from perf_report.model.money import add_amounts, format_amount, trim_amount
from perf_report.model.plan import Plan, Task
from perf_report.model.plan_total import from_yuan, in_yuan
from perf_report.model.usual_sources import PROJECT_EXPENDITURE

# Findings by the position of their spec in the run.
_Found = dict[int, list[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member:
    """A spec with its position in the run."""

    position: int
    spec: CheckedSpec


def report_sums(specs: Iterable[CheckedSpec], checker: Checker) -> Iterator[CheckedSpec]:
    """Yield the specs, each with what is wrong between it and other tables of the run."""
    checked = list(specs)
    found: _Found = defaultdict(list)
    tables = _tables(checked)
    for identity, parts in _projects(tables).items():
        if identity in tables:
            whole = tables[identity]
            _check_projects(checker.open(whole.spec).plan, whole.position, parts, found)
    for identity, parts in _units(tables).items():
        if identity in tables:
            _check_units(tables[identity], parts, checker, found)
    for position, spec in enumerate(checked):
        yield _with_findings(spec, found[position], checker) if position in found else spec


def _tables(specs: Sequence[CheckedSpec]) -> Mapping[Identity, _Member]:
    """The specs by their tables, without those that are one table twice."""
    members: dict[Identity, list[_Member]] = defaultdict(list)
    for position, spec in enumerate(specs):
        if spec.result.identity:
            members[spec.result.identity].append(_Member(position=position, spec=spec))
    return {identity: each[0] for identity, each in members.items() if len(each) == 1}


def _projects(tables: Mapping[Identity, _Member]) -> Mapping[Identity, list[_Member]]:
    """The specs of projects, by the table of their department."""
    parts: dict[Identity, list[_Member]] = defaultdict(list)
    for identity, member in tables.items():
        if identity.project:
            parts[identity.of_department].append(member)
    return parts


def _units(tables: Mapping[Identity, _Member]) -> Mapping[Identity, list[_Member]]:
    """The tables of units, by the table of the department above."""
    parts: dict[Identity, list[_Member]] = defaultdict(list)
    for identity, member in tables.items():
        parent = member.spec.result.parent
        if not identity.project and parent not in {"", identity.code}:
            parts[Identity(parent, identity.year)].append(member)
    return parts


# --- Projects ---


def _check_projects(
    plan: Plan | None, position: int, members: Sequence[_Member], found: _Found
) -> None:
    """Projects against the tasks of their department's table and against its budget."""
    if plan is None or not plan.tasks:
        return
    tasks = {task.id: task for task in plan.tasks}
    by_task: dict[str, list[_Member]] = defaultdict(list)
    for member in members:
        task = member.spec.result.task
        if task in tasks:
            by_task[task].append(member)
        elif task:
            found[member.position].append(_unknown_task(plan, task, list(tasks)))
    for id_, parts in by_task.items():
        finding = _over_task(plan, tasks[id_], parts)
        for member in parts if finding else ():
            if finding and member.spec.result.total is not None:
                found[member.position].append(finding)
    limit, total = plan.printed_totals().printed_amount(PROJECT_EXPENDITURE), _sum(members)
    if limit is not None and total > _yuan(limit, plan):
        arguments = _figures(plan, total, limit)
        found[position].append(
            Finding(
                rule="project-funds",
                message="project-funds-budget",
                route=("budget", PROJECT_EXPENDITURE) if plan.budget else ("tasks",),
                severity=Severity.WARNING,
                arguments=arguments,
            )
        )


def _unknown_task(plan: Plan, task: str, known: Sequence[str]) -> Finding:
    close = close_match(task, known)
    return Finding(
        rule="project-task",
        message="project-task-close" if close else "" if known else "project-task-none",
        route=("project", "task"),
        arguments={
            "whole": str(plan.identity),
            "task": task,
            "close": close,
            "known": ", ".join(known),
        },
    )


def _over_task(plan: Plan, task: Task, members: Sequence[_Member]) -> Finding | None:
    """The finding of projects that have more than their task; None without its sources."""
    if task.funds.sum is None or PROJECT_EXPENDITURE not in task.funds.sources.ids:
        return None
    limit = task.funds.printed_amount(PROJECT_EXPENDITURE) or Decimal(0)
    total = _sum(members)
    if total <= _yuan(limit, plan):
        return None
    number = plan.task_numbers()[task.id]
    return Finding(
        rule="project-funds",
        route=("funds",),
        severity=Severity.WARNING,
        arguments={"number": number, "task": task.id, **_figures(plan, total, limit)},
    )


# --- Units ---


def _check_units(
    whole: _Member, members: Sequence[_Member], checker: Checker, found: _Found
) -> None:
    """The tables of units against that of the department above."""
    limit, total = whole.spec.result.total, _sum(members)
    if limit is None or total <= limit:
        return
    plan = checker.open(whole.spec).plan
    if plan is not None:
        key = "budget" if plan.budget else "tasks" if plan.tasks else "funds"
        arguments = {
            "count": len(members),
            **_figures(plan, total, from_yuan(limit, plan.currency_unit)),
        }
        found[whole.position].append(
            Finding(rule="unit-funds", route=(key,), severity=Severity.WARNING, arguments=arguments)
        )


# --- Both ---


def _sum(members: Iterable[_Member]) -> Decimal:
    """The totals of tables in yuan; one that prints none adds nothing."""
    return add_amounts(member.spec.result.total for member in members)


def _yuan(amount: Decimal, plan: Plan) -> Decimal:
    return in_yuan(amount, plan.currency_unit) or Decimal(0)


def _figures(plan: Plan, total: Decimal, limit: Decimal) -> dict[str, object]:
    """Both figures in the unit of the table that they are compared with."""
    converted = trim_amount(from_yuan(total, plan.currency_unit))
    return {
        "sum": format_amount(converted),
        "limit": format_amount(trim_amount(limit)),
        "unit": plan.currency_unit,
    }


def _with_findings(spec: CheckedSpec, found: Sequence[Finding], checker: Checker) -> CheckedSpec:
    """The spec with findings more, but for those that a comment in it accepts."""
    # Slow to load, and seldom needed.
    from perf_report.parse.suppressions import find_suppressions

    document = checker.open(spec).document
    reasons = {(each.rule, each.line): each.reason for each in find_suppressions(document)}
    kept: list[LocatedFinding] = []
    accepted: list[tuple[LocatedFinding, str]] = []
    # Results from the cache name no file.
    for item in (replace(document.locate(finding), file="") for finding in found):
        reason = reasons.get((item.finding.rule, item.span.line))
        if reason and item.finding.severity is not Severity.ERROR:
            accepted.append((item, reason))
        else:
            kept.append(item)
    findings = sorted((*spec.result.findings, *kept), key=lambda item: item.sort_key[1:])
    result = replace(
        spec.result,
        findings=tuple(findings),
        accepted=(*spec.result.accepted, *accepted),
    )
    return replace(spec, result=result)
