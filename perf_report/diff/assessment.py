"""What a change means: its significance, and the reason.

`significance` and `form_significance` have the rules that tell it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from perf_report.diff.change import Change

# The reason of what a project's settings say.
BY_SETTINGS = "policy"


class Significance(StrEnum):
    """What a change means for the commitments of the department."""

    WEAKER = "weaker"
    STRONGER = "stronger"
    UNCLEAR = "unclear"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The significance of a change; `reason` is an id in the catalogue's `[reason]` table."""

    significance: Significance
    reason: str

    @property
    def is_by_settings(self) -> bool:
        """Whether the project's settings overrule what the kind of change means."""
        return self.reason == BY_SETTINGS


def always(significance: Significance, reason: str) -> Callable[[Change], Assessment]:
    """A rule that gives every change the same assessment."""
    assessment = Assessment(significance=significance, reason=reason)
    return lambda _change: assessment


def neutral(reason: str) -> Assessment:
    """Neutral, for a reason."""
    return Assessment(significance=Significance.NEUTRAL, reason=reason)


def unclear(reason: str) -> Assessment:
    """Unclear, for a reason."""
    return Assessment(significance=Significance.UNCLEAR, reason=reason)


def weaker(reason: str) -> Assessment:
    """Weaker, for a reason."""
    return Assessment(significance=Significance.WEAKER, reason=reason)


def stronger(reason: str) -> Assessment:
    """Stronger, for a reason."""
    return Assessment(significance=Significance.STRONGER, reason=reason)
