"""What the amounts below a declared total add up to, and by how much it differs."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from perf_report.messages import Catalogue
from perf_report.model.form import AMOUNT
from perf_report.model.funds import Funds, sum_amounts
from perf_report.model.money import format_amount
from perf_report.model.plan import Plan
from perf_report.model.route import Route


def notes_of_sums(
    route: Route, adds: Sequence[str], plan: Plan, say: Catalogue
) -> tuple[str, ...]:  # fmt: skip
    """Return in words what the tasks, and the sources `adds`, of a declared amount add up to."""
    return tuple(_notes(route, adds, plan, say))


def _notes(route: Route, adds: Sequence[str], plan: Plan, say: Catalogue) -> Iterator[str]:
    match route:
        case ("budget", str(id_)) if plan.budget:
            declared = plan.budget.get(id_)
            yield from _note(declared, plan.column_totals().get(id_), "tasks", say)
            yield from _note(declared, plan.budget.sum_of(id_), "sources", say)
        case ("tasks", int(at), "funds", str(id_)) if at < len(plan.tasks):
            funds: Funds = plan.tasks[at].funds
            yield from _note(funds.get(id_), funds.sum_of(id_), "sources", say)
        case ("funds", str(id_), *rest):
            column = str(rest[0]) if rest else AMOUNT
            parts = sum_amounts(_amounts(plan, adds, column))
            yield from _note(next(_amounts(plan, [id_], column)), parts, "sources", say)


def _amounts(plan: Plan, ids: Iterable[str], column: str) -> Iterator[Decimal | None]:
    for id_ in ids:
        value = plan.funds.get(id_, {}).get(column)
        yield value if isinstance(value, Decimal) else None


def _note(
    declared: Decimal | None, found: Decimal | None, what: str, say: Catalogue
) -> Iterator[str]:
    """What is added up, and the difference if there is one."""
    if declared is None or found is None:
        return
    difference = format_amount(abs(declared - found))
    if declared != found:
        id_ = (_MORE if declared > found else _LESS)[what]
        yield say.format("workbench", id_, sum=format_amount(found), difference=difference)
    elif what == "tasks":
        yield say.format("workbench", "sum-same-tasks")


_MORE = {"tasks": "sum-more-tasks", "sources": "sum-more-sources"}
_LESS = {"tasks": "sum-less-tasks", "sources": "sum-less-sources"}
