"""The command `review`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from perf_report.cli.changes import (
    approve_changes,
    check_approval_options,
    exit_by_changes,
    write_change_reports,
)
from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of, exit_usage, today
from perf_report.cli.program import DONE, FILE, FOUND, cli
from perf_report.cli.unused_options import tell_unused
from perf_report.errors import PerfReportError

if TYPE_CHECKING:
    from perf_report.render.changes.report import ChangeReport


@cli.command(cls=LocalizedCommand, help="review", epilog="review-long")
@click.option("--base", required=True, metavar="REV", help="option-review-base")
@click.option("--head", default="HEAD", metavar="REV", help="option-head")
@click.option("--format", "formats", multiple=True, metavar="FORMAT[=FILE]", help="option-review")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "weaker", "unclear", "never"]),
    help="option-fail-on-review",
)
@click.option("--approve", multiple=True, metavar="FINGERPRINT", help="option-approve")
@click.option("--approve-from", type=FILE, metavar="FILE", help="option-approve-from")
@click.option("--reason", metavar="TEXT", help="option-reason")
@click.option("--by", metavar="NAME", help="option-by")
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="option-expires")
@click.option("--trust-branch", is_flag=True, help="option-trust-branch")
@click.pass_context
def review(context: click.Context, /, **options: Any) -> None:
    """Check and compare what a branch changed."""
    from perf_report.app.project import open_project
    from perf_report.app.review import branch_review

    check_approval_options(options)
    if options["approve"] and options["approve_from"]:
        exit_usage("usage-approve-from")
    if options["approve_from"]:
        tell_unused(("formats", "fail_on"), mode="--approve-from")
    request = branch_review.ReviewRequest(
        folder=context.obj,
        base=options["base"],
        head=options["head"],
        trusts_branch=options["trust_branch"],
        today=today(),
        fail_on=options["fail_on"],
    )
    report = branch_review.review(request, catalogue_of(context))
    if options["approve"]:
        approve_changes(context, report, options, open_project(context.obj))
    if options["approve_from"]:
        _approve_from(context, report, options["approve_from"])
    write_change_reports(report, options["formats"] or ("markdown",), _inputs(context.obj))
    if report.verdict.errors and report.verdict.fail_on != "never":
        context.exit(FOUND)
    exit_by_changes(context, report, report.verdict.fail_on)


def _inputs(folder: "Path | None") -> "Iterator[Path]":
    """The files of the project, whose settings on the branch may be broken."""
    from perf_report.app.project import Project, open_project

    try:
        project = open_project(folder)
    except PerfReportError:
        project = Project(root=folder or Path())
    return project.input_paths(())


def _approve_from(context: click.Context, report: "ChangeReport", path: "Path") -> NoReturn:
    """Note the approvals of comments in the project's file, say which do not count, and exit."""
    from perf_report.app.project import open_project
    from perf_report.app.review.comment_approvals import approve_from_thread
    from perf_report.app.review.host_comments import read_thread

    project = open_project(context.obj)
    given, refused = approve_from_thread(read_thread(path), report, project)
    for approval in given:
        click.echo(f"{approval.fingerprint}  {approval.kind}  {approval.subject}  {approval.by}")
    say = catalogue_of(context)
    for command in refused:
        click.echo(command.sentence(say), err=True)
    if given:
        click.echo(say.format("cli", "approved", path=project.approvals_path()), err=True)
    context.exit(DONE)
