"""The command `validate`."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of, exit_usage
from perf_report.cli.program import DONE, FILE, FOUND, cli, with_progress
from perf_report.cli.unused_options import tell_unused

if TYPE_CHECKING:
    from pathlib import Path

    from perf_report.app.check.checker import Checker


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
    """Check specs."""
    from perf_report.app.check import validation
    from perf_report.app.check.check_reports import check_reports
    from perf_report.app.check.checker import open_checker
    from perf_report.app.check.collect_specs import collect_files
    from perf_report.app.check.duplicate_tables import report_duplicates
    from perf_report.app.check.framework_check import check_frameworks
    from perf_report.app.check.project_sums import report_sums
    from perf_report.app.machine import processor_count
    from perf_report.app.project import open_project
    from perf_report.cli.report_output import (
        echo_absent_approvals,
        echo_unread,
        parse_formats,
        refuse_input_reports,
        write_reports,
    )
    from perf_report.render.findings import REPORTS
    from perf_report.render.findings.report import FindingsReport

    project, say = open_project(context.obj), catalogue_of(context)
    wanted = parse_formats(options["formats"], REPORTS)
    if "-" in map(str, options["paths"]) and (options["fix"] or options["diff"]):
        exit_usage("usage-stdin-fix")
    if options["diff"]:
        tell_unused(("formats", "fail_on"), mode="--diff")
    paths = project.spec_paths(options["paths"])
    refuse_input_reports(wanted, project.input_paths((*paths, *options["fonts"])))
    fonts, jobs = project.fonts(options["fonts"]), options["jobs"] or processor_count()
    with open_checker(project, fonts, jobs=jobs) as checker:
        if options["fix"] or options["diff"]:
            _fix(context, paths, checker, only_show=options["diff"])
        files = collect_files(paths)
        checked = with_progress(checker.check(files.plans), len(files.plans), "validating")
        summed = report_sums(report_duplicates(checked, checker), checker)
        told = (each.file_findings for each in check_reports(files.reports, project, checker))
        found = (*(spec.report for spec in summed), *told)
        report = FindingsReport.collect([*found, *check_frameworks(project)], say)
    write_reports(wanted, lambda name, color: REPORTS[name](replace(report, color=color)))
    echo_unread(project, options["paths"])
    echo_absent_approvals(project)
    _echo_summary(report.summary)
    context.exit(FOUND if validation.fails(report, options["fail_on"]) else DONE)


def _fix(
    context: click.Context, paths: "list[Path]", checker: "Checker", *, only_show: bool
) -> None:
    """Apply the safe fixes, or show them and exit."""
    from perf_report.app.check.validation import fix_files

    for file in fix_files(paths, checker, write=not only_show):
        if file.diff and only_show:
            click.echo(file.diff, nl=False)
        else:
            click.echo(file.summary(catalogue_of(context)), err=True, nl=False)
    if only_show:
        context.exit(DONE)


def _echo_summary(summary: Mapping[str, int]) -> None:
    say = catalogue_of(click.get_current_context())
    click.echo(say.format("cli", "summary", **summary), err=True)
