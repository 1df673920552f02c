"""Comparison of the funds of a table whose form lists them by source, as it prints."""

from collections.abc import Iterator

from perf_report.diff.plan_pair import PlanPair
from perf_report.model.finding import Term
from perf_report.model.form import AMOUNT, Form, FundsBlock
from perf_report.model.source_funds import printed_amount
from perf_report.render.changes.funds_table import (
    FundsChange,
    FundsComparison,
    charted_rows,
    converted,
)
from perf_report.render.localized_text import Localizer


def compare_sources(plans: PlanPair, form: Form, localizer: Localizer) -> FundsComparison | None:
    """Build the comparison of funds by source; None if neither plan has an amount."""
    changes = tuple(_source_changes(plans, form, localizer))
    if not changes:
        return None
    currency = Term("form", f"currency-{plans.revision.currency_unit}")
    return FundsComparison(
        caption=localizer.format("report", "part-funds", currency=currency),
        chart=localizer.format("report", "chart", currency=currency),
        number=(),
        head=localizer.format("report", "source"),
        totals=None,
        tasks=tuple(charted_rows(changes, localizer)),
        uncovered=(),
    )


def _source_changes(plans: PlanPair, form: Form, localizer: Localizer) -> Iterator[FundsChange]:
    for block in form.blocks_of(FundsBlock):
        for node in block.amounts() if block.rows == "sources" else ():
            before = converted(plans, printed_amount(plans.base.funds, node, AMOUNT))
            after = printed_amount(plans.revision.funds, node, AMOUNT)
            if before is not None or after is not None:
                text = localizer.text(node.label)
                yield FundsChange(text=text, before=before, after=after)
