"""Changes of funds: each source and the total, exact across currency units."""

from collections.abc import Iterator
from decimal import Decimal

from perf_report.diff.change import (
    Change,
    ChangeKind,
    Detail,
    NumericDifference,
    numeric_difference,
)
from perf_report.diff.plan_pair import ComparedItem, PlanPair
from perf_report.model.funds import Funds
from perf_report.model.usual_sources import USUAL_SOURCES


def funds_changes(
    plans: PlanPair, compared: ComparedItem, funds: tuple[Funds, Funds], step: str
) -> Iterator[Change]:
    """The change of the funds as printed, if any."""
    before, after = (each.printed() for each in funds)
    differences = dict(compare_funds(before, after, plans.currency_factor))
    if differences:
        detail = _detail(differences)
        yield compared.change(ChangeKind.FUNDS_CHANGED, before, after, step, detail)


def _detail(differences: dict[str, NumericDifference]) -> Detail:
    """The differences by source; those of a form's own sources are under `rows`."""
    is_usual = differences.keys() <= set(USUAL_SOURCES.ids)
    return differences if is_usual else {"rows": differences}


def compare_funds(
    before: Funds, after: Funds, factor: Decimal = Decimal(1)
) -> Iterator[tuple[str, NumericDifference]]:
    """The sources that differ; `factor` converts old amounts to the currency unit of new ones."""
    for source in dict.fromkeys((*after.sources.ids, *before.sources.ids)):
        old, new = before.get(source), after.get(source)
        converted = None if old is None else old * factor
        if converted != new:
            yield source, numeric_difference(converted, new)
