"""Changes of funds: each source and the total, exact across currency units."""

from collections.abc import Iterator
from decimal import Decimal

from perf_report.diff.change import Change, ChangeKind, NumericDifference, numeric_difference
from perf_report.diff.plan_pair import ComparedItem, PlanPair
from perf_report.model.plan import Funds

SOURCES = ("total", "basic", "project", "other")


def funds_changes(
    plans: PlanPair, compared: ComparedItem, funds: tuple[Funds, Funds], step: str
) -> Iterator[Change]:
    """The change of the funds as printed, if any."""
    before, after = map(printed_funds, funds)
    differences = dict(compare_funds(before, after, plans.currency_factor))
    if differences:
        yield compared.change(ChangeKind.FUNDS_CHANGED, before, after, step, differences)


def compare_funds(
    before: Funds, after: Funds, factor: Decimal = Decimal(1)
) -> Iterator[tuple[str, NumericDifference]]:
    """The sources that differ; `factor` converts old amounts to the currency unit of new ones."""
    for source in SOURCES:
        old, new = getattr(before, source), getattr(after, source)
        converted = None if old is None else old * factor
        if converted != new:
            yield source, numeric_difference(converted, new)


def printed_funds(funds: Funds) -> Funds:
    """The funds with the total that the form prints."""
    return Funds(
        total=funds.printed_total, basic=funds.basic, project=funds.project, other=funds.other
    )
