"""What a rule is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from perf_report.model.finding import Finding
from perf_report.rules.case import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A check of a plan: its id (a public name) and what it finds, by route."""

    id: str
    check: Callable[[Case], Iterator[Finding]]
