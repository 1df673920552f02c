"""Compare the amounts of a draft with their totals: by task, and by source."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from perf_report.model.form import FundsBlock, ValueType
from perf_report.model.money import add_amounts
from perf_report.model.route import Route
from perf_report.model.source_tree import SourceTree
from perf_report.recognize.draft import Draft


def check_sums(draft: Draft, sources: SourceTree) -> None:
    """Mark the amounts that do not add up, by task and by source."""
    tasks = draft.data.get("tasks", [])
    for number, task in enumerate(tasks):
        _check_parts(task["funds"], sources, ("tasks", number, "funds"), draft)
    budget = draft.data.get("budget")
    if not budget:
        return
    _check_parts(budget, sources, ("budget",), draft)
    for source, total in budget.items():
        found = add_amounts(task["funds"].get(source) for task in tasks)
        if found != total:
            draft.mark_sum(
                "import-column-sum", ("budget", source), sum=str(found), total=str(total)
            )


def check_source_sums(draft: Draft, blocks: Sequence[FundsBlock]) -> None:
    """Mark the amounts of sources that are not the sum of their parts."""
    funds = draft.data.get("funds", {})
    for block in blocks:
        tree = SourceTree.of(block.tree)
        for column in (each for each in block.columns if each.type is ValueType.MONEY):
            amounts = {
                id_: found
                for id_, cells in funds.items()
                if (found := cells.get(column.id) if isinstance(cells, dict) else cells) is not None
            }
            _check_parts(amounts, tree, ("funds",), draft)


def _check_parts(
    amounts: Mapping[str, Decimal], sources: SourceTree, route: Route, draft: Draft
) -> None:
    for source, parts in sources.parts.items():
        total, known = amounts.get(source), [amounts.get(part) for part in parts]
        if total is None and any(known):
            draft.mark_sum("import-total-missing", (*route, source))
        if total is not None and any(each is not None for each in known):
            found = add_amounts(known)
            if found != total:
                draft.mark_sum("import-row-sum", (*route, source), sum=str(found), total=str(total))
