"""The command `diff`."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from perf_report.cli.changes import (
    ChangePages,
    approve_changes,
    check_approval_options,
    echo_failures,
    exit_by_changes,
    write_change_reports,
)
from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of, exit_usage, today
from perf_report.cli.program import DONE, cli
from perf_report.cli.report_output import echo_absent_approvals
from perf_report.cli.unused_options import tell_unused

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from perf_report.app.compare.comparison import ComparisonConfig, ComparisonResult
    from perf_report.app.project import Project

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@cli.command(cls=LocalizedCommand, help="diff", epilog="diff-long")
@click.argument("sides", nargs=-1, metavar="[BASE] [REVISION]")
@click.option("--base", "revision", metavar="REV", help="option-base")
@click.option("--format", "formats", multiple=True, metavar="FORMAT[=FILE]", help="option-changes")
@click.option("--lang", type=click.Choice(["zh", "en", "zh-en"]), help="option-changes-lang")
@click.option(
    "--fail-on",
    type=click.Choice(["weaker", "unclear", "never"]),
    default="never",
    help="option-fail-on-change",
)
@click.option("--approve", multiple=True, metavar="FINGERPRINT", help="option-approve")
@click.option("--reason", metavar="TEXT", help="option-reason")
@click.option("--by", metavar="NAME", help="option-by")
@click.option("--expires", type=_DAY, metavar="DATE", help="option-expires")
@click.option("--git-driver", is_flag=True, help="option-git-driver")
@click.pass_context
def diff(context: click.Context, /, **options: Any) -> None:
    """Show what changed and what it means."""
    from perf_report.app.compare.comparison import collect_changes, open_comparison_config
    from perf_report.app.project import open_project

    if options["git_driver"]:
        _run_as_git_driver(context, options["sides"])
    project, say = open_project(context.obj), catalogue_of(context)
    _check_usage(options)
    with open_comparison_config(project, today()) as config:
        report = collect_changes(list(_compare(options, project, config)), config, say)
    if options["approve"]:
        approve_changes(context, report, options, project)
    inputs = project.input_paths(map(Path, options["sides"]))
    pages = ChangePages(project=project, mode=options["lang"])
    write_change_reports(report, options["formats"], inputs, pages)
    echo_absent_approvals(project)
    echo_failures(report)
    exit_by_changes(context, report, options["fail_on"])


def _check_usage(options: dict[str, Any]) -> None:
    check_approval_options(options)
    pages = ("html", "pdf")
    if not any(written.partition("=")[0] in pages for written in options["formats"]):
        tell_unused(("lang",), "unused-without", modes="--format html, pdf")
    if options["sides"].count("-") > (0 if options["revision"] else 1):
        exit_usage("usage-stdin-diff")
    if not options["revision"] and len(options["sides"]) > len(("base", "revision")):
        exit_usage("usage-extra", extra=" ".join(options["sides"][2:]))


def _compare(
    options: dict[str, Any], project: "Project", config: "ComparisonConfig"
) -> "Iterable[ComparisonResult]":
    """Compare what the command line names."""
    from perf_report.app.compare import diff_sources

    sides = options["sides"]
    if options["revision"]:
        paths = [Path(side) for side in sides]
        return diff_sources.compare_with_revision(options["revision"], paths, project, config)
    if not sides:
        return diff_sources.compare_years(project, config)
    if len(sides) == 1:
        return [diff_sources.compare_with_previous_year(sides[0], project, config)]
    return [diff_sources.compare_pair(sides[0], sides[1], config)]


def _run_as_git_driver(context: click.Context, sides: tuple[str, ...]) -> NoReturn:
    """Show a change as git expects of an external diff: always with exit code 0.

    Git gives the path, and for each side a file, its object and its mode. A file that cannot be
    compared is shown line by line, so that nothing is hidden, and so are all files if settings or
    approvals are invalid, since git would stop on an error.
    """
    from perf_report.app.compare.comparison import open_comparison_config
    from perf_report.app.compare.git_diff_driver import render_for_git
    from perf_report.app.project import open_project

    def open_config() -> "AbstractContextManager[ComparisonConfig]":
        return open_comparison_config(open_project(context.obj), today())

    # Git's pager shows color, though it is no terminal.
    in_pager = os.environ.get("GIT_PAGER_IN_USE") == "true"
    color = context.color if context.color is not None else in_pager or sys.stdout.isatty()
    click.echo(
        render_for_git(sides, open_config, catalogue_of(context), color=color),
        nl=False,
        color=color,
    )
    context.exit(DONE)
