"""The definition of a rule."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from perf_report.model.finding import Finding, Severity
from perf_report.rules.rule_context import RuleContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: its id (a public name), its default severity, and the check of a plan.

    Without what a `needed` rule requires, the table cannot be printed truthfully: no comment can
    suppress it, and no setting can lower its severity. A finding of a `fixable` rule has the text
    that satisfies it. A finding of a `lasting` rule stays until it is mended: no comment can
    suppress it, and a setting can only raise its severity. A `last` rule runs after the others and
    checks their findings. An error of a rule with `accepted_before` refuses what an earlier version
    accepted: it is a warning in a table that is older than its department's newest. A rule that
    `reads_kinds` says nothing of an indicator whose category has no kind.

    `reads` are the places of a plan that a finding depends on, as patterns of routes: in
    `goals.#.indicators.*.category`, `#` is the position in the finding's own route and `*` any.
    `@` is the place of the finding, both languages of a text together, `@^` what that stands in,
    and `@indicator.category` a key of the indicator that it is in; an empty pattern is the whole
    plan. `reads_by_message` holds those of messages with other places. Where a place could not be
    read, the rule says nothing that depends on it.
    """

    id: str
    severity: Severity
    check: Callable[[RuleContext], Iterator[Finding]]
    needed: bool = False
    fixable: bool = False
    lasting: bool = False
    last: bool = False
    accepted_before: bool = False
    reads_kinds: bool = False
    reads: tuple[str, ...] = ("",)
    reads_by_message: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
