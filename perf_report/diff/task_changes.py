"""How main tasks and their funds changed."""

from collections.abc import Iterator

from perf_report.diff.change import Change, Kind
from perf_report.diff.funds_changes import funds_changes
from perf_report.diff.matching import Item, Pair
from perf_report.diff.scope import Scope, Spot, divided, kin_of_new, kin_of_old, task_subject
from perf_report.model.plan import Plan, Task


def task_changes(scope: Scope) -> Iterator[Change]:
    """The changes of all tasks in the order of the revision, then what is gone."""
    pairs = {pair.new.id: pair for pair in scope.tasks.pairs}
    for index, task in enumerate(scope.revision.tasks):
        if task.id in pairs:
            yield from _compare_tasks(scope, pairs[task.id])
        else:
            yield Change(
                kind=Kind.TASK_ADDED,
                subject=task_subject(task),
                after=task,
                detail=divided(kin_of_new(scope.tasks, task.id)),
                new=("tasks", index),
            )
    for item in scope.tasks.removed:
        task = _task_at(scope.base, item)
        yield Change(
            kind=Kind.TASK_REMOVED,
            subject=task_subject(task),
            before=task,
            detail=divided(kin_of_old(scope.tasks, task.id)),
            old=item.route,
        )


def _compare_tasks(scope: Scope, pair: Pair) -> Iterator[Change]:
    old, new = _task_at(scope.base, pair.old), _task_at(scope.revision, pair.new)
    spot = Spot.of(task_subject(new), pair, scope.tasks)
    yield from scope.text_changes(Kind.TASK_REWORDED, spot, (old.text, new.text), "text")
    yield from funds_changes(scope, spot, (old.funds, new.funds), "funds")


def _task_at(plan: Plan, item: Item) -> Task:
    return plan.tasks[int(item.route[1])]
