"""The command `score`."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of
from perf_report.cli.program import DONE, FILE, FOUND, cli

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from perf_report.app.project import Project
    from perf_report.render.findings.report import FindingsReport
    from perf_report.render.scores.scored import ScoreReport

# The format for a bureau's meeting, which is no text.
XLSX = "xlsx"


@cli.command(cls=LocalizedCommand, help="score", epilog="score-long")
@click.argument("paths", nargs=-1, type=FILE, metavar="[REPORT]...")
@click.option(
    "--format", "formats", multiple=True, metavar="FORMAT[=FILE]", help="option-score-format"
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="error",
    help="option-fail-on",
)
@click.pass_context
def score(context: click.Context, /, **options: Any) -> None:
    """Score evaluations."""
    from perf_report.app.check import validation
    from perf_report.app.project import open_project
    from perf_report.app.score.run import score_reports
    from perf_report.cli.report_output import parse_formats, refuse_input_reports, write_reports
    from perf_report.render.findings.report import FindingsReport
    from perf_report.render.scores import SCORE_REPORTS
    from perf_report.render.scores.scored import ScoreReport

    project, say = open_project(context.obj), catalogue_of(context)
    wanted = parse_formats(options["formats"], (*SCORE_REPORTS, XLSX), {XLSX})
    paths = project.spec_paths(options["paths"])
    refuse_input_reports(wanted, project.input_paths(paths))
    run = score_reports(project, paths)
    report = ScoreReport(scored=run.scored, files=run.files, catalogue=say)

    def render(name: str, _color: object) -> str | bytes:
        return _workbook(project, paths, report) if name == XLSX else SCORE_REPORTS[name](report)

    write_reports(wanted, render)
    findings = FindingsReport.collect(run.files, say)
    echo_findings(context, findings)
    context.exit(FOUND if validation.fails(findings, options["fail_on"]) else DONE)


def _workbook(project: "Project", paths: "Sequence[Path]", report: "ScoreReport") -> bytes:
    """The scores as an Excel file, with the tables that have none."""
    from perf_report.app.score.outstanding import find_outstanding
    from perf_report.app.score.workbook import write_workbook

    outstanding = find_outstanding(project, paths, report.scored)
    return write_workbook(replace(report, outstanding=outstanding))


def echo_findings(context: click.Context, findings: "FindingsReport") -> None:
    """Print on stderr what is wrong with evaluations, and how much it is."""
    from perf_report.render.findings.text import render_text

    click.echo(render_text(findings), err=True, nl=False)
    summary = catalogue_of(context).format("cli", "summary", **findings.summary)
    click.echo(summary, err=True)
