"""The command `review`."""

from typing import Any

import click

from perf_report.cli.changes import (
    approve_changes,
    check_approval_options,
    exit_by_changes,
    write_change_reports,
)
from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of, today
from perf_report.cli.program import FOUND, cli


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
    write_change_reports(report, options["formats"] or ("markdown",))
    if report.verdict.errors and report.verdict.fail_on != "never":
        context.exit(FOUND)
    exit_by_changes(context, report, report.verdict.fail_on)
