"""Changes of main tasks and of their funds."""

from collections.abc import Iterator

from perf_report.diff.change import Change, ChangeKind
from perf_report.diff.funds_changes import funds_changes
from perf_report.diff.matching import Item, Pair
from perf_report.diff.plan_pair import ComparedItem, PlanPair, new_ids_of, old_ids_of, parts_detail
from perf_report.diff.subjects import task_subject
from perf_report.model.plan import Plan, Task


def task_changes(plans: PlanPair) -> Iterator[Change]:
    """The changes of all tasks in the order of the revision, then the removed ones."""
    pairs = {pair.new.id: pair for pair in plans.tasks.pairs}
    for index, task in enumerate(plans.revision.tasks):
        if task.id in pairs:
            yield from _compare_tasks(plans, pairs[task.id])
        else:
            yield Change(
                kind=ChangeKind.TASK_ADDED,
                subject=task_subject(task),
                after=task,
                detail=parts_detail(old_ids_of(plans.tasks, task.id)),
                new_route=("tasks", index),
            )
    for item in plans.tasks.removed:
        task = _task_at(plans.base, item)
        yield Change(
            kind=ChangeKind.TASK_REMOVED,
            subject=task_subject(task),
            before=task,
            detail=parts_detail(new_ids_of(plans.tasks, task.id)),
            old_route=item.route,
        )


def _compare_tasks(plans: PlanPair, pair: Pair) -> Iterator[Change]:
    old, new = _task_at(plans.base, pair.old), _task_at(plans.revision, pair.new)
    compared = ComparedItem.of(task_subject(new), pair, plans.tasks)
    yield from plans.text_changes(ChangeKind.TASK_REWORDED, compared, (old.text, new.text), "text")
    yield from funds_changes(plans, compared, (old.funds, new.funds), "funds")


def _task_at(plan: Plan, item: Item) -> Task:
    return plan.tasks[int(item.route[1])]
