"""The state of a project's tables as text and JSON (`perf_report/schemas/status.schema.json`)."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from perf_report.messages import Catalogue
from perf_report.model.identity import Identity
from perf_report.model.report import ReportKind
from perf_report.render.findings.report import posix_path
from perf_report.render.terminal import shorten

STATUS_VERSION = 1

_WIDEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMark:
    """A mark to review: the place of the value, and the words of the comment."""

    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """The revision that is disclosed, its day, and whether the spec says something else by now."""

    revision: int
    date: date
    is_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusItem:
    """A spec or a report: whose table it is (None if it cannot be read), and how it stands.

    `kind` is that of a report; None if it cannot be read. `report` is the id of a report that can
    be built, such as `monitoring-07`. `form` is the one that the file names; None if it names none.
    """

    file: str
    kind: ReportKind | Literal["plan"] | None = "plan"
    identity: Identity | None
    report: str = ""
    form: str | None = None
    errors: int
    warnings: int
    marks: tuple[StatusMark, ...]
    disclosed: Disclosed | None

    @property
    def disclosable(self) -> Identity | None:
        """What the ledger names if it is disclosed: the table, or the report on it."""
        return self.identity.with_report(self.report) if self.identity else None


def reaches(items: Sequence[StatusItem], level: str) -> bool:
    """Whether a table has what fails a run: a `mark` (or an error), a `warning`, an `error`."""
    return any(
        item.errors or (level == "mark" and item.marks) or (level == "warning" and item.warnings)
        for item in items
    )


def render_json(items: Sequence[StatusItem]) -> str:
    """Return the items as JSON."""
    data = {"version": STATUS_VERSION, "items": [_item(item) for item in items]}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _item(item: StatusItem) -> dict[str, Any]:
    department, year, project, _ = item.identity or (None, None, None, None)
    disclosed = item.disclosed
    return {
        "file": posix_path(item.file),
        "kind": item.kind,
        "department": department,
        "year": year,
        "project": project or None,
        "form": item.form,
        "errors": item.errors,
        "warnings": item.warnings,
        "marks": [
            {"line": mark.line, "column": mark.column, "text": mark.text} for mark in item.marks
        ],
        "disclosed": disclosed
        and {
            "revision": disclosed.revision,
            "date": disclosed.date.isoformat(),
            "changed": disclosed.is_changed,
        },
    }


def render_text(items: Sequence[StatusItem], say: Catalogue, *, has_target: bool) -> str:
    """Return a line a table, and below it a line a mark."""
    return "".join(
        f"{line}\n" for item in items for line in _lines(item, say, has_target=has_target)
    )


def _lines(item: StatusItem, say: Catalogue, *, has_target: bool) -> Iterator[str]:
    words = [
        say.format(
            "cli",
            "status-counts",
            errors=item.errors,
            warnings=item.warnings,
            marks=len(item.marks),
        )
    ]
    if has_target:
        words.append(disclosure_words(item.disclosed, say))
    yield f"{item.file}: {say.format('site', 'separator').join(words)}"
    for mark in item.marks:
        yield f"  {mark.line}:{mark.column}  {shorten(mark.text, _WIDEST)}"


def disclosure_words(disclosed: Disclosed | None, say: Catalogue) -> str:
    """Return in words which revision is disclosed, and whether the spec was changed since."""
    if disclosed is None:
        return say.format("cli", "status-not-disclosed")
    id_ = "status-changed" if disclosed.is_changed else "status-disclosed"
    day = disclosed.date.isoformat()
    return say.format("cli", id_, revision=disclosed.revision, date=day)


def summarize(items: Sequence[StatusItem], say: Catalogue) -> str:
    """Return the number of files with errors, warnings and marks, in a line."""
    return say.format(
        "cli",
        "status-summary",
        files=len(items),
        errors=sum(1 for item in items if item.errors),
        warnings=sum(1 for item in items if item.warnings),
        marks=sum(1 for item in items if item.marks),
    )
