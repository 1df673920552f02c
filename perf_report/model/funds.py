"""The money of a main task, by the sources of its form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Self

from perf_report.model.money import add_amounts, format_amount
from perf_report.model.source_tree import SourceTree
from perf_report.model.usual_sources import USUAL_SOURCES


@dataclass(frozen=True, slots=True)
class Funds:
    """Amounts by the ids of sources, in the plan's currency unit; none where the form is blank.

    `amounts` are those that are written. `sources` says which of them are sums of others; it is
    that of the form once the plan is checked.
    """

    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    sources: SourceTree = field(default=USUAL_SOURCES, compare=False, repr=False)

    @property
    def is_known(self) -> bool:
        """Whether the form has a place for every amount."""
        return self.amounts.keys() <= set(self.sources.ids)

    def get(self, source: str) -> Decimal | None:
        """The amount that is written for a source."""
        return self.amounts.get(source)

    def sum_of(self, source: str) -> Decimal | None:
        """The sum of a source's parts as printed; None if none of them has an amount."""
        parts = self.sources.parts.get(source, ())
        return sum_amounts([self.printed_amount(part) for part in parts])

    def printed_amount(self, source: str) -> Decimal | None:
        """The amount that is printed: the one that is written, or else the sum of the parts."""
        declared = self.amounts.get(source)
        return self.sum_of(source) if declared is None else declared

    @property
    def total(self) -> Decimal | None:
        """The total that is written; None if there is none."""
        return self.amounts.get(self.sources.total)

    @property
    def sum(self) -> Decimal | None:
        """The sum of the parts of the total; None if none of them has an amount."""
        return self.sum_of(self.sources.total)

    @property
    def printed_total(self) -> Decimal | None:
        """The total that is printed."""
        return self.printed_amount(self.sources.total)

    @property
    def longest_amount(self) -> int:
        """How many characters the longest of the amounts has in print."""
        printed = map(self.printed_amount, self.sources.ids)
        return max((len(format_amount(amount)) for amount in printed), default=0)

    def printed(self) -> Self:
        """All amounts as printed, in the order of print."""
        amounts = ((source, self.printed_amount(source)) for source in self.sources.ids)
        return replace(self, amounts={id_: each for id_, each in amounts if each is not None})


def sum_columns(rows: Iterable[Funds], sources: SourceTree) -> Funds:
    """Return the sums of the amounts as printed by source, without those that no row has."""
    listed = list(rows)
    sums = {id_: sum_amounts([row.printed_amount(id_) for row in listed]) for id_ in sources.ids}
    return Funds({id_: each for id_, each in sums.items() if each is not None}, sources)


def sum_amounts(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum of amounts; None if there is none."""
    known = [amount for amount in amounts if amount is not None]
    return add_amounts(known) if known else None
