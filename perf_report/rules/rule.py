"""What a rule is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from perf_report.model.finding import Finding, Severity
from perf_report.rules.rule_context import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A check of a plan: its id (a public name), its severity and what it finds, by route.

    A `needed` rule says that without what it asks for the table cannot be made truthfully; it
    can be neither accepted by a comment nor made milder by a setting. A `fixable` rule's findings
    carry the text that would satisfy it. A `last` rule judges what the others found.
    """

    id: str
    severity: Severity
    check: Callable[[Case], Iterator[Finding]]
    needed: bool = False
    fixable: bool = False
    last: bool = False
