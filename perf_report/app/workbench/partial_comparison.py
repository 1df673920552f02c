"""Compare drafts that have errors, as far as they can be read.

A change is left out if it depends on what could not be read, in the draft or in what it is compared
with.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from perf_report.app.check.report_check import CheckedReport
from perf_report.app.compare.comparison import ComparisonConfig
from perf_report.app.compare.report_comparison import compare_reports
from perf_report.app.workbench.readable import Readable
from perf_report.app.workbench.readers import Read
from perf_report.diff.change import Change, ChangeKind, ReportChangeKind
from perf_report.model.measure import yuan
from perf_report.model.plan import Plan
from perf_report.model.public_plan import public_plan
from perf_report.model.route import ANY, Route, RouteSet
from perf_report.model.target import Quantity
from perf_report.outputs.table import Table
from perf_report.render.changes.located_changes import compare_sides
from perf_report.render.changes.report import Side, TableChanges

# All changes depend on these.
_HEADS: tuple[Route, ...] = (
    ("form",), ("year",), ("framework",), ("currency_unit",), ("languages",), ("units",),
    ("report",), ("of",), ("scoring",), ("through",), ("weights",),
)  # fmt: skip
# The funds of tasks are those of the goals that name them.
_MONEY: tuple[Route, ...] = (
    ("tasks", ANY, "funds"), ("funds",), ("budget",), ("goals", ANY, "tasks"),
)  # fmt: skip
# Which indicator it is, which way its target is better, and what that counts.
_MEANING = ("id", "category", "better", "unit")


@dataclass(frozen=True, slots=True)
class _Rows:
    """What is said of new rows, of those that are gone, and of others by them; their ids."""

    added: ChangeKind
    removed: ChangeKind
    named: frozenset[ChangeKind]
    ids: tuple[Route, ...]


_ROWS = (
    _Rows(
        ChangeKind.TASK_ADDED,
        ChangeKind.TASK_REMOVED,
        frozenset({ChangeKind.GOAL_RELINKED}),
        (("tasks", ANY, "id"),),
    ),
    _Rows(
        ChangeKind.GOAL_ADDED,
        ChangeKind.GOAL_REMOVED,
        frozenset({ChangeKind.INDICATOR_MOVED}),
        (("goals", ANY, "id"),),
    ),
    _Rows(
        ChangeKind.INDICATOR_ADDED,
        ChangeKind.INDICATOR_REMOVED,
        frozenset(),
        (("goals", ANY, "indicators", ANY, "id"), ("indicators", ANY, "id")),
    ),
)
_OF_REPORTS = frozenset({ReportChangeKind.TOTAL_CHANGED, ReportChangeKind.EXECUTION_CHANGED})
_GRADE = "grade"
_OF_ROWS = frozenset({ReportChangeKind.SCORE_CHANGED, ReportChangeKind.OUTCOME_CHANGED})
_ROW = len(("indicators", "id"))
_LISTS = frozenset({"tasks", "goals", "indicators"})
_ANSWERED = frozenset({"goals", "indicators", "funds"})


def compare_readable(before: Read, after: Read, config: ComparisonConfig) -> TableChanges | None:
    """Compare what can be read of two tables, or of two reports; None if nothing can be said."""
    old, new = before.readable, after.readable
    if old is None or new is None or before.is_report != after.is_report:
        return None
    unread = _Unread(RouteSet(_unread(old)), RouteSet(_unread(new)))
    if unread.touches_any(_HEADS) or _has_twins(old.plan) or _has_twins(new.plan):
        return None
    if before.is_report:
        found = compare_reports(_whole_report(before), _whole_report(after), config)
    else:
        found = compare_sides((_side(before, old), _side(after, new)), config.policy, {})
    return _readable_part(found, unread) if isinstance(found, TableChanges) else None


def _unread(readable: Readable) -> Iterator[Route]:
    """What could not be read; an answer to no row that is known may be one to any of them."""
    plan = readable.plan
    known = {*(each.id for each in plan.all_indicators()), *(each.id for each in plan.goals)}
    for route in readable.unread:
        is_known = len(route) < _ROW or isinstance(route[1], int) or route[1] in known
        yield route if is_known or route[0] not in _ANSWERED else route[:1]


def _has_twins(plan: Plan) -> bool:
    """Whether two rows have one id, so that nobody knows which is which."""
    tasks, goals = [each.id for each in plan.tasks], [each.id for each in plan.goals]
    indicators = [each.id for each in plan.all_indicators()]
    return any(len(ids) > len(set(ids)) for ids in (tasks, goals, indicators))


def _side(read: Read, readable: Readable) -> Side:
    return Side(
        name=read.file_name,
        plan=public_plan(readable.plan, readable.form),
        vocabulary=readable.vocabulary,
        document=read.checked.document,
    )


def _whole_report(read: Read) -> CheckedReport:
    checked, readable = read.checked, read.readable
    if not isinstance(checked, CheckedReport) or readable is None:
        raise TypeError(checked.source.name)
    table = Table(plan=readable.plan, vocabulary=readable.vocabulary, source=checked.source)
    return replace(checked, context=readable.context, table=table)


@dataclass(frozen=True, slots=True)
class _Unread:
    """The places that could not be read in what was, and in what is."""

    before: RouteSet
    after: RouteSet

    def touches_any(self, patterns: tuple[Route, ...]) -> bool:
        return any(self.before.touches(each) or self.after.touches(each) for each in patterns)

    def touches(self, change: Change) -> bool:
        """Whether a change depends on one of them."""
        is_whole = change.kind in _OF_REPORTS or change.detail.get("field") == _GRADE
        if is_whole or "parts" in change.detail:
            return True
        if _is_of_money(change) and self.touches_any(_MONEY):
            return True
        is_old_touched = _depends(change, change.old_route, self.before, self.after)
        return is_old_touched or _depends(change, change.new_route, self.after, self.before)


def _depends(change: Change, route: Route | None, own: RouteSet, other: RouteSet) -> bool:
    """Whether a change at a route depends on what could not be read there, or on the other side."""
    if route is None:
        return False
    if any(map(own.touches, _places(change, route))):
        return True
    if _is_listed(route):
        return False
    # A key that only one side has may be one that could not be read on the other.
    is_alone = change.old_route is None or change.new_route is None
    return other.touches(route[:1] if is_alone else route)


def _is_of_money(change: Change) -> bool:
    """Whether a change depends on sums of money: it is one, or a ceiling of cost may follow one."""
    values = (change.before, change.after)
    is_price = any(isinstance(each, Quantity) and yuan(each) is not None for each in values)
    is_sum = change.kind is ChangeKind.FUNDS_CHANGED and change.subject.type == "plan"
    return is_sum or is_price


def _is_listed(route: Route) -> bool:
    """Whether a route leads into a list, in which a row may be elsewhere on the other side."""
    return route[0] in _LISTS and isinstance(route[1], int)


def _places(change: Change, route: Route) -> Iterator[Route]:
    """What a change at a route depends on."""
    yield route[:_ROW] if change.kind in _OF_ROWS else route
    if _is_listed(route):
        at = route.index("indicators") if "indicators" in route else 0
        yield from ((*route[: at + 2], key) for key in _MEANING)


def _readable_part(found: TableChanges, unread: _Unread) -> TableChanges:
    """The changes that depend on nothing that could not be read."""
    combined = len(found.comparison.combined)
    single = found.changes[combined:]
    left_out = {each.change.kind for each in single if unread.touches(each.change)}
    doubtful = {*_doubtful(left_out, unread)}
    changes = tuple(
        each
        for each in single
        if not unread.touches(each.change) and each.change.kind not in doubtful
    )
    is_named = not any(unread.touches_any(rows.ids) for rows in _ROWS)
    comparison = replace(
        found.comparison,
        combined=(),
        matches=found.comparison.matches if is_named else (),
        uncovered=(None, None),
    )
    return replace(found, changes=changes, comparison=comparison, is_partial=True)


def _doubtful(left_out: AbstractSet[object], unread: _Unread) -> Iterator[ChangeKind]:
    """What is gone may be a row that could not be read, and what is new may have been one."""
    for rows in _ROWS:
        is_gone_doubtful = rows.added in left_out or any(map(unread.after.touches, rows.ids))
        is_new_doubtful = rows.removed in left_out or any(map(unread.before.touches, rows.ids))
        if is_gone_doubtful:
            yield rows.removed
        if is_new_doubtful:
            yield rows.added
        if is_gone_doubtful or is_new_doubtful:
            yield from rows.named
