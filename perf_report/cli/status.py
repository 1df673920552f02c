"""The command `status`."""

from typing import Any

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of
from perf_report.cli.program import DONE, FILE, FOUND, cli
from perf_report.cli.report_output import write_reports


@cli.command(cls=LocalizedCommand, help="status", epilog="status-long")
@click.argument("paths", nargs=-1, type=FILE, metavar="[PATH]...")
@click.option("--target", metavar="TARGET", help="option-status-target")
@click.option(
    "--fail-on", type=click.Choice(["mark", "warning", "error"]), help="option-fail-on-status"
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    help="option-status-format",
)
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="option-jobs")
@click.pass_context
def status(context: click.Context, /, **options: Any) -> None:
    """List tables and reports with their findings, marks to review, and what is disclosed."""
    from perf_report.app.machine import processor_count
    from perf_report.app.project import open_project
    from perf_report.app.status import read_status
    from perf_report.render import status_report

    project, say = open_project(context.obj), catalogue_of(context)
    jobs = options["jobs"] or processor_count()
    found = read_status(project, project.spec_paths(options["paths"]), options["target"], jobs)
    items = found.items
    if options["format_"] == "json":
        write_reports([("json", None)], lambda _name, _color: status_report.render_json(items))
    else:
        has_target = options["target"] is not None
        click.echo(status_report.render_text(items, say, has_target=has_target), nl=False)
    if found.without_ledger:
        click.echo(say.format("cli", "status-no-ledger", target=found.without_ledger), err=True)
    # Specs that are named are not all that there are.
    for event in () if options["paths"] else found.without_spec:
        whose = "/".join(filter(None, (event.department, event.project)))
        which = "#".join(filter(None, (str(event.year), event.report)))
        words = {"code": whose, "year": which, "revision": event.revision}
        click.echo(say.format("cli", "status-no-spec", **words), err=True)
    click.echo(status_report.summarize(items, say), err=True)
    level = options["fail_on"]
    context.exit(FOUND if level and status_report.reaches(items, level) else DONE)
