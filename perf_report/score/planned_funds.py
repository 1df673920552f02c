"""What a plan has for the rows of a report's funds."""

from collections.abc import Mapping
from decimal import Decimal

from perf_report.model.form import AMOUNT, Form, FundsBlock, ValueType
from perf_report.model.plan import Plan
from perf_report.model.source_funds import printed_amount


def planned_amounts(plan: Plan, form: Form) -> Mapping[str, Decimal]:
    """Return the amounts of the plan by the id of the task, or of the row of the form's funds."""
    if plan.tasks:
        found = {task.id: task.funds.printed_total for task in plan.tasks}
    else:
        found = dict[str, Decimal | None]()
        for block in form.blocks_of(FundsBlock):
            money = [column.id for column in block.columns if column.type is ValueType.MONEY]
            column = AMOUNT if AMOUNT in money else next(iter(money), "")
            found |= {node.id: printed_amount(plan.funds, node, column) for node in block.amounts()}
    return {id_: amount for id_, amount in found.items() if amount is not None}
