"""How funds changed: each source and the total, exactly, whatever unit the amounts are in."""

from collections.abc import Iterator
from decimal import Decimal

from perf_report.diff.change import Change, Difference, Kind, difference
from perf_report.diff.scope import Scope, Spot
from perf_report.model.plan import Funds

SOURCES = ("total", "basic", "project", "other")


def funds_changes(
    scope: Scope, spot: Spot, funds: tuple[Funds, Funds], step: str
) -> Iterator[Change]:
    """The change of funds, if there is one: what prints counts, a declared total like a sum."""
    before, after = map(printed_funds, funds)
    differences = dict(compare_funds(before, after, scope.currency_factor))
    if differences:
        yield spot.change(Kind.FUNDS_CHANGED, before, after, step, differences)


def compare_funds(
    before: Funds, after: Funds, factor: Decimal = Decimal(1)
) -> Iterator[tuple[str, Difference]]:
    """The sources that differ; `factor` takes the old amounts to the unit of the new ones."""
    for source in SOURCES:
        old, new = getattr(before, source), getattr(after, source)
        converted = None if old is None else old * factor
        if converted != new:
            yield source, difference(converted, new)


def printed_funds(funds: Funds) -> Funds:
    """The funds with the total that the form prints."""
    return Funds(
        total=funds.printed_total, basic=funds.basic, project=funds.project, other=funds.other
    )
