"""The command `review`."""

from typing import Any

import click

from perf_report.cli.changes import exit_by_changes, write_change_reports
from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of, today
from perf_report.cli.program import FOUND, cli


@cli.command(cls=LocalizedCommand, help="review", epilog="review-long")
@click.option("--base", required=True, metavar="REV", help="option-review-base")
@click.option("--head", default="HEAD", metavar="REV", help="option-head")
@click.option("--format", "formats", multiple=True, metavar="FORMAT[=FILE]", help="option-review")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "weaker", "unclear", "never"]),
    default="weaker",
    help="option-fail-on-review",
)
@click.option("--trust-branch", is_flag=True, help="option-trust-branch")
@click.pass_context
def review(context: click.Context, /, **options: Any) -> None:
    """Check and compare what a branch changed."""
    from perf_report.app.compare.comparison import has_errors
    from perf_report.app.review import branch_review

    request = branch_review.ReviewRequest(
        folder=context.obj,
        base=options["base"],
        head=options["head"],
        trusts_branch=options["trust_branch"],
        today=today(),
    )
    report = branch_review.review(request, catalogue_of(context))
    write_change_reports(report, options["formats"] or ("markdown",))
    if options["fail_on"] != "never" and has_errors(report):
        context.exit(FOUND)
    exit_by_changes(context, report, options["fail_on"])
