"""Sentences that several reports of changes share."""

from collections.abc import Iterator, Mapping, Sequence

from perf_report.diff.assessment import Significance
from perf_report.diff.change import Match
from perf_report.messages import Catalogue
from perf_report.model.approval import Approval
from perf_report.model.plan import Plan
from perf_report.model.report import Report
from perf_report.model.text import Text
from perf_report.render.changes.report import ChangeReport, TableChanges
from perf_report.render.dates import day_words, moment_words
from perf_report.render.findings.report import shown_path

# Shapes, so that color is not the only difference.
MARKS = {
    Significance.WEAKER: "▼",
    Significance.STRONGER: "▲",
    Significance.UNCLEAR: "?",
    Significance.NEUTRAL: "·",
}


def table_title(table: TableChanges, catalogue: Catalogue) -> str:
    """The department, its project if it is the table of one, and the years."""
    plan, base = table.side.plan, table.base.plan if table.base else None
    years = str(plan.year)
    if base and table.occasion == "years":
        years = f"{base.year} → {plan.year}"
    elif table.occasion in {"adjustment", "correction"} and not table.is_of_reports:
        years = catalogue.format("compared", f"year-{table.occasion}", year=plan.year)
    if table.is_of_reports:
        report = _report_names(table, catalogue)
        id_ = "correction-report" if table.occasion == "correction" else "years-report"
        years = catalogue.format("compared", id_, years=years, report=report)
    whose = {"department": plan.department.name, "years": years}
    if plan.project:
        name = plan.project.name
        return catalogue.format("compared", "title-project", project=name, **whose)
    return catalogue.format("compared", "title", **whose)


def _report_names(table: TableChanges, catalogue: Catalogue) -> str:
    """The report, or the two that are compared in the course of a year."""
    reports = [side.report for side in (table.base, table.revision) if side and side.report]
    return " → ".join(dict.fromkeys(report_name(each, catalogue) for each in reports))


def report_name(report: Report, catalogue: Catalogue) -> str:
    """What a report is called: a self-evaluation, or the monitoring of so many months."""
    if report.through is None:
        return catalogue.format("compared", "evaluation")
    through = moment_words(str(report.through), catalogue)
    return catalogue.format("compared", "monitoring", through=through)


def side_heading(table: TableChanges, side: str, catalogue: Catalogue) -> str:
    """The heading of the column `before` or `after`: the year, if the tables are of two years."""
    one = table.base if side == "before" else table.revision
    if one is not None and table.occasion == "years":
        return catalogue.format("report", "year-heading", year=one.plan.year)
    if one is not None and one.report and table.occasion == "course":
        return report_name(one.report, catalogue)
    if table.occasion == "change":
        return catalogue.format("report", side)
    id_ = f"before-{table.occasion}" if side == "before" else f"after-{table.occasion}"
    return catalogue.format("report", id_)


def side_names(table: TableChanges) -> str:
    """The names of the two sides."""
    names = (shown_path(side.name) if side else "—" for side in (table.base, table.revision))
    return " → ".join(names)


def summary_line(summary: Mapping[Significance, int], catalogue: Catalogue) -> str:
    """`▼ 2 weaker  ▲ 1 stronger  ? 1 unclear  · 0 neutral`."""
    return "  ".join(
        f"{mark} {counted(summary[significance], significance, catalogue)}"
        for significance, mark in MARKS.items()
    )


def counted(count: int, significance: Significance, catalogue: Catalogue) -> str:
    """A number of changes: `2 weaker`."""
    word = catalogue.format("significance", significance)
    return catalogue.format("compared", "counted", count=count, significance=word)


def substance_sentence(table: TableChanges, catalogue: Catalogue) -> str:
    """That there are no changes, or only neutral ones; empty if there are others."""
    if table.has_substance:
        return ""
    if table.is_partial:
        return catalogue.format(
            "compared", "no-substance-read" if table.changes else "no-change-read"
        )
    return catalogue.format("compared", "no-substance" if table.changes else "no-change")


def guess_sentence(match: Match, catalogue: Catalogue) -> str:
    """That two items were matched by the likeness of their names."""
    return catalogue.format(
        "compared", "guess", kind=catalogue.format("kind", match.type), base=match.base,
        revision=match.revision, likeness=match.likeness,
    )  # fmt: skip


def guess_by_name(match: Match, table: TableChanges, catalogue: Catalogue) -> str:
    """Say the same to one who knows the items by their texts, and writes no ids."""
    texts = [_texts(side.plan) if side else {} for side in (table.base, table.revision)]
    before, after = (
        each.get((match.type, id_)) or Text(zh=id_)
        for each, id_ in zip(texts, (match.base, match.revision), strict=True)
    )
    return catalogue.format(
        "compared", "guess-by-name", kind=catalogue.format("kind", match.type), base=before,
        revision=after, likeness=match.likeness,
    )  # fmt: skip


def _texts(plan: Plan) -> dict[tuple[str, str], Text]:
    """The texts of tasks, goals and indicators."""
    return {
        **{("task", each.id): each.text for each in plan.tasks},
        **{("goal", each.id): each.text for each in plan.goals},
        **{("indicator", each.id): each.name for each in plan.all_indicators()},
    }


def approval_sentence(approval: Approval, catalogue: Catalogue) -> str:
    """Who approved a change, when, why and until when."""
    arguments = {
        "by": approval.by,
        "given": day_words(approval.given, catalogue),
        "reason": approval.reason,
    }
    if approval.expires is None:
        return catalogue.format("compared", "approved", **arguments)
    expires = day_words(approval.expires, catalogue)
    return catalogue.format("compared", "approved-until", expires=expires, **arguments)


# More names would hide what else there is to say.
_MOST_NAMES = 20


def passed_over_sentence(names: Sequence[str], catalogue: Catalogue) -> str:
    """That files are not read, with the names of the first ones."""
    shown = catalogue.format("form", "list-separator").join(map(shown_path, names[:_MOST_NAMES]))
    if len(names) <= _MOST_NAMES:
        return catalogue.format("compared", "passed-over", names=shown)
    more = len(names) - _MOST_NAMES
    return catalogue.format("compared", "passed-over-more", names=shown, count=more)


def report_notes(report: ChangeReport) -> Iterator[str]:
    """A sentence for each failure, for files passed over, and for each approval that fits not."""
    catalogue = report.catalogue
    for failure in report.failures:
        name = shown_path(failure.name)
        yield catalogue.format("compared", "failed", name=name, message=failure.message)
    if report.passed_over:
        yield passed_over_sentence(report.passed_over, catalogue)
    for id_, approvals in (("unused", report.unused), ("expired", report.expired)):
        for approval in approvals:
            yield catalogue.format(
                "compared", id_, fingerprint=approval.fingerprint, kind=approval.kind,
                subject=approval.subject, code=approval.table,
            )  # fmt: skip
