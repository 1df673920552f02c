"""Comparison of the funds of a table by task, as it prints."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perf_report.diff.budget_coverage import UncoveredFunds
from perf_report.diff.change import numeric_difference
from perf_report.diff.comparison import Comparison
from perf_report.diff.plan_pair import PlanPair
from perf_report.model.finding import Term
from perf_report.model.form import FundsBlock
from perf_report.model.money import fill_amount, format_amount, trim_amount
from perf_report.model.text import Text
from perf_report.render.bars import largest_amount
from perf_report.render.changes.difference_text import signed
from perf_report.render.changes.funds_chart import FundsBar, draw_bars
from perf_report.render.localized_text import Localizer, TextRun, TextRuns, deduplicate
from perf_report.render.terminal import shorten

# About two lines in all languages together, so that a page holds the comparison of many tasks.
_SHORT_COLUMNS = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsChange:
    """Funds before and after, in the revision's currency unit; None where the form is blank.

    `status` is `came` for an added task, `went` for a removed one.
    """

    number: str = ""
    text: TextRuns
    before: Decimal | None
    after: Decimal | None
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsComparisonRow:
    """A row of the comparison of funds, with figures as printed.

    `status` is `came` for an added task, `went` for a removed one, and `share` for a row of shares,
    whose difference has no percentage. `bars` are those of its amounts in the chart, if it is part
    of the chart.
    """

    status: str
    number: str
    text: TextRuns
    before: str
    after: str
    difference: TextRuns
    percent: TextRuns
    bars: tuple[FundsBar, ...] = ()

    @property
    def short_text(self) -> TextRuns:
        """The beginning of the text, for a row of about two lines on paper."""
        columns = _SHORT_COLUMNS // len(self.text) if self.text else 0
        return tuple(TextRun(run.lang, shorten(run.text, columns)) for run in self.text)

    @property
    def lengths(self) -> tuple[int, int, int, int]:
        """How many characters its four figures have; words in their place may break."""
        figures = (self.difference, self.percent) if not self.status else (self.difference, ())
        if self.status == "share":
            figures = ((), ())
        difference, percent = (max((len(run.text) for run in runs), default=0) for runs in figures)
        return len(self.before), len(self.after), difference, percent


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsComparison:
    """The comparison of totals, of tasks, and of funds without a quantified outcome.

    Where the form lists money by source, `tasks` are the sources, totals among them, and `totals`
    is None. `head` is the heading of the column of tasks or sources, `number` that of the numbers
    of tasks, and `chart` that of the bars.
    """

    caption: TextRuns
    chart: TextRuns
    number: TextRuns
    head: TextRuns
    totals: FundsComparisonRow | None
    tasks: tuple[FundsComparisonRow, ...]
    uncovered: tuple[FundsComparisonRow, ...]

    @property
    def rows(self) -> tuple[FundsComparisonRow, ...]:
        """All rows."""
        totals = (self.totals,) if self.totals else ()
        return (*totals, *self.tasks, *self.uncovered)


def compare_funds(
    plans: PlanPair,
    comparison: Comparison,
    localizer: Localizer,
    block: FundsBlock,
) -> FundsComparison:
    """Build the comparison of the funds of tasks, which stand in `block`."""
    totals = FundsChange(
        text=localizer.text(block.total or Text()),
        before=converted(plans, plans.base.printed_totals().printed_total),
        after=plans.revision.printed_totals().printed_total,
    )
    currency = Term("form", f"currency-{plans.revision.currency_unit}")
    return FundsComparison(
        caption=localizer.format("report", "part-funds", currency=currency),
        chart=localizer.format("report", "chart", currency=currency),
        number=localizer.text(block.number or Text()),
        head=localizer.text(block.task or Text()),
        totals=funds_row(totals, localizer),
        tasks=tuple(charted_rows(tuple(_task_changes(plans, comparison, localizer)), localizer)),
        uncovered=tuple(_uncovered(plans, comparison, localizer)),
    )


def charted_rows(
    changes: Sequence[FundsChange], localizer: Localizer
) -> Iterator[FundsComparisonRow]:
    """Yield the rows of some funds with their bars, all by one scale."""
    amounts = [(change.before, change.after) for change in changes]
    largest = largest_amount(amounts)
    for change, pair in zip(changes, amounts, strict=True):
        yield replace(funds_row(change, localizer), bars=tuple(draw_bars(pair, largest)))


def _task_changes(
    plans: PlanPair, comparison: Comparison, localizer: Localizer
) -> Iterator[FundsChange]:
    """The funds of each task of the revision in its order, then of the removed tasks."""
    former = {match.revision: match.base for match in comparison.matches if match.type == "task"}
    left = {task.id: task for task in plans.base.tasks}
    for number, task in enumerate(plans.revision.tasks, start=1):
        old = left.pop(former.get(task.id, task.id), None)
        yield FundsChange(
            number=str(number),
            text=localizer.text(task.text),
            before=converted(plans, old.funds.printed_total) if old else None,
            after=task.funds.printed_total,
            status="" if old else "came",
        )
    for task in left.values():
        before = converted(plans, task.funds.printed_total)
        yield FundsChange(text=localizer.text(task.text), before=before, after=None, status="went")


def converted(plans: PlanPair, amount: Decimal | None) -> Decimal | None:
    """An amount of the base in the revision's currency unit."""
    return None if amount is None else trim_amount(amount * plans.currency_factor)


def funds_row(change: FundsChange, localizer: Localizer) -> FundsComparisonRow:
    """Build a row of the comparison."""
    moved = numeric_difference(change.before, change.after)
    percent = "" if moved.percent is None else f"{_figure(moved.percent)}%"
    return FundsComparisonRow(
        status=change.status,
        number=change.number,
        text=change.text,
        before=format_amount(change.before),
        after=format_amount(change.after),
        difference=localizer.number(_figure(fill_amount(moved.difference))),
        percent=localizer.format("report", change.status)
        if change.status
        else localizer.number(percent),
    )


def _figure(number: Decimal) -> str:
    """A difference with its sign; zero has none."""
    return signed(number) if number else f"{number:f}"


def _uncovered(
    plans: PlanPair, comparison: Comparison, localizer: Localizer
) -> Iterator[FundsComparisonRow]:
    """The rows of the funds without a quantified outcome, and of their share in all funds."""
    before, after = comparison.uncovered
    if before is None or after is None:
        return
    yield funds_row(
        FundsChange(
            text=localizer.format("report", "uncovered"),
            before=converted(plans, before.funds),
            after=after.funds,
        ),
        localizer,
    )
    yield _share(before, after, localizer)


def _share(
    before: UncoveredFunds, after: UncoveredFunds, localizer: Localizer
) -> FundsComparisonRow:
    moved = numeric_difference(before.share, after.share).difference
    return FundsComparisonRow(
        status="share",
        number="",
        text=localizer.format("report", "uncovered-share"),
        before=_percent(before.share),
        after=_percent(after.share),
        difference=deduplicate(localizer.format("report", "points", points=_figure(moved))),
        percent=(),
    )


def _percent(share: Decimal | None) -> str:
    return "" if share is None else f"{share:f}%"
