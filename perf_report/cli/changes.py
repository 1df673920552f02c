"""What `diff` and `review` share: reports of changes delivered, and the exit code that follows."""

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

import click

from perf_report.cli.program import DONE, FOUND, UNABLE
from perf_report.cli.report_output import deliver, destinations

if TYPE_CHECKING:
    from perf_report.app.project import Project
    from perf_report.render.changes.report import ChangeReport

_PAGES = ("html", "pdf")

# A line of text is hard to read when it is longer.
_WIDEST = 100


def deliver_changes(
    report: "ChangeReport", formats: tuple[str, ...], project: "Project | None" = None
) -> None:
    """The report in each format asked for; pages and PDFs are made with a project's templates."""
    from perf_report.render.changes import TEXT_REPORTS

    pages = _PAGES if project else ()
    wanted = destinations(formats, (*TEXT_REPORTS, *pages), binary=("pdf",))

    def render(name: str, color: bool) -> str | bytes:  # noqa: FBT001  # as `deliver` calls it
        if project is not None and name in pages:
            from perf_report.app.compare.change_pages import render_changes

            return render_changes(report, name, project)
        return TEXT_REPORTS[name](replace(report, color=color, columns=terminal_columns()))

    deliver(wanted, render)


def terminal_columns() -> int:
    """How wide text may be: as wide as the terminal, in reason."""
    return min(shutil.get_terminal_size().columns, _WIDEST)


def echo_failures(report: "ChangeReport") -> None:
    """Say on stderr what kept specs from being compared."""
    from perf_report.render.findings.report import FindingsReport
    from perf_report.render.findings.text import render_text

    text = render_text(FindingsReport(files=report.checked, catalogue=report.catalogue, color=True))
    if text:
        click.echo(text, err=True)


def exit_by_changes(context: click.Context, report: "ChangeReport", fail_on: str) -> NoReturn:
    """End with 3 where anything was not compared, else by the level that fails the run."""
    from perf_report.app.compare.comparison import reaches

    if report.failures:
        context.exit(UNABLE)
    context.exit(FOUND if reaches(report, fail_on) else DONE)
