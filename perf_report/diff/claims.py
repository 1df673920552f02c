"""Claims that items were split or merged, compared with what their targets ask for.

`formerly` is a claim of the plan's author. What is gone is not excused by it alone: the new
indicators must be of the same kind, in units that convert, and ask for at least as much.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from perf_report.diff.deadline_days import shift_years
from perf_report.diff.text_changes import Years
from perf_report.model.category_kind import CategoryKind
from perf_report.model.measure import measure
from perf_report.model.money import add_amounts
from perf_report.model.plan import Indicator
from perf_report.model.target import (
    LOWER_BOUNDS,
    STRICT_BOUNDS,
    UPPER_BOUNDS,
    Deadline,
    Operator,
    Quantity,
)

# Categories, and units by their base unit, whose figures do not add up: two rates of 90% are no
# rate of 180%. A merged indicator must ask for as much as each of the old ones.
_RATED = frozenset({CategoryKind.QUALITY, CategoryKind.TIMELINESS, CategoryKind.SATISFACTION})
_RATE_UNITS = frozenset({"‰", "百分点", "秒", "月", "工作日", "分", "倍"})


class Claim(StrEnum):
    """What the indicators of a split or merge ask for: those of the revision, beside the base.

    UNPROVEN is that they cannot be compared, or that each side asks for something more.
    """

    EQUAL = "equal"
    MORE = "more"
    LESS = "less"
    UNPROVEN = "unproven"

    @classmethod
    def of(cls, *, keeps: bool, gains: bool) -> "Claim":
        """By whether the revision asks for all of the base, and the base for all of it."""
        if keeps:
            return cls.EQUAL if gains else cls.MORE
        return cls.LESS if gains else cls.UNPROVEN

    @property
    def keeps_all(self) -> bool:
        """Whether the revision asks for at least as much as the base."""
        return self in {Claim.EQUAL, Claim.MORE}

    @property
    def adds_nothing(self) -> bool:
        """Whether the base asked for at least as much as the revision."""
        return self in {Claim.EQUAL, Claim.LESS}


class Categorized(Protocol):
    """What has a category, and its kind if that is known."""

    @property
    def category(self) -> str:
        """The id of the category."""

    @property
    def kind(self) -> CategoryKind | None:
        """What the category measures."""


def is_cost(item: Categorized) -> bool:
    """Whether a category is about cost, such as `output.cost` or `cost.economic`."""
    return item.kind is CategoryKind.COST


def is_same_kind(first: Categorized, second: Categorized) -> bool:
    """Whether indicators of two categories measure the same kind of thing."""
    is_known = first.kind is not None and first.kind is second.kind
    return is_known or first.category == second.category


def compare_claim(old: Sequence[Indicator], new: Sequence[Indicator], years: Years) -> Claim:
    """Compare the indicators that became others with these others."""
    items = [*old, *new]
    if not all(is_same_kind(items[0], item) for item in items):
        return Claim.UNPROVEN
    elapsed = years.new - years.old
    return Claim.of(keeps=_covers(new, old, -elapsed), gains=_covers(old, new, elapsed))


def _covers(heirs: Sequence[Indicator], gone: Sequence[Indicator], elapsed: int) -> bool:
    """Whether the targets of `heirs` together ask for at least as much as those of `gone`.

    `elapsed` is the number of years from `heirs` to `gone`.
    """
    targets = [item.target for item in (*heirs, *gone)]
    asked, owed = targets[: len(heirs)], targets[len(heirs) :]
    quantities = [target for target in targets if isinstance(target, Quantity)]
    if len(quantities) == len(targets):
        adds_up = not any(item.kind in _RATED for item in (*heirs, *gone))
        return _asks_as_much(quantities, len(heirs), adds_up=adds_up)
    days = [target.by for target in asked if isinstance(target, Deadline)]
    due = [target.by for target in owed if isinstance(target, Deadline)]
    if len(days) + len(due) == len(targets):
        return max(shift_years(day, elapsed) for day in days) <= min(due)
    texts = {target.printed for target in targets}
    return len(texts) == 1 and not quantities and not days and not due


def _asks_as_much(targets: Sequence[Quantity], count: int, *, adds_up: bool) -> bool:
    """Whether the first `count` quantities ask for at least as much as the others."""
    measures = [measure(target) for target in targets]
    if len({item.base_unit for item in measures}) > 1:
        return False
    bounds = [
        _Bound(value=item.value, is_strict=target.operator in STRICT_BOUNDS)
        for item, target in zip(measures, targets, strict=True)
    ]
    asked, owed = bounds[:count], bounds[count:]
    if adds_up and measures[0].base_unit not in _RATE_UNITS:
        asked, owed = [_sum(asked)], [_sum(owed)]
    signs = {target.compared_operator for target in targets}
    return all(_is_enough(first, second, signs) for first in asked for second in owed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bound:
    value: Decimal
    is_strict: bool


def _sum(bounds: Sequence[_Bound]) -> _Bound:
    return _Bound(
        value=add_amounts(bound.value for bound in bounds),
        is_strict=any(bound.is_strict for bound in bounds),
    )


def _is_enough(asked: _Bound, owed: _Bound, signs: set[Operator]) -> bool:
    """Whether one bound asks for as much as another; signs that point two ways never do."""
    if signs <= LOWER_BOUNDS or signs <= UPPER_BOUNDS:
        if asked.value == owed.value:
            return asked.is_strict or not owed.is_strict
        return (asked.value > owed.value) == (signs <= LOWER_BOUNDS)
    return signs == {Operator.EXACTLY} and asked.value == owed.value
