"""`perf-report validate`."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of
from perf_report.cli.program import DONE, FILE, FOUND, cli, watched


@cli.command(cls=LocalizedCommand, help="validate", epilog="validate-long")
@click.argument("paths", nargs=-1, type=FILE, metavar="[PATH]...")
@click.option("--format", "formats", multiple=True, metavar="FORMAT[=FILE]", help="option-report")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="error",
    help="option-fail-on",
)
@click.option("--fix", is_flag=True, help="option-fix")
@click.option("--diff", is_flag=True, help="option-diff")
@click.option("--font", "fonts", multiple=True, type=FILE, metavar="FILE", help="option-font")
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="option-jobs")
@click.pass_context
def validate(context: click.Context, /, **options: Any) -> None:
    """Find everything that is wrong with specs."""
    from perf_report.app.check import validation
    from perf_report.app.check.spec_check import open_standards
    from perf_report.app.project import open_project, processor_count
    from perf_report.cli.report_output import deliver, destinations
    from perf_report.render.findings import REPORTS
    from perf_report.render.findings.report import Report

    project, say = open_project(context.obj), catalogue_of(context)
    wanted = destinations(options["formats"], REPORTS)
    paths = project.spec_paths(options["paths"])
    standards = open_standards(project, project.fonts(options["fonts"]))
    if options["fix"] or options["diff"]:
        for change in validation.fix_files(paths, standards, write=not options["diff"]):
            if change.difference and options["diff"]:
                click.echo(change.difference, nl=False)
            else:
                click.echo(change.summary(say), err=True, nl=False)
        if options["diff"]:
            context.exit(DONE)
    files = validation.check_many(paths, standards, options["jobs"] or processor_count())
    report = Report.collect(watched(files, len(paths), "validating"), say)
    deliver(wanted, lambda name, color: REPORTS[name](replace(report, color=color)))
    _echo_summary(report.summary)
    context.exit(FOUND if validation.reaches(report, options["fail_on"]) else DONE)


def _echo_summary(summary: Mapping[str, int]) -> None:
    say = catalogue_of(click.get_current_context())
    click.echo(say.say("cli", "summary", **summary), err=True)
