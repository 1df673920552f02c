"""Parts of a sum of money as bars: each with its amount, and its share of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from perf_report.model.money import add_amounts, format_amount
from perf_report.model.text import Text
from perf_report.site.built_table import SiteTable

_PLACE = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sum: its name, its amount, and where it is told, from the root of the site."""

    name: Text
    amount: Decimal
    path: str


class Share(NamedTuple):
    """A part as printed. `percent` is its share of all parts, `length` that of the longest bar."""

    name: Text
    amount: str
    percent: str
    length: str
    path: str


def share_out(parts: Sequence[Part]) -> tuple[Share, ...]:
    """Return the shares of parts, in their order; none where there is nothing to share out."""
    whole = add_amounts(part.amount for part in parts)
    if len(parts) <= 1 or not whole:
        return ()
    largest = max(part.amount for part in parts)
    return tuple(
        Share(
            name=part.name,
            amount=format_amount(part.amount),
            percent=_percent(part.amount, whole),
            length=_percent(part.amount, largest),
            path=part.path,
        )
        for part in parts
    )


def _percent(amount: Decimal, whole: Decimal) -> str:
    return f"{(amount * 100 / whole).quantize(_PLACE, ROUND_HALF_UP):f}"


def task_parts(built: SiteTable) -> tuple[Part, ...]:
    """Return the money of the main tasks of a table, by their order; each has its row's anchor."""
    totals = ((task, task.funds.printed_total) for task in built.tasks)
    return tuple(
        Part(task.text, total, f"#task-{task.id}") for task, total in totals if total is not None
    )
