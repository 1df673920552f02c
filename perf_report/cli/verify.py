"""`perf-report verify`."""

from dataclasses import replace
from typing import Any

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of
from perf_report.cli.program import DONE, FILE, FOUND, UNABLE, cli, with_progress


@cli.command(cls=LocalizedCommand, help="verify", epilog="verify-long")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--format", "formats", multiple=True, metavar="FORMAT[=FILE]", help="option-verify")
@click.pass_context
def verify(context: click.Context, /, **options: Any) -> None:
    """Say whether PDFs are what their data make."""
    from perf_report.app.project import open_project
    from perf_report.app.verify import open_verify_setup, verify_file
    from perf_report.cli.report_output import deliver, destinations
    from perf_report.pdf_inspect.verification import VerifyReport, render_json, render_text

    renderers = {"text": render_text, "json": render_json}
    wanted = destinations(options["formats"] or ("text",), renderers)
    # A document says the same wherever it is read; only who asks for a project gets its templates.
    config = open_verify_setup(open_project(context.obj) if context.obj else None)
    verdicts = (verify_file(path, config) for path in options["files"])
    report = VerifyReport(
        verdicts=list(with_progress(verdicts, len(options["files"]), "verifying")),
        catalogue=catalogue_of(context),
    )
    deliver(wanted, lambda name, color: renderers[name](replace(report, color=color)))
    counts = report.summary
    context.exit(FOUND if counts["altered"] else UNABLE if counts["cannot-tell"] else DONE)
