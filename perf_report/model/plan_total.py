"""What a plan's table comes to, so that tables of different units of money can be added up."""

from decimal import Decimal, localcontext

from perf_report.model.form import AMOUNT, Form, FundsBlock, FundsNode, Subject, ValueType
from perf_report.model.measure import currency_factor
from perf_report.model.plan import Plan
from perf_report.model.source_funds import declared_amount, printed_amount
from perf_report.model.source_tree import TOTAL


def total_in_yuan(plan: Plan, form: Form) -> Decimal | None:
    """Return the total that a table prints, in yuan; None if it prints none."""
    return in_yuan(printed_total(plan, form), plan.currency_unit)


def in_yuan(amount: Decimal | None, unit: str) -> Decimal | None:
    """Return an amount in yuan."""
    if amount is None:
        return None
    with localcontext(prec=60):
        return amount * currency_factor(unit)


def from_yuan(amount: Decimal, unit: str) -> Decimal:
    """Return an amount of yuan in another unit, exactly."""
    with localcontext(prec=60):
        return amount / currency_factor(unit)


def printed_total(plan: Plan, form: Form) -> Decimal | None:
    """Return the total that a table prints, in its unit of money; None if it prints none."""
    if form.has_tasks:
        return plan.printed_totals().printed_total
    if form.subject is Subject.PROJECTS:
        return declared_amount(plan.funds, TOTAL, AMOUNT)
    for block in form.blocks_of(FundsBlock):
        node = _total_row(block)
        money = [column.id for column in block.columns if column.type is ValueType.MONEY]
        if node and money:
            return printed_amount(plan.funds, node, AMOUNT if AMOUNT in money else money[0])
    return None


def _total_row(block: FundsBlock) -> FundsNode | None:
    """The row named so, or else the first."""
    named = (node for node in block.amounts() if node.id == TOTAL)
    return next(named, next(iter(block.amounts()), None))
