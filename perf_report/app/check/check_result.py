"""The result of checking a spec, and its form in the cache.

A result is valid as long as the spec's bytes and the standards are the same. It has all that a use
case needs before it loads the plan.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from perf_report.model.finding import (
    FileFindings,
    Finding,
    LocatedFinding,
    Severity,
    Term,
    count_findings,
)
from perf_report.model.identity import Identity
from perf_report.model.source import Source
from perf_report.model.text import Language, Text
from perf_report.parse.encoding import read_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """The findings in a spec, and the identity and named form of its table, if it has a plan.

    `framework` is a hash of the plan's framework; None if the plan could be misread. `travelling`
    is the SHA-256 of the travelling copy of a spec that has a plan, `commented` that of a copy with
    the comments; `disclose` is whether its table is to be disclosed. Findings name no file, since
    an equal spec may have another name. `omitted` counts by severity the findings that are not
    shown. `accepted` are findings that a comment accepts, each with the reason. `data_files` are
    the names of the table's files as data. `parent` is the code of the department above, `task` the
    task to which a project belongs, and `total` what the table comes to, in yuan. `sheet` is the
    form where that is one of a sheet of all projects. The result of a report that has pages has its
    id in `report`, the name of its plan's file in `plan`, and the hashes of what goes out of that
    in `plan_travelling` and `plan_commented`.
    """

    findings: tuple[LocatedFinding, ...]
    omitted: dict[str, int] = field(default_factory=dict)
    accepted: tuple[tuple[LocatedFinding, str], ...] = ()
    identity: Identity | None = None
    form: str | None = None
    languages: tuple[Language, ...] = ()
    framework: str | None = None
    travelling: str = ""
    disclose: bool = True
    commented: str = ""
    data_files: tuple[str, ...] = ()
    parent: str = ""
    task: str = ""
    total: Decimal | None = None
    sheet: str = ""
    report: str = ""
    plan: str = ""
    plan_travelling: str = ""
    plan_commented: str = ""

    @property
    def has_error(self) -> bool:
        """Whether a finding stops a build."""
        return self.counts[Severity.ERROR.value] > 0

    @property
    def counts(self) -> Counter[str]:
        """The number of all findings by severity."""
        return count_findings(self.findings, self.omitted)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSpec:
    """A spec and its check result."""

    source: Source
    result: CheckResult

    @property
    def is_valid(self) -> bool:
        """Whether the plan cannot be misread; it may have errors, such as a wrong sum."""
        return self.result.framework is not None

    @property
    def report(self) -> FileFindings:
        """The findings with the file's name, and its lines if there are any."""
        result, name = self.result, self.source.name
        # A spec with a plan has no invisible characters.
        is_clean = result.identity is not None
        lines = read_lines(self.source.data, is_clean=is_clean) if result.findings else ()
        return FileFindings(
            name=name,
            lines=lines,
            findings=tuple(replace(item, file=name) for item in result.findings),
            accepted=tuple((replace(item, file=name), why) for item, why in result.accepted),
            omitted=result.omitted,
        )


def encode_result(result: CheckResult) -> bytes:
    """Return a result as JSON. Raises TypeError if an argument of a finding has no JSON form."""
    return msgspec.json.encode(_convert(result, _to_json))


def decode_result(data: bytes) -> CheckResult:
    """Return a result from JSON. Raises ValueError if it is not one."""
    try:
        return _convert(msgspec.json.decode(data, type=CheckResult), _from_json)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError from error


def _convert(result: CheckResult, convert_argument: Callable[[Any], Any]) -> CheckResult:
    """The result with converted arguments of its findings, and without file names."""

    def convert(located: LocatedFinding) -> LocatedFinding:
        finding: Finding = located.finding
        arguments = {name: convert_argument(value) for name, value in finding.arguments.items()}
        return replace(located, finding=replace(finding, arguments=arguments), file="")

    return replace(
        result,
        findings=tuple(map(convert, result.findings)),
        accepted=tuple((convert(located), why) for located, why in result.accepted),
    )


# Types of arguments that JSON lacks: the functions that convert a value to JSON, and back.
_TYPES: dict[str, tuple[type, Callable[[Any], Any], Callable[[Any], object]]] = {
    "decimal": (Decimal, str, Decimal),
    "date": (date, date.isoformat, date.fromisoformat),
    "term": (Term, lambda term: [term.table, term.id], lambda pair: Term(*pair)),
    "text": (Text, lambda text: [text.zh, text.en], lambda pair: Text(zh=pair[0], en=pair[1])),
    "tuple": (
        tuple,
        lambda items: [_to_json(item) for item in items],
        lambda items: tuple(map(_from_json, items)),
    ),
}


def _to_json(argument: object) -> Any:
    """An argument of a finding as JSON data, with the name of its type if JSON lacks it."""
    if argument is None or isinstance(argument, bool | int):
        return argument
    if isinstance(argument, str):
        return str(argument)
    for name, (kind, write, _) in _TYPES.items():
        if isinstance(argument, kind):
            return {name: write(argument)}
    raise TypeError(type(argument).__name__)


def _from_json(data: Any) -> object:
    if not isinstance(data, dict):
        return data
    ((name, value),) = data.items()
    return _TYPES[name][2](value)
