"""What `diff` and `review` share: writing reports of changes, and the exit code."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from perf_report.cli.click_i18n import catalogue_of, exit_usage, today
from perf_report.cli.program import DONE, FOUND, UNABLE
from perf_report.cli.report_output import parse_formats, refuse_input_reports, write_reports
from perf_report.cli.unused_options import tell_unused

if TYPE_CHECKING:
    from perf_report.app.project import Project
    from perf_report.render.changes.report import ChangeReport
    from perf_report.render.localized_text import Mode

_PAGES = ("html", "pdf")

# Longer lines of text are hard to read.
_MAX_COLUMNS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePages:
    """What web pages and PDFs need: a project for its templates, and a language mode if named."""

    project: "Project"
    mode: "Mode | None" = None


def write_change_reports(
    report: "ChangeReport",
    formats: tuple[str, ...],
    inputs: Iterable[Path],
    pages: ChangePages | None = None,
) -> None:
    """Write a report in each format; without `pages`, there are neither web pages nor PDFs.

    `inputs` are what was read, which no report may replace.
    """
    from perf_report.render.changes import TEXT_REPORTS

    known = (*TEXT_REPORTS, *(_PAGES if pages else ()))
    wanted = parse_formats(formats, known, binary=("pdf",))
    refuse_input_reports(wanted, inputs)

    def render(name: str, color: bool) -> str | bytes:  # noqa: FBT001  # the signature of `write_reports`
        if pages is not None and name in _PAGES:
            from perf_report.app.compare.change_pages import render_changes

            return render_changes(report, name, pages.project, pages.mode)
        return TEXT_REPORTS[name](replace(report, color=color, columns=terminal_columns()))

    write_reports(wanted, render)


def terminal_columns() -> int:
    """Return the width of text: that of the terminal, up to a maximum."""
    return min(shutil.get_terminal_size().columns, _MAX_COLUMNS)


def echo_failures(report: "ChangeReport") -> None:
    """Print on stderr why specs were not compared."""
    from perf_report.render.findings.report import FindingsReport
    from perf_report.render.findings.text import render_text

    text = render_text(FindingsReport(files=report.checked, catalogue=report.catalogue, color=True))
    if text:
        click.echo(text, err=True)


def check_approval_options(options: dict[str, Any]) -> None:
    """End with wrong usage if an option of an approval lacks another."""
    if options["approve"] and not options["reason"]:
        exit_usage("usage-reason")
    if options["approve"]:
        tell_unused(("formats", "lang", "fail_on"), mode="--approve")
    if not options["approve"] and (options["reason"] or options["by"] or options["expires"]):
        exit_usage("usage-approve")


def approve_changes(
    context: click.Context, report: "ChangeReport", options: dict[str, Any], project: "Project"
) -> NoReturn:
    """Note the approvals of the command line in the project's file, and exit."""
    from perf_report.app.compare.diff_sources import ApprovalDetails, approve, git_user

    expires = options["expires"]
    details = ApprovalDetails(
        by=options["by"] or git_user(project) or exit_usage("usage-by"),
        given=today(),
        reason=options["reason"],
        expires=expires.date() if expires else None,
    )
    for approval in approve(report, options["approve"], details, project):
        click.echo(f"{approval.fingerprint}  {approval.kind}  {approval.subject}")
    say = catalogue_of(context)
    click.echo(say.format("cli", "approved", path=project.approvals_path()), err=True)
    context.exit(DONE)


def exit_by_changes(context: click.Context, report: "ChangeReport", fail_on: str) -> NoReturn:
    """Exit with 3 if a spec was not compared, else with 1 if a change fails the run, else 0."""
    from perf_report.app.compare.comparison import fails

    if report.failures:
        context.exit(UNABLE)
    context.exit(FOUND if fails(report, fail_on) else DONE)
