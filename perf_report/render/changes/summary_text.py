"""Sentences that the reports of changes for a terminal and for a pull request share."""

from collections.abc import Iterator, Mapping

from perf_report.diff.change import Match
from perf_report.diff.significance import Significance
from perf_report.messages import Catalogue
from perf_report.model.approval import Approval
from perf_report.render.changes.report import ChangeReport, TableChanges
from perf_report.render.findings.report import posix_path

# Told by their form as well as by their color.
MARKS = {
    Significance.WEAKER: "▼",
    Significance.STRONGER: "▲",
    Significance.UNCLEAR: "?",
    Significance.NEUTRAL: "·",
}


def title(table: TableChanges, say: Catalogue) -> str:
    """The department and the years."""
    plan, base = table.side.plan, table.base.plan if table.base else None
    moves = base is not None and base.year != plan.year
    years = f"{base.year} → {plan.year}" if base and moves else str(plan.year)
    return say.format("compared", "title", department=plan.department.name, years=years)


def sides(table: TableChanges) -> str:
    """Where the two sides were read."""
    names = (posix_path(side.name) if side else "—" for side in (table.base, table.revision))
    return " → ".join(names)


def summary_line(summary: Mapping[Significance, int], say: Catalogue) -> str:
    """`▼ 2 weaker  ▲ 1 stronger  ? 1 unclear  · 0 neutral`."""
    return "  ".join(
        f"{mark} {summary[significance]} {say.format('significance', significance)}"
        for significance, mark in MARKS.items()
    )


def substance_sentence(table: TableChanges, say: Catalogue) -> str:
    """That there is no change, or none of substance; nothing where there is one."""
    if table.has_substance:
        return ""
    return say.format("compared", "no-substance" if table.told else "no-change")


def guess_sentence(match: Match, say: Catalogue) -> str:
    """That two things were taken for one by the likeness of their names."""
    return say.format(
        "compared", "guess", kind=say.format("kind", match.type), base=match.base,
        revision=match.revision, likeness=match.likeness,
    )  # fmt: skip


def approval_sentence(approval: Approval, say: Catalogue) -> str:
    """Who accepted a change, when and why, and until when."""
    arguments = {
        "by": approval.by,
        "given": approval.given.isoformat(),
        "reason": approval.reason,
    }
    if approval.expires is None:
        return say.format("compared", "approved", **arguments)
    return say.format(
        "compared", "approved-until", expires=approval.expires.isoformat(), **arguments
    )


def notes(report: ChangeReport) -> Iterator[str]:
    """What could not be compared, and approvals that accept nothing or no longer count."""
    say = report.catalogue
    for failure in report.failures:
        name = posix_path(failure.name)
        yield say.format("compared", "failed", name=name, message=failure.message)
    for id_, approvals in (("unused", report.unused), ("expired", report.expired)):
        for approval in approvals:
            yield say.format(
                "compared", id_, fingerprint=approval.fingerprint, kind=approval.kind,
                subject=approval.subject, code=approval.table,
            )  # fmt: skip
