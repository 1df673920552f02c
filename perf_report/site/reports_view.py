"""The reports on a table for its page: their files, and what corrected them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perf_report.messages import Catalogue
from perf_report.model.identity import Identity
from perf_report.site.built_report import SiteReport
from perf_report.site.built_table import SiteTable
from perf_report.site.corrections import told_correction
from perf_report.site.history import Event, record_folder
from perf_report.site.record_files import FileEntry, list_files, report_labels


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFiles:
    """A report on a table with its files, and what its last revision corrected."""

    title: str
    day: str
    files: tuple[FileEntry, ...]
    revision: int
    correction: dict[str, Any] | None


def report_title(report: str, catalogue: Catalogue) -> str:
    """Return what a report is called: the evaluation, or the monitoring up to a month."""
    kind, _, month = report.partition("-")
    if not month:
        return catalogue.format("site", f"report-{kind}")
    return catalogue.format("site", f"report-{kind}", month=int(month))


def list_reports(
    built: SiteTable, events: Mapping[Identity, Sequence[Event]], catalogue: Catalogue
) -> list[ReportFiles]:
    """Return the reports on a table with their files, in the order of the year.

    `events` are what was done with them, by report.
    """
    ordered = sorted(built.reports, key=lambda each: (each.is_evaluation, each.identity.report))
    return [_view(each, events.get(each.identity, ()), catalogue) for each in ordered]


def _view(report: SiteReport, events: Sequence[Event], catalogue: Catalogue) -> ReportFiles:
    folder = record_folder(report.identity, report.revision)
    files = events[-1].files if events else report.files
    labels = report_labels(report.identity.report)
    return ReportFiles(
        title=report_title(report.identity.report, catalogue),
        day=report.day if report.is_evaluation else "",
        files=tuple(list_files(folder, files, labels, catalogue)),
        revision=report.revision,
        correction=told_correction(events),
    )
