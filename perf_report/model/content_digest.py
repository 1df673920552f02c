"""The digest of what the author of a plan wrote, which decides whether a disclosed table changed.

It is taken of the plan in a fixed form, so that neither a better word of ours, nor a comment, nor
the shape of a file changes it.
"""

import hashlib
import json
from dataclasses import replace
from decimal import Decimal

from perf_report.model.funds import Funds, sum_columns
from perf_report.model.money import format_amount
from perf_report.model.plan import Plan
from perf_report.model.plan_data import plan_data
from perf_report.model.usual_sources import USUAL_SOURCES

# The version of the fixed form. A table that was disclosed under another one is compared by the
# spec that was disclosed with it.
CONTENT_FORM = 2


def content_digest(plan: Plan) -> str:
    """Return the SHA-256, in hexadecimal, of a plan in its fixed form.

    The form is JSON with sorted keys: the keys and values of the YAML. Totals and the revision are
    as printed, whether the file declares them or not, and amounts under a form's own sources as
    written; so are digits: 396.6 is 396.60, and 396.6000 is not. A key that a later version
    adds is absent where a spec does not have it.
    """
    data = plan_data(_as_printed(plan))
    # The version of the YAML is no content.
    del data["format"]
    form = json.dumps(
        {"form": CONTENT_FORM, **data},
        ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_number,
    )  # fmt: skip
    return hashlib.sha256(form.encode()).hexdigest()


def _as_printed(plan: Plan) -> Plan:
    plan = replace(plan, revision=plan.revision or 1)
    written = (*([plan.budget] if plan.budget else []), *(task.funds for task in plan.tasks))
    if not all(funds.amounts.keys() <= set(USUAL_SOURCES.ids) for funds in written):
        # What is the total of other sources, the form says alone, which a reader need not have.
        return plan
    tasks = tuple(replace(task, funds=_with_total(task.funds)) for task in plan.tasks)
    budget = sum_columns((task.funds for task in tasks), USUAL_SOURCES)
    declared = plan.budget.amounts if plan.budget else {}
    return replace(plan, budget=Funds({**budget.amounts, **declared}), tasks=tasks)


def _with_total(funds: Funds) -> Funds:
    return Funds(funds.amounts).printed()


def _number(value: object) -> str:
    """A decimal with its digits, at least two behind the point; nothing else has no JSON form."""
    if not isinstance(value, Decimal):
        raise TypeError(type(value).__name__)
    return format_amount(value)
