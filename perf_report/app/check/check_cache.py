"""The verdict on a spec: what checking it found, in a form that outlives the run.

A verdict holds as long as the spec's bytes and the standards are the same; it says all that a build
must know of a spec which has nothing to be built.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from perf_report.app.check.previous_year import Identity, identify
from perf_report.model.finding import Finding, LocatedFinding, Severity, Span, Term
from perf_report.model.text import Language, Text

if TYPE_CHECKING:
    from perf_report.app.check.spec_check import Outcome

Accepted = tuple[tuple[LocatedFinding, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found in a spec, and whose table it is, where it has a plan.

    `framework` is a hash of the framework by which the plan can be read; None where it might be
    misread. The findings name no file: a spec may be found under another name.
    """

    findings: tuple[LocatedFinding, ...]
    accepted: Accepted = ()
    identity: Identity | None = None
    languages: tuple[Language, ...] = ()
    framework: str | None = None

    @property
    def has_error(self) -> bool:
        """Whether a finding stops a build."""
        return any(item.finding.severity is Severity.ERROR for item in self.findings)


def judge_outcome(outcome: "Outcome") -> Verdict:
    """The verdict on a checked spec."""
    plan, vocabulary = outcome.plan, outcome.vocabulary
    return Verdict(
        findings=outcome.findings,
        accepted=outcome.accepted,
        identity=identify(plan) if plan else None,
        languages=plan.languages if plan else (),
        framework=_hash(repr(vocabulary.framework)) if vocabulary else None,
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def verdict_to_data(verdict: Verdict) -> dict[str, Any]:
    """A verdict as plain data. Raises TypeError where an argument has no plain form."""
    return {
        "findings": [_located_to_data(item) for item in verdict.findings],
        "accepted": [(_located_to_data(item), reason) for item, reason in verdict.accepted],
        "identity": verdict.identity,
        "languages": verdict.languages,
        "framework": verdict.framework,
    }


def verdict_from_data(data: Mapping[str, Any], file: str) -> Verdict:
    """A verdict from plain data, on a file. Raises KeyError, TypeError or ValueError."""
    identity = data["identity"]
    return Verdict(
        findings=tuple(_located_from_data(item, file) for item in data["findings"]),
        accepted=tuple(
            (_located_from_data(item, file), reason) for item, reason in data["accepted"]
        ),
        identity=(identity[0], identity[1]) if identity else None,
        languages=tuple(data["languages"]),
        framework=data["framework"],
    )


def _located_to_data(located: LocatedFinding) -> list[Any]:
    finding = located.finding
    return [
        finding.rule,
        list(finding.route),
        finding.severity.value,
        finding.message,
        {name: _to_data(argument) for name, argument in finding.arguments.items()},
        finding.on_key,
        finding.fix,
        _span_to_data(finding.span),
        _span_to_data(located.span),
        located.subject,
    ]


def _located_from_data(data: list[Any], file: str) -> LocatedFinding:
    rule, route, severity, message, arguments, on_key, fix, own_span, span, subject = data
    finding = Finding(
        rule=rule,
        route=tuple(route),
        severity=Severity(severity),
        message=message,
        arguments={name: _from_data(argument) for name, argument in arguments.items()},
        on_key=on_key,
        fix=fix,
        span=_span_from_data(own_span) if own_span else None,
    )
    return LocatedFinding(finding=finding, file=file, span=_span_from_data(span), subject=subject)


def _span_to_data(span: Span | None) -> list[int] | None:
    return [span.line, span.column, span.end_line, span.end_column] if span else None


def _span_from_data(data: list[int]) -> Span:
    line, column, end_line, end_column = data
    return Span(line=line, column=column, end_line=end_line, end_column=end_column)


# The kinds of arguments for which JSON has no form: how each is written, and read.
_FORMS: dict[str, tuple[type, Callable[[Any], Any], Callable[[Any], object]]] = {
    "decimal": (Decimal, str, Decimal),
    "date": (date, date.isoformat, date.fromisoformat),
    "term": (Term, lambda term: [term.table, term.id], lambda pair: Term(*pair)),
    "text": (Text, lambda text: [text.zh, text.en], lambda pair: Text(zh=pair[0], en=pair[1])),
    "tuple": (
        tuple,
        lambda items: [_to_data(item) for item in items],
        lambda items: tuple(map(_from_data, items)),
    ),
}


def _to_data(argument: object) -> Any:
    """An argument of a finding as plain data; what JSON has no form for is named."""
    if argument is None or isinstance(argument, bool | int):
        return argument
    if isinstance(argument, str):
        return str(argument)
    for name, (kind, write, _) in _FORMS.items():
        if isinstance(argument, kind):
            return {name: write(argument)}
    raise TypeError(type(argument).__name__)


def _from_data(data: Any) -> object:
    if not isinstance(data, dict):
        return data
    ((kind, value),) = data.items()
    return _FORMS[kind][2](value)
