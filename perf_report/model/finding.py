"""Findings: problems in a spec, each with a rule, a route, a severity and a message id."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from perf_report.model.route import Route

# The id of the finding that stands for all that are not shown.
TOO_MANY = "too-many-findings"

# A report shows so many findings of a file, and says how many more there are.
MAX_FINDINGS = 1_000

# The ids of warnings about the money of several tables, which a comment in one of them accepts.
ACROSS_TABLES = ("project-funds", "unit-funds")

# The ids of all findings that no rule makes: about the bytes of a file, its YAML, its schema, or
# how much there is of it.
FORM_CODES = (
    "actual-syntax",
    "amount",
    "category-kind",
    "category-form",
    "code-form",
    "date-form",
    "file-too-large",
    "id-form",
    "missing-key",
    *ACROSS_TABLES,
    "project-task",
    "scoring-cap",
    "scoring-grades",
    "scoring-id",
    "scoring-order",
    "scoring-places",
    "scoring-sum",
    "scoring-tiers",
    "target-syntax",
    "text-blank",
    "table-duplicate",
    TOO_MANY,
    "unknown-key",
    "weight",
    "wrong-type",
    "wrong-value",
    "yaml-anchor",
    "yaml-character",
    "yaml-complex-key",
    "yaml-conflict",
    "yaml-duplicate-key",
    "yaml-empty",
    "yaml-encoding",
    "yaml-full-width",
    "yaml-full-width-colon",
    "yaml-merge-key",
    "yaml-nesting",
    "yaml-number",
    "yaml-other-file",
    "yaml-quote",
    "yaml-second-document",
    "yaml-size",
    "yaml-space",
    "yaml-syntax",
    "yaml-tab",
    "yaml-tag",
    "yaml-unquoted-sign",
)


class Severity(StrEnum):
    """The severity of a finding; errors stop a build."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Term:
    """A word in a message that the catalogue translates, by its table and its id there."""

    table: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A range in a file: lines and columns count from 1, columns in characters; end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem that a rule reports at a route of a spec.

    `message` is an id in the catalogue's `[finding]` table and defaults to the rule's id.
    `arguments` fill its placeholders; a Term, a tuple of Terms or a Text is translated. `on_key`
    marks the key at the route instead of its value. `fix` is a text that satisfies the rule.
    `span` is set for a finding about a comment, which has no route.
    """

    rule: str
    route: Route = ()
    severity: Severity = Severity.ERROR
    message: str = ""
    arguments: Mapping[str, object] = field(default_factory=dict)
    on_key: bool = False
    fix: str | None = None
    span: Span | None = None

    @property
    def message_id(self) -> str:
        """The id of the finding's message in the catalogue."""
        return self.message or self.rule


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatedFinding:
    """A finding with its file and the range in it.

    `subject` is the route with ids in place of list positions, so that it stays the same when
    something is added above.
    """

    finding: Finding
    file: str
    span: Span
    subject: str = ""

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """By file, line, column, then message."""
        return (self.file, self.span.line, self.span.column, self.finding.message_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFindings:
    """The findings of one file, with its lines; accepted ones apart, each with the reason.

    `omitted` counts by severity the findings beyond MAX_FINDINGS, which the last one announces.
    `is_spec` is False for another file of the project, such as a framework.
    """

    name: str
    lines: Sequence[str]
    findings: Sequence[LocatedFinding]
    accepted: Sequence[tuple[LocatedFinding, str]] = ()
    is_spec: bool = True
    omitted: Mapping[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> Counter[str]:
        """The number of all findings by severity."""
        return count_findings(self.findings, self.omitted)


def count_findings(findings: Iterable[LocatedFinding], omitted: Mapping[str, int]) -> Counter[str]:
    """Return the number of findings by severity, those that are not shown included."""
    shown = (each.finding for each in findings)
    return Counter(each.severity.value for each in shown if each.rule != TOO_MANY) + Counter(
        omitted
    )


def limit_findings(
    findings: Sequence[LocatedFinding], more: int
) -> tuple[tuple[LocatedFinding, ...], dict[str, int]]:
    """Return the first findings of a file, and the number of others by severity.

    `findings` are sorted by place, and `more` errors are known by their number alone. Where there
    are others, the last finding says how many.
    """
    shown, rest = findings[:MAX_FINDINGS], findings[MAX_FINDINGS:]
    others = Counter(each.finding.severity.value for each in rest)
    others[Severity.ERROR.value] += more
    omitted = {severity.value: others[severity] for severity in Severity if others[severity]}
    if not omitted:
        return tuple(shown), {}
    last = shown[-1]
    finding = Finding(
        rule=TOO_MANY,
        severity=Severity(next(iter(omitted))),
        arguments={"count": sum(omitted.values()), "shown": len(shown)},
        span=last.span,
    )
    return (*shown, LocatedFinding(finding=finding, file=last.file, span=last.span)), omitted
