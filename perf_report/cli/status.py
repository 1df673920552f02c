"""The command `status`."""

from typing import Any

import click

from perf_report.cli.click_i18n import LocalizedCommand, catalogue_of
from perf_report.cli.program import DONE, FILE, FOUND, cli
from perf_report.cli.report_output import parse_formats, refuse_input_reports, write_reports


@cli.command(cls=LocalizedCommand, help="status", epilog="status-long")
@click.argument("paths", nargs=-1, type=FILE, metavar="[PATH]...")
@click.option("--target", metavar="TARGET", help="option-status-target")
@click.option(
    "--fail-on", type=click.Choice(["mark", "warning", "error"]), help="option-fail-on-status"
)
@click.option("--format", "formats", multiple=True, metavar="FORMAT[=FILE]", help="option-listing")
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="option-jobs")
@click.pass_context
def status(context: click.Context, /, **options: Any) -> None:
    """List tables and reports with their findings, marks to review, and what is disclosed."""
    from perf_report.app.machine import processor_count
    from perf_report.app.project import open_project
    from perf_report.app.status import read_status
    from perf_report.render import status_report

    wanted = parse_formats(options["formats"], ("text", "json"))
    project, say = open_project(context.obj), catalogue_of(context)
    paths = project.spec_paths(options["paths"])
    refuse_input_reports(wanted, paths)
    jobs = options["jobs"] or processor_count()
    found = read_status(project, paths, options["target"], jobs)
    items, has_target = found.items, options["target"] is not None
    text = status_report.render_text(items, say, has_target=has_target)
    write_reports(
        wanted, lambda name, _: status_report.render_json(items) if name == "json" else text
    )
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
