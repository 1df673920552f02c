"""The funds of a table by task, before and after."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from perf_report.diff.budget_coverage import UncoveredFunds
from perf_report.diff.change import numeric_difference
from perf_report.diff.comparison import Comparison
from perf_report.diff.plan_pair import PlanPair
from perf_report.model.finding import Term
from perf_report.model.money import format_amount
from perf_report.render.changes.change_text import signed
from perf_report.render.localized_text import Runs, Speech, once


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsMove:
    """Funds before and after, in the revision's currency unit; None where the form is blank.

    `status` is `came` or `went` for a task that stands on one side alone.
    """

    number: str = ""
    text: Runs
    before: Decimal | None
    after: Decimal | None
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsLine:
    """A row of the comparison of funds; figures as printed, blank where the form is blank.

    `status` is `came` or `went` for a task that stands on one side alone, and `share` for a row
    of shares, whose difference has no percentage.
    """

    status: str
    number: str
    text: Runs
    before: str
    after: str
    difference: Runs
    percent: Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsComparison:
    """The printed totals, the tasks, and what no quantified outcome covers."""

    caption: Runs
    totals: FundsLine
    tasks: tuple[FundsLine, ...]
    uncovered: tuple[FundsLine, ...]


def compare_funds(
    plans: PlanPair, moves: Iterable[FundsMove], comparison: Comparison, speech: Speech
) -> FundsComparison:
    """The comparison of funds as it prints; `moves` are those of the tasks."""
    totals = FundsMove(
        text=speech.form("sum"),
        before=_converted(plans, plans.base.printed_totals().total),
        after=plans.revision.printed_totals().total,
    )
    currency = Term("form", f"currency-{plans.revision.currency_unit}")
    return FundsComparison(
        caption=speech.format("report", "part-funds", currency=currency),
        totals=_line(totals, speech),
        tasks=tuple(_line(move, speech) for move in moves),
        uncovered=tuple(_uncovered(plans, comparison, speech)),
    )


def task_moves(plans: PlanPair, comparison: Comparison, speech: Speech) -> Iterator[FundsMove]:
    """The tasks of the revision in their order, each with what it was; then those that are gone."""
    former = {match.revision: match.base for match in comparison.matches if match.type == "task"}
    left = {task.id: task for task in plans.base.tasks}
    for number, task in enumerate(plans.revision.tasks, start=1):
        old = left.pop(former.get(task.id, task.id), None)
        yield FundsMove(
            number=str(number),
            text=speech.text(task.text),
            before=_converted(plans, old.funds.printed_total) if old else None,
            after=task.funds.printed_total,
            status="" if old else "came",
        )
    for task in left.values():
        before = _converted(plans, task.funds.printed_total)
        yield FundsMove(text=speech.text(task.text), before=before, after=None, status="went")


def _converted(plans: PlanPair, amount: Decimal | None) -> Decimal | None:
    """An amount of the base in the revision's currency unit."""
    return None if amount is None else amount * plans.currency_factor


def _line(move: FundsMove, speech: Speech) -> FundsLine:
    moved = numeric_difference(move.before, move.after)
    percent = "" if moved.percent is None else f"{_figure(moved.percent)}%"
    return FundsLine(
        status=move.status,
        number=move.number,
        text=move.text,
        before=format_amount(move.before),
        after=format_amount(move.after),
        difference=speech.number(_figure(Decimal(format_amount(moved.difference)))),
        percent=speech.format("report", move.status) if move.status else speech.number(percent),
    )


def _figure(number: Decimal) -> str:
    """A difference with its sign; none where there is no difference."""
    return signed(number) if number else f"{number:f}"


def _uncovered(plans: PlanPair, comparison: Comparison, speech: Speech) -> Iterator[FundsLine]:
    """The funds that no quantified outcome covers, and their share of all funds."""
    before, after = comparison.uncovered
    if before is None or after is None:
        return
    yield _line(
        FundsMove(
            text=speech.format("report", "uncovered"),
            before=_converted(plans, before.funds),
            after=after.funds,
        ),
        speech,
    )
    yield _share(before, after, speech)


def _share(before: UncoveredFunds, after: UncoveredFunds, speech: Speech) -> FundsLine:
    moved = numeric_difference(before.share, after.share).difference
    return FundsLine(
        status="share",
        number="",
        text=speech.format("report", "uncovered-share"),
        before=_percent(before.share),
        after=_percent(after.share),
        difference=once(speech.format("report", "points", points=_figure(moved))),
        percent=(),
    )


def _percent(share: Decimal | None) -> str:
    return "" if share is None else f"{share:f}%"
