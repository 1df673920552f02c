"""What a scored evaluation holds: the points, and the terms of the sums that they come from."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from perf_report.model.scoring import Grade, Scoring, Tier


class Reckoning(StrEnum):
    """How a share of the weight comes about."""

    REACHED = "reached"
    NOTHING = "nothing"
    PROPORTION = "proportion"
    OVERRUN = "overrun"
    INVERSE = "inverse"
    LATE = "late"
    BEYOND = "beyond"
    TIER = "tier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of the sum of an indicator.

    `share` is the part of the weight; None for words, whose score the office chooses. `bound` is
    the figure of the target that decided, and `actual` the one that was reached, both in `unit`.
    `deduct` is what a delay or an excess takes away, in per cent of the weight.
    `is_far` says that it is so far beyond the target that the scoring asks for the reason.
    """

    reckoning: Reckoning
    share: Fraction | None
    met: bool
    bound: Fraction | None = None
    actual: Fraction | None = None
    unit: str = ""
    days_late: int = 0
    deduct: Decimal = Decimal(0)
    tier: Tier | None = None
    is_far: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorScore:
    """The score of an indicator.

    `computed` is what the rule gives, and `score` what counts, which may be written by hand. Both
    are None where the indicator is not applicable, or cannot be scored. `met` is None where it is
    not applicable or not known.
    """

    id: str
    weight: Decimal | None = None
    score: Decimal | None = None
    computed: Decimal | None = None
    terms: Terms | None = None
    is_applicable: bool = True
    lacks_reason: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the target was met."""
        return self.terms.met if self.terms else None

    @property
    def lost(self) -> Decimal:
        """The points that are lost."""
        if self.weight is None or self.score is None:
            return Decimal(0)
        return self.weight - self.score


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionScore:
    """The score of the execution of the budget; `rate` is executed ÷ budget, as a share of 1.

    It is not applicable where nothing was budgeted; `rate` and `score` are None then, and where
    figures are missing.
    """

    weight: Decimal
    budget: Decimal = Decimal(0)
    executed: Decimal = Decimal(0)
    rate: Fraction | None = None
    score: Decimal | None = None
    is_applicable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationScore:
    """The scores of an evaluation.

    `applicable` is the sum of the weights that apply, to which 100 the total is scaled. `total` is
    None where a score is missing, or no weight applies.
    """

    scoring: Scoring
    execution: ExecutionScore
    indicators: tuple[IndicatorScore, ...]
    applicable: Decimal
    total: Decimal | None

    @property
    def grade(self) -> Grade | None:
        """The grade of the total."""
        return None if self.total is None else self.scoring.grade_of(self.total)

    @property
    def is_empty(self) -> bool:
        """Whether nothing applies, so that there is no total although no score is missing."""
        known = all(each.weight is not None for each in self.indicators if each.is_applicable)
        return known and not self.applicable

    @property
    def points(self) -> Decimal:
        """The sum of the scores, before it is scaled."""
        scores = (self.execution.score, *(each.score for each in self.indicators))
        return sum((score for score in scores if score is not None), Decimal(0))
