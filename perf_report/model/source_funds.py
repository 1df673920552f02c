"""Amounts of money by source, as a form's tree of sources prints them."""

from collections.abc import Mapping
from decimal import Decimal

from perf_report.model.field_value import Cells
from perf_report.model.form import FundsNode
from perf_report.model.money import add_amounts

# The amounts of a plan, by the ids of the form's sources and columns.
SourceFunds = Mapping[str, Cells]


def declared_amount(funds: SourceFunds, id_: str, column: str) -> Decimal | None:
    """Return the amount that is written for a source; None if there is none."""
    value = funds.get(id_, {}).get(column)
    return value if isinstance(value, Decimal) else None


def printed_amount(funds: SourceFunds, node: FundsNode, column: str) -> Decimal | None:
    """Return the amount that is printed: the one that is written, or else the sum of the parts."""
    declared = None if node.is_heading else declared_amount(funds, node.id, column)
    return sum_of_parts(funds, node, column) if declared is None else declared


def sum_of_parts(funds: SourceFunds, node: FundsNode, column: str) -> Decimal | None:
    """Return the sum of a source's parts as printed; None if none of them has an amount."""
    amounts = [printed_amount(funds, part, column) for part in node.parts]
    return None if all(amount is None for amount in amounts) else add_amounts(amounts)
