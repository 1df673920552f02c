"""A problem in a spec: what is wrong, where, and how bad it is. Never a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from perf_report.model.route import Route


class Severity(StrEnum):
    """How bad a finding is; errors stop a build."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Term:
    """A word inside a message that the catalogue translates: its table and its id there."""

    table: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a file: lines and columns from 1, columns in characters, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule says of a place in a spec.

    `message` is an id in the catalogue's `[finding]` table and defaults to the rule's id;
    `arguments` fill its placeholders; a Term among them, a tuple of Terms or a Text is translated.
    `on_key` marks the key at the route rather than its value. `fix` is the text that would do.
    `span` is set where the finding is about a comment, which no route leads to.
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
        """The catalogue's id of this finding's sentence."""
        return self.message or self.rule


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatedFinding:
    """A finding joined with the file and the stretch of it that it speaks of.

    `subject` names the place by ids where its route has list positions, so that it stays the
    same when something is added above.
    """

    finding: Finding
    file: str
    span: Span
    subject: str = ""

    @property
    def place(self) -> tuple[str, int, int, str]:
        """The sort key: by file, line, column, then rule."""
        return (self.file, self.span.line, self.span.column, self.finding.message_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFindings:
    """One file: its lines, what was found, and what was accepted with its reason."""

    name: str
    lines: Sequence[str]
    findings: Sequence[LocatedFinding]
    accepted: Sequence[tuple[LocatedFinding, str]] = ()
