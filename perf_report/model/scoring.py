"""Scorings (评分办法): the rules by which a finance bureau has self-evaluations scored, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from perf_report.model.text import Text

# The decimals of a score where a scoring does not say.
PLACES = 2


class AtLeast(StrEnum):
    """What an actual value below a target of ≥ or ＞ gets."""

    PROPORTIONAL = "proportional"
    ALL_OR_NOTHING = "all-or-nothing"


class AtMost(StrEnum):
    """What an actual value above a target of ≤ or ＜ gets.

    `overrun` is 1 − (actual − target) ÷ target, and nothing from twice the target; `inverse` is
    target ÷ actual.
    """

    OVERRUN = "overrun"
    INVERSE = "inverse"
    ALL_OR_NOTHING = "all-or-nothing"


class AboveEqual(StrEnum):
    """What an actual value above a target of ＝ gets: all, or as one above a target of ≤."""

    FULL = "full"
    AS_AT_MOST = "as-at-most"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionRule:
    """The points of the execution: weight × executed ÷ adjusted budget, at most the weight.

    Below `reason_below` per cent it needs a reason, and so does an adjustment where
    `adjustment_needs_reason`.
    """

    weight: Decimal
    reason_below: Decimal = Decimal(0)
    adjustment_needs_reason: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """A row of a table of deductions: from so many per cent of the target on, so many are deducted.

    What is deducted is in per cent of the weight.
    """

    start: Decimal
    deduct: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OverCompletion:
    """From how many per cent of the target on an actual value counts as far beyond it.

    `deductions` are in the order of per cent; with none, what is far beyond gets all.
    """

    start: Decimal
    needs_reason: bool = True
    deductions: tuple[Excess, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """A row of a table of deductions: up to so many days late, so many per cent are deducted."""

    days: int
    deduct: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A tier of results in words: its name, and the range of per cent of the weight it gives."""

    id: str
    label: Text
    start: Decimal
    end: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade of the total, from so many points on."""

    id: str
    label: Text
    start: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """The rules of a bureau.

    `weights` are those of level 1, which are spread over its indicators where these have none of
    their own; a scoring without them wants an own weight of every indicator. `tiers` begin with the
    best and `grades` with the highest. `late` is in the order of days; with none, a day that was
    missed gets nothing. `places` are the decimals of a score.
    """

    id: str
    name: Text
    source: Text
    execution: ExecutionRule
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    at_least: AtLeast = AtLeast.PROPORTIONAL
    at_most: AtMost = AtMost.OVERRUN
    above_equal: AboveEqual = AboveEqual.FULL
    over_completion: OverCompletion | None = None
    late: tuple[Lateness, ...] = ()
    tiers: tuple[Tier, ...] = ()
    places: int = PLACES
    grades: tuple[Grade, ...] = ()

    def tier(self, id_: str | None) -> Tier | None:
        """The tier with this id, or None."""
        return next((tier for tier in self.tiers if tier.id == id_), None)

    def grade_of(self, total: Decimal) -> Grade | None:
        """The grade of a total; None where the scoring has none for it."""
        return next((grade for grade in self.grades if total >= grade.start), None)


def is_finer(points: Decimal, places: int) -> bool:
    """Return whether points have more decimals than a scoring gives to scores."""
    return points != points.quantize(Decimal(1).scaleb(-places))
