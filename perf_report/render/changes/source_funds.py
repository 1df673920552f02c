"""Comparison of the funds of a table whose form lists them by source, as it prints."""

from collections.abc import Iterator
from decimal import Decimal

from perf_report.diff.plan_pair import PlanPair
from perf_report.model.finding import Term
from perf_report.model.form import AMOUNT, Form, FundsBlock, FundsNode
from perf_report.model.money import add_amounts
from perf_report.model.plan import Plan
from perf_report.render.changes.funds_table import (
    FundsChange,
    FundsComparison,
    converted,
    funds_row,
)
from perf_report.render.localized_text import Localizer


def compare_sources(plans: PlanPair, form: Form, localizer: Localizer) -> FundsComparison | None:
    """Build the comparison of funds by source; None if neither plan has an amount."""
    changes = list(_source_changes(plans, form, localizer))
    if not changes:
        return None
    currency = Term("form", f"currency-{plans.revision.currency_unit}")
    return FundsComparison(
        caption=localizer.format("report", "part-funds", currency=currency),
        head=localizer.format("report", "source"),
        totals=None,
        tasks=tuple(funds_row(change, localizer) for change in changes),
        uncovered=(),
    )


def _source_changes(plans: PlanPair, form: Form, localizer: Localizer) -> Iterator[FundsChange]:
    for block in form.blocks_of(FundsBlock):
        for node in block.amounts() if block.rows == "sources" else ():
            before = converted(plans, _amount(plans.base, node))
            after = _amount(plans.revision, node)
            if before is not None or after is not None:
                text = localizer.text(node.label)
                yield FundsChange(text=text, before=before, after=after)


def _amount(plan: Plan, node: FundsNode) -> Decimal | None:
    """The amount of a source: the declared one, or else the sum of its parts."""
    declared = plan.funds.get(node.id, {}).get(AMOUNT)
    if isinstance(declared, Decimal):
        return declared
    parts = [_amount(plan, part) for part in node.parts]
    return None if all(part is None for part in parts) else add_amounts(parts)
