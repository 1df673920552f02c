"""The command `verify`."""

from dataclasses import replace
from typing import Any

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of
from perf_report.cli.program import DONE, FILE, FOUND, UNABLE, cli, with_progress


@cli.command(cls=LocalizedCommand, help="verify", epilog="verify-long")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--format", "formats", multiple=True, metavar="FORMAT[=FILE]", help="option-listing")
@click.pass_context
def verify(context: click.Context, /, **options: Any) -> None:
    """Check whether PDFs are what their data make."""
    from perf_report.app.project import open_project
    from perf_report.app.verify.remake import open_verify_setup
    from perf_report.app.verify.run import REPORTS, report_verdicts, verify_file
    from perf_report.cli.report_output import (
        parse_formats,
        refuse_input_reports,
        write_reports,
    )

    wanted = parse_formats(options["formats"] or ("text",), REPORTS)
    refuse_input_reports(wanted, options["files"])
    # The result does not depend on the current folder; only --project uses its templates.
    setup = open_verify_setup(open_project(context.obj) if context.obj else None)
    verdicts = (verify_file(path, setup) for path in options["files"])
    report = report_verdicts(
        with_progress(verdicts, len(options["files"]), "verifying"), catalogue_of(context)
    )
    write_reports(wanted, lambda name, color: REPORTS[name](replace(report, color=color)))
    counts = report.summary
    context.exit(FOUND if counts["altered"] else UNABLE if counts["cannot-tell"] else DONE)
